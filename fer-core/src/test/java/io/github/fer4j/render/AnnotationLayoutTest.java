package io.github.fer4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.FaceResult;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnnotationLayoutTest {
    private static final EmotionScores SURPRISED =
            EmotionScores.of(LabelOrder.FER2013, 0, 0, 0, 0, 0, 1, 0);

    @Test
    void place_oneFaceWithRoom_putsTagAboveAndAllBarsBeside() {
        FaceBox box = new FaceBox(400, 300, 120, 120);
        Annotation annotation = place(1000, 800, box).get(0);
        assertThat(annotation.tagText()).isEqualTo("surprise 100%");
        assertThat(annotation.tag().bottom()).isEqualTo(300);
        assertThat(annotation.tag().x()).isEqualTo(400);
        BarPanel panel = annotation.panel().orElseThrow();
        assertThat(panel.rows()).hasSize(7);
        assertThat(panel.area().overlap(Area.of(box))).isZero();
        assertThat(panel.area().overlap(annotation.tag())).isZero();
    }

    @Test
    void place_faceAtTheTopEdge_putsTagBelow() {
        Annotation annotation = place(1000, 800, new FaceBox(0, 0, 120, 120)).get(0);
        assertThat(annotation.tag().y()).isGreaterThanOrEqualTo(0);
        assertThat(annotation.tag().overlap(new Area(0, 0, 120, 120)))
                .isLessThan(annotation.tag().size());
        assertInside(annotation.tag(), 1000, 800);
    }

    @Test
    void place_anyFaces_staysInsideThePicture() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            int width = 60 + random.nextInt(1500);
            int height = 60 + random.nextInt(1500);
            List<FaceBox> boxes = new ArrayList<>();
            for (int n = random.nextInt(12); n >= 0; n--) {
                int side = 10 + random.nextInt(Math.min(width, height) - 10);
                boxes.add(
                        new FaceBox(
                                random.nextInt(width - side + 1),
                                random.nextInt(height - side + 1),
                                side,
                                side));
            }
            for (Annotation annotation : place(width, height, boxes.toArray(FaceBox[]::new))) {
                assertInside(annotation.tag(), width, height);
                annotation.panel().ifPresent(panel -> assertInside(panel.area(), width, height));
            }
        }
    }

    @Test
    void place_crowd_hidesNoFaceAndNoOtherPanelToSpeakOf() {
        List<FaceBox> boxes = new ArrayList<>();
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                boxes.add(new FaceBox(60 + 240 * x, 60 + 250 * y, 90, 90));
            }
        }
        List<Annotation> annotations = place(1280, 800, boxes.toArray(FaceBox[]::new));
        List<Area> panels =
                annotations.stream().flatMap(a -> a.panel().stream()).map(BarPanel::area).toList();
        assertThat(panels).hasSizeGreaterThan(10);
        for (Area panel : panels) {
            for (FaceBox box : boxes) {
                assertThat(panel.overlap(Area.of(box))).isLessThan(0.07 * panel.size());
            }
            for (Area other : panels) {
                if (other != panel) {
                    assertThat(panel.overlap(other)).isLessThan(0.07 * panel.size());
                }
            }
        }
    }

    @Test
    void place_largePicture_hasLargerLettersThanSmallOne() {
        double small = cap(place(200, 200, new FaceBox(50, 50, 100, 100)));
        double large = cap(place(4000, 4000, new FaceBox(1000, 1000, 2000, 2000)));
        assertThat(small).isBetween(7.0, 10.0);
        assertThat(large).isBetween(80.0, 110.0);
    }

    @Test
    void place_tinyFaceInLargePicture_hasLegibleLetters() {
        assertThat(cap(place(4000, 3000, new FaceBox(1000, 1000, 30, 30)))).isGreaterThan(20);
    }

    @Test
    void place_pictureNarrowerThanTheTag_shrinksTheLetters() {
        Annotation annotation = place(40, 40, new FaceBox(5, 5, 30, 30)).get(0);
        assertInside(annotation.tag(), 40, 40);
        assertThat(annotation.panel()).isEmpty();
    }

    @Test
    void place_withoutBars_hasNoPanel() {
        FaceResult face = face(new FaceBox(400, 300, 120, 120));
        List<Annotation> annotations =
                new AnnotationLayout(1000, 800, 1, false, List.of(face)).place(List.of(face));
        assertThat(annotations.get(0).panel()).isEmpty();
    }

    private static double cap(List<Annotation> annotations) {
        return annotations.get(0).tagLettering().capHeight();
    }

    private static void assertInside(Area area, double width, double height) {
        assertThat(area.x()).isGreaterThanOrEqualTo(0);
        assertThat(area.y()).isGreaterThanOrEqualTo(0);
        assertThat(area.right()).isLessThanOrEqualTo(width + 1e-6);
        assertThat(area.bottom()).isLessThanOrEqualTo(height + 1e-6);
    }

    private static List<Annotation> place(int width, int height, FaceBox... boxes) {
        List<FaceResult> faces = Arrays.stream(boxes).map(AnnotationLayoutTest::face).toList();
        return new AnnotationLayout(width, height, 1, true, faces).place(faces);
    }

    private static FaceResult face(FaceBox box) {
        return new FaceResult(box, 1, Optional.empty(), SURPRISED);
    }
}
