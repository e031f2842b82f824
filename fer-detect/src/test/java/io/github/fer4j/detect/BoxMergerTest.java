package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoxMergerTest {
    private static DetectedFace face(int x, int side, double confidence) {
        return new DetectedFace(new FaceBox(x, 0, side, side), confidence, Optional.empty());
    }

    @Test
    void merge_boxesOnEachOther_keepsTheSurest() {
        DetectedFace sure = face(0, 100, 5);
        DetectedFace unsure = face(10, 100, 3);
        assertThat(BoxMerger.merge(List.of(unsure, sure), FaceBox::overlap, 0.5, 9))
                .containsExactly(sure);
    }

    @Test
    void merge_boxesSideBySide_keepsBothLargestFirst() {
        DetectedFace small = face(0, 100, 5);
        DetectedFace large = face(90, 150, 3);
        assertThat(BoxMerger.merge(List.of(small, large), FaceBox::overlap, 0.5, 9))
                .containsExactly(large, small);
    }

    @Test
    void merge_chainOfThree_dropsOnlyWhatLiesOnAKeptOne() {
        DetectedFace first = face(0, 100, 9);
        DetectedFace middle = face(60, 100, 8);
        DetectedFace last = face(120, 100, 7);
        assertThat(BoxMerger.merge(List.of(last, middle, first), FaceBox::overlap, 0.3, 9))
                .containsExactly(first, last);
    }

    @Test
    void merge_anyOrder_answersTheSame() {
        DetectedFace a = face(0, 100, 5);
        DetectedFace b = face(30, 100, 5);
        assertThat(BoxMerger.merge(List.of(a, b), FaceBox::iou, 0.3, 9))
                .isEqualTo(BoxMerger.merge(List.of(b, a), FaceBox::iou, 0.3, 9))
                .hasSize(1);
    }

    @Test
    void merge_limit_keepsTheSurest() {
        DetectedFace large = face(0, 200, 1);
        DetectedFace sure = face(300, 50, 2);
        assertThat(BoxMerger.merge(List.of(large, sure), FaceBox::iou, 0.3, 1))
                .containsExactly(sure);
    }
}
