package io.github.fer4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fer4j.FaceResult;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.detect.Landmarks.Point;
import io.github.fer4j.image.BufferedImages;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class AnnotationRendererTest {
    private static final int HAPPY = 0xf0e442;
    private static final EmotionScores SCORES =
            EmotionScores.of(LabelOrder.FER2013, 0, 0, 0, 0.75, 0.25, 0, 0);
    private static final FaceResult FACE =
            new FaceResult(new FaceBox(100, 120, 80, 80), 1, Optional.empty(), SCORES);

    private final AnnotationRenderer renderer = AnnotationRenderer.create();

    @Test
    void render_noFace_isAnUnchangedCopy() {
        try (Mat picture = grey(300, 200, opencv_core.CV_8UC3);
                Mat annotated = renderer.render(picture, List.of())) {
            assertThat(differing(picture, annotated)).isZero();
            assertThat(annotated.data().address()).isNotEqualTo(picture.data().address());
        }
    }

    @Test
    void render_face_drawsItsBoxInItsColorAndLeavesTheFaceVisible() {
        try (Mat picture = grey(400, 300, opencv_core.CV_8UC3);
                Mat annotated = renderer.render(picture, List.of(FACE))) {
            BufferedImage seen = BufferedImages.toBufferedImage(annotated);
            assertThat(seen.getRGB(140, 200) & 0xffffff).isEqualTo(HAPPY); // lower edge
            assertThat(seen.getRGB(180, 160) & 0xffffff).isEqualTo(HAPPY); // right edge
            assertThat(seen.getRGB(140, 160) & 0xffffff).isEqualTo(0x808080);
            assertThat(seen.getRGB(5, 5) & 0xffffff).isEqualTo(0x808080);
            assertThat(differing(picture, grey(400, 300, opencv_core.CV_8UC3))).isZero();
        }
    }

    @Test
    void render_bars_areAsLongAsTheProbabilities() {
        try (Mat picture = grey(600, 400, opencv_core.CV_8UC3);
                Mat annotated = renderer.render(picture, List.of(FACE))) {
            BufferedImage seen = BufferedImages.toBufferedImage(annotated);
            BarPanel panel =
                    new AnnotationLayout(600, 400, 1, true, List.of(FACE))
                            .place(List.of(FACE))
                            .get(0)
                            .panel()
                            .orElseThrow();
            int happy = longestRun(seen, panel.area(), HAPPY);
            int sad = longestRun(seen, panel.area(), 0x0072b2);
            assertThat(happy / (double) sad).isBetween(2.4, 3.6);
        }
    }

    @Test
    void render_withoutBars_drawsNoPanel() {
        AnnotationRenderer plain = AnnotationRenderer.builder().bars(false).build();
        try (Mat picture = grey(600, 400, opencv_core.CV_8UC3);
                Mat annotated = plain.render(picture, List.of(FACE));
                Mat withBars = renderer.render(picture, List.of(FACE))) {
            assertThat(differing(picture, annotated)).isLessThan(differing(picture, withBars));
        }
    }

    @Test
    void render_landmarks_areDots() {
        Point eye = new Point(120, 145);
        Point other = new Point(155, 160);
        FaceResult face =
                new FaceResult(
                        FACE.box(),
                        1,
                        Optional.of(new Landmarks(eye, other, other, other, other)),
                        SCORES);
        AnnotationRenderer plain = AnnotationRenderer.builder().landmarks(false).build();
        try (Mat picture = grey(400, 300, opencv_core.CV_8UC3);
                Mat dotted = renderer.render(picture, List.of(face));
                Mat undotted = plain.render(picture, List.of(face))) {
            assertThat(BufferedImages.toBufferedImage(dotted).getRGB(120, 145) & 0xffffff)
                    .isEqualTo(HAPPY);
            assertThat(BufferedImages.toBufferedImage(undotted).getRGB(120, 145) & 0xffffff)
                    .isEqualTo(0x808080);
        }
    }

    @Test
    void render_anyKindOfPicture_givesBgr() {
        for (int type : new int[] {opencv_core.CV_8UC1, opencv_core.CV_8UC3, opencv_core.CV_8UC4}) {
            try (Mat picture = grey(400, 300, type);
                    Mat annotated = renderer.render(picture, List.of(FACE))) {
                assertThat(annotated.type()).isEqualTo(opencv_core.CV_8UC3);
            }
        }
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_ARGB);
        assertThat(renderer.render(image, List.of(FACE)).getRGB(140, 200) & 0xffffff)
                .isEqualTo(HAPPY);
    }

    @Test
    void render_facesThatFillOrTouchThePicture_workAtEverySize() {
        for (int side : new int[] {1, 2, 7, 33, 100, 3000}) {
            FaceResult face =
                    new FaceResult(new FaceBox(0, 0, side, side), 1, Optional.empty(), SCORES);
            try (Mat picture = grey(side, side, opencv_core.CV_8UC3);
                    Mat annotated = renderer.render(picture, List.of(face, face))) {
                assertThat(annotated.cols()).isEqualTo(side);
            }
        }
    }

    @Test
    void drawOn_anythingButBgr_isRefused() {
        try (Mat grey = grey(40, 30, opencv_core.CV_8UC1);
                Mat empty = new Mat()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> renderer.drawOn(grey, List.of()))
                    .withMessageContaining("40x30 with 1 channels");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> renderer.render(empty, List.of()));
        }
    }

    @Test
    void builder_scaleOutOfRange_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnnotationRenderer.builder().scale(0))
                .withMessageContaining("scale must be 0.25 to 4.0, was 0.0");
    }

    private static int longestRun(BufferedImage image, Area area, int rgb) {
        int longest = 0;
        for (int y = (int) area.y() + 3; y < area.bottom() - 3; y++) {
            int run = 0;
            for (int x = (int) area.x() + 3; x < area.right() - 3; x++) {
                run = (image.getRGB(x, y) & 0xffffff) == rgb ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        return longest;
    }

    private static Mat grey(int width, int height, int type) {
        return new Mat(height, width, type, Scalar.all(128));
    }

    private static int differing(Mat a, Mat b) {
        try (Mat difference = new Mat()) {
            opencv_core.absdiff(a, b, difference);
            try (Mat row = difference.reshape(1)) {
                return opencv_core.countNonZero(row);
            }
        }
    }
}
