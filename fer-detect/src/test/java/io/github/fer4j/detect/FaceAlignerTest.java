package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.norm;

import io.github.fer4j.detect.Landmarks.Point;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceAlignerTest {
    private static final Random RANDOM = new Random(11);
    private static final FaceAligner ALIGNER = FaceAligner.create();

    private static DetectedFace upright(int x, int y, int width, int height) {
        return new DetectedFace(new FaceBox(x, y, width, height), 1, Optional.empty());
    }

    /** A face of the geometry that the aligner takes for normal, rolled clockwise. */
    private static DetectedFace rolled(double x, double y, double eyeDistance, double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double half = eyeDistance / 2;
        FaceBox box =
                new FaceBox(
                        (int) (x - 1.5 * eyeDistance),
                        (int) (y - 1.5 * eyeDistance),
                        (int) (3 * eyeDistance),
                        (int) (3 * eyeDistance));
        Landmarks landmarks =
                new Landmarks(
                        at(x, y, -half, -half, cos, sin),
                        at(x, y, half, -half, cos, sin),
                        at(x, y, 0, 0, cos, sin),
                        at(x, y, -half * 0.8, half, cos, sin),
                        at(x, y, half * 0.8, half, cos, sin));
        return new DetectedFace(box, 1, Optional.of(landmarks));
    }

    private static Point at(double x, double y, double dx, double dy, double cos, double sin) {
        return new Point(x + cos * dx - sin * dy, y + sin * dx + cos * dy);
    }

    /** Grey values that say where a pixel is: x in the first, y in the second channel. */
    private static Mat coordinates(int width, int height) {
        Mat image = new Mat(height, width, CV_8UC3);
        try (UByteIndexer pixels = image.createIndexer()) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    pixels.put(y, x, 0, x);
                    pixels.put(y, x, 1, y);
                    pixels.put(y, x, 2, 0);
                }
            }
        }
        return image;
    }

    @RepeatedTest(100)
    void toImage_ofToCrop_returnsThePoint() {
        double roll = RANDOM.nextDouble() * 360 - 180;
        DetectedFace face =
                RANDOM.nextInt(4) == 0
                        ? upright(RANDOM.nextInt(100), RANDOM.nextInt(100), 60, 90)
                        : rolled(120, 110, 20 + RANDOM.nextInt(10), roll);
        double margin = RANDOM.nextDouble() - 0.4;
        FaceAligner aligner = FaceAligner.builder().margin(margin).build();
        int width = 1 + RANDOM.nextInt(100);
        int height = 1 + RANDOM.nextInt(100);
        try (Mat image = new Mat(256, 256, CV_8UC1, new Scalar(0));
                AlignedFace crop = aligner.align(image, face, width, height)) {
            Point point = new Point(RANDOM.nextDouble() * 256, RANDOM.nextDouble() * 256);
            assertNear(crop.toImage(crop.toCrop(point)), point, 1e-9);
            assertNear(crop.toCrop(crop.toImage(point)), point, 1e-9);
        }
    }

    @RepeatedTest(40)
    void crop_anyRoll_pixelsAreThoseThatToImageNames() {
        DetectedFace face =
                rolled(128, 128, 20 + RANDOM.nextInt(10), RANDOM.nextDouble() * 360 - 180);
        try (Mat image = coordinates(256, 256);
                AlignedFace crop = ALIGNER.crop(image, face);
                UByteIndexer pixels = crop.pixels().createIndexer()) {
            for (int y = 0; y < crop.pixels().rows(); y += 5) {
                for (int x = 0; x < crop.pixels().cols(); x += 5) {
                    Point from = crop.toImage(new Point(x + 0.5, y + 0.5));
                    assertThat(pixels.get(y, x, 0) + 0.5).isEqualTo(from.x(), within(0.6));
                    assertThat(pixels.get(y, x, 1) + 0.5).isEqualTo(from.y(), within(0.6));
                }
            }
        }
    }

    @RepeatedTest(40)
    void align_shrunkOrEnlarged_pixelsAreThoseThatToImageNames() {
        DetectedFace face =
                RANDOM.nextBoolean()
                        ? upright(60, 70, 100, 80)
                        : rolled(128, 128, 25, RANDOM.nextDouble() * 60 - 30);
        int width = 20 + RANDOM.nextInt(150);
        int height = 20 + RANDOM.nextInt(150);
        try (Mat image = coordinates(256, 256);
                AlignedFace crop = ALIGNER.align(image, face, width, height);
                UByteIndexer pixels = crop.pixels().createIndexer()) {
            assertThat(crop.pixels().cols()).isEqualTo(width);
            assertThat(crop.pixels().rows()).isEqualTo(height);
            for (int y = 3; y < height - 3; y += 4) {
                for (int x = 3; x < width - 3; x += 4) {
                    Point from = crop.toImage(new Point(x + 0.5, y + 0.5));
                    assertThat(pixels.get(y, x, 0) + 0.5).isEqualTo(from.x(), within(1.3));
                    assertThat(pixels.get(y, x, 1) + 0.5).isEqualTo(from.y(), within(1.3));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 12, -30, 45, 90, 179, -135})
    void align_rolledFace_levelsTheEyes(double degrees) {
        DetectedFace face = rolled(128, 128, 30, degrees);
        Landmarks points = face.landmarks().orElseThrow();
        try (Mat image = coordinates(256, 256);
                AlignedFace crop = ALIGNER.align(image, face, 48, 48)) {
            Point left = crop.toCrop(points.leftEye());
            Point right = crop.toCrop(points.rightEye());
            Point mouth = crop.toCrop(points.leftMouthCorner());
            assertThat(crop.rollDegrees()).isEqualTo(degrees, within(1e-6));
            assertThat(left.y()).isEqualTo(right.y(), within(1e-6));
            assertThat(left.x()).isLessThan(right.x());
            assertThat(mouth.y()).isGreaterThan(left.y());
            // FER-2013's eyes: 0.36 of the side apart, 0.38 from the top
            assertThat((right.x() - left.x()) / 48).isEqualTo(0.37, within(0.02));
            assertThat(left.y() / 48).isEqualTo(0.38, within(0.02));
        }
    }

    @Test
    void crop_uprightInside_isTheBoxPixelForPixel() {
        try (Mat astronaut = TestPictures.astronaut();
                Rect rect = new Rect(178, 63, 90, 90);
                Mat expected = new Mat(astronaut, rect);
                AlignedFace crop = ALIGNER.crop(astronaut, upright(178, 63, 90, 90))) {
            assertThat(norm(crop.pixels(), expected, NORM_INF, new Mat())).isZero();
            assertThat(crop.rollDegrees()).isZero();
        }
    }

    @Test
    void crop_narrowBox_isSquareAroundItsCentre() {
        try (Mat image = coordinates(200, 200);
                AlignedFace crop = ALIGNER.crop(image, upright(50, 60, 40, 80))) {
            assertThat(crop.pixels().cols()).isEqualTo(80);
            assertThat(crop.pixels().rows()).isEqualTo(80);
            assertNear(crop.toImage(new Point(40, 40)), new Point(70, 100), 1e-9);
        }
    }

    @Test
    void crop_leavingThePicture_repeatsItsEdge() {
        FaceAligner wide = FaceAligner.builder().margin(0.5).build();
        try (Mat image = coordinates(100, 100);
                AlignedFace crop = wide.crop(image, upright(0, 0, 40, 40));
                UByteIndexer pixels = crop.pixels().createIndexer()) {
            assertThat(crop.pixels().cols()).isEqualTo(80);
            assertThat(pixels.get(0, 0, 0)).isZero();
            assertThat(pixels.get(0, 79, 0)).isEqualTo(59);
            assertThat(pixels.get(79, 0, 1)).isEqualTo(59);
            assertThat(pixels.get(30, 0, 1)).isEqualTo(10);
        }
    }

    @Test
    void crop_partOfALargerMat_doesNotLookBeyondThePart() {
        FaceAligner wide = FaceAligner.builder().margin(0.5).build();
        for (DetectedFace face :
                new DetectedFace[] {upright(0, 0, 40, 40), rolled(30, 30, 20, 20)}) {
            try (Mat image = coordinates(200, 200);
                    Rect part = new Rect(60, 60, 80, 80);
                    Mat view = new Mat(image, part);
                    Mat copy = view.clone();
                    AlignedFace fromView = wide.crop(view, face);
                    AlignedFace fromCopy = wide.crop(copy, face)) {
                assertThat(norm(fromView.pixels(), fromCopy.pixels(), NORM_INF, new Mat()))
                        .isZero();
            }
        }
    }

    @Test
    void crop_ofALargePanorama_turnsTheFace() {
        try (Mat wide = new Mat(100, 40_000, CV_8UC1, new Scalar(7));
                AlignedFace crop = ALIGNER.crop(wide, rolled(39_950, 50, 20, 15))) {
            assertThat(crop.rollDegrees()).isEqualTo(15, within(1e-6));
        }
    }

    @Test
    void align_implausibleLandmarks_takesTheBox() {
        Point same = new Point(100, 100);
        Point far = new Point(900, 900);
        Landmarks oneSpot = new Landmarks(same, same, same, same, same);
        Landmarks elsewhere = rolled(900, 900, 30, 10).landmarks().orElseThrow();
        Landmarks huge = new Landmarks(same, far, same, same, far);
        for (Landmarks landmarks : new Landmarks[] {oneSpot, elsewhere, huge}) {
            DetectedFace face =
                    new DetectedFace(new FaceBox(60, 60, 90, 90), 1, Optional.of(landmarks));
            try (Mat image = coordinates(256, 256);
                    AlignedFace crop = ALIGNER.crop(image, face)) {
                assertThat(crop.rollDegrees()).isZero();
                assertThat(crop.pixels().cols()).isEqualTo(90);
            }
        }
    }

    @Test
    void levelRoll_off_takesTheBox() {
        FaceAligner plain = FaceAligner.builder().levelRoll(false).build();
        try (Mat image = coordinates(256, 256);
                AlignedFace crop = plain.crop(image, rolled(128, 128, 30, 25))) {
            assertThat(crop.rollDegrees()).isZero();
            assertThat(crop.pixels().cols()).isEqualTo(90);
        }
    }

    @Test
    void align_boxOutsideThePicture_isRejected() {
        try (Mat image = coordinates(100, 100)) {
            for (DetectedFace face :
                    new DetectedFace[] {
                        upright(-1, 0, 10, 10),
                        upright(91, 0, 10, 10),
                        upright(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE)
                    }) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> ALIGNER.align(image, face, 48, 48))
                        .withMessageContaining("not inside the picture of 100x100");
            }
        }
    }

    @Test
    void align_wrongArguments_areRejected() {
        DetectedFace face = upright(0, 0, 10, 10);
        try (Mat image = coordinates(100, 100);
                Mat deep = new Mat(20, 20, CV_16UC1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALIGNER.align(image, face, 0, 48))
                    .withMessageContaining("0x48");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALIGNER.align(image, face, 48, 5000));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALIGNER.align(deep, face, 48, 48))
                    .withMessageContaining("CV_16UC1");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> FaceAligner.builder().margin(1.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaceAligner.builder().margin(Double.NaN));
    }

    @Test
    void align_onePixelPicture_isThatPixel() {
        try (Mat image = new Mat(1, 1, CV_8UC1, new Scalar(77));
                AlignedFace crop = ALIGNER.align(image, upright(0, 0, 1, 1), 3, 2);
                UByteIndexer pixels = crop.pixels().createIndexer()) {
            assertThat(pixels.get(1, 2)).isEqualTo(77);
        }
    }

    @Test
    void close_twice_isFineAndPixelsAreGone() {
        try (Mat image = coordinates(64, 64)) {
            AlignedFace crop = ALIGNER.crop(image, upright(0, 0, 30, 30));
            crop.close();
            assertThatCode(crop::close).doesNotThrowAnyException();
            assertThatIllegalStateException().isThrownBy(crop::pixels);
        }
    }

    @Test
    void align_manyTimes_leavesNoNativeMemoryBehind() {
        DetectedFace[] faces = {upright(0, 0, 30, 30), rolled(60, 60, 20, 20), upright(0, 0, 9, 3)};
        FaceAligner wide = FaceAligner.builder().margin(0.5).build();
        try (Mat image = coordinates(128, 128)) {
            long before = Pointer.totalBytes();
            for (int i = 0; i < 60; i++) {
                wide.align(image, faces[i % faces.length], 48, 48).close();
            }
            assertThat(Pointer.totalBytes() - before).isLessThan(1000);
        }
    }

    private static void assertNear(Point actual, Point expected, double tolerance) {
        assertThat(actual.x()).isEqualTo(expected.x(), within(tolerance));
        assertThat(actual.y()).isEqualTo(expected.y(), within(tolerance));
    }
}
