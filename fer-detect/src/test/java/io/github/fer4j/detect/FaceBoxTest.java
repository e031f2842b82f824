package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FaceBoxTest {
    private static final Random RANDOM = new Random(7);

    private static FaceBox any() {
        return new FaceBox(
                RANDOM.nextInt(100) - 50,
                RANDOM.nextInt(100) - 50,
                1 + RANDOM.nextInt(60),
                1 + RANDOM.nextInt(60));
    }

    @RepeatedTest(200)
    void iou_anyTwoBoxes_isSymmetricAndAShare() {
        FaceBox a = any();
        FaceBox b = any();
        assertThat(a.iou(b)).isEqualTo(b.iou(a)).isBetween(0.0, 1.0);
        assertThat(a.overlap(b)).isEqualTo(b.overlap(a)).isBetween(a.iou(b), 1.0);
        assertThat(a.iou(a)).isEqualTo(1);
    }

    @RepeatedTest(50)
    void iou_anyTwoBoxes_isThatOfCountedPixels() {
        FaceBox a = any();
        FaceBox b = any();
        int both = 0;
        for (int x = a.x(); x < a.x() + a.width(); x++) {
            for (int y = a.y(); y < a.y() + a.height(); y++) {
                boolean in = x >= b.x() && x < b.x() + b.width();
                both += in && y >= b.y() && y < b.y() + b.height() ? 1 : 0;
            }
        }
        assertThat(a.iou(b)).isEqualTo(both / (double) (a.area() + b.area() - both), within(1e-12));
    }

    @Test
    void overlap_boxInsideAnother_isOne() {
        FaceBox large = new FaceBox(0, 0, 100, 100);
        FaceBox small = new FaceBox(10, 20, 10, 10);
        assertThat(large.overlap(small)).isEqualTo(1);
        assertThat(large.iou(small)).isEqualTo(0.01);
    }

    @Test
    void iou_boxesFarApart_doesNotOverflow() {
        FaceBox a = new FaceBox(Integer.MAX_VALUE - 10, 0, 100, 10);
        FaceBox b = new FaceBox(Integer.MIN_VALUE, 0, 100, 10);
        assertThat(a.iou(b)).isZero();
        assertThat(a.iou(a)).isEqualTo(1);
    }

    @Test
    void clip_partlyOutside_keepsWhatIsInside() {
        assertThat(FaceBox.clip(-5.4, 3.6, 20.2, 50, 16, 40)).contains(new FaceBox(0, 4, 16, 36));
    }

    @Test
    void clip_outside_isEmpty() {
        assertThat(FaceBox.clip(20, 0, 30, 10, 20, 20)).isEmpty();
        assertThat(FaceBox.clip(-9, -9, 0.4, 5, 20, 20)).isEmpty();
        assertThat(FaceBox.clip(3e9, 0, 4e9, 10, 20, 20)).isEmpty();
    }

    @Test
    void faceBox_withoutArea_isRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaceBox(0, 0, 0, 5))
                .withMessageContaining("0x5");
    }
}
