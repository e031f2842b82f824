package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_imgproc.getRotationMatrix2D;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.github.fer4j.detect.Landmarks.Point;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.FaceDetectorYN;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YuNetFaceDetectorTest extends FaceDetectorContractTest {
    @Override
    FaceDetector open() {
        return YuNetFaceDetector.open(anySize());
    }

    private static Path anySize() {
        return TestPictures.shared("models/face_detection_yunet_2026may.onnx");
    }

    private static Path fixedSize() {
        return TestPictures.shared("models/yunet_n_640_640.onnx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12_angry_men.jpg",
                "astronaut.png",
                "emotion_classification.jpg",
                "justin.jpg",
                "no-faces.jpg",
                "solvay_conference.jpg",
                "test_image.jpg"
            })
    void detect_wholePhoto_findsWhatFaceDetectorYnFinds(String name) {
        try (Mat photo = TestPictures.sharedPhoto(name);
                Mat found = new Mat();
                YuNetFaceDetector detector =
                        YuNetFaceDetector.builder(anySize()).maxDetectionSidePx(4096).build();
                FaceDetectorYN reference =
                        FaceDetectorYN.create(
                                anySize().toString(), "", photo.size(), 0.6f, 0.3f, 5000, 0, 0)) {
            reference.detect(photo, found);
            List<DetectedFace> faces = detector.detect(photo);
            assertThat(faces).hasSize(found.rows());
            for (int row = 0; row < found.rows(); row++) {
                assertOneIsAt(found, row, faces);
            }
        }
    }

    private static void assertOneIsAt(Mat found, int row, List<DetectedFace> faces) {
        try (FloatIndexer values = found.createIndexer()) {
            assertThat(faces)
                    .anySatisfy(
                            face -> {
                                assertThat((float) face.confidence())
                                        .isEqualTo(values.get(row, 14), within(1e-3f));
                                FaceBox box = face.box();
                                assertThat((float) box.width())
                                        .isEqualTo(values.get(row, 2), within(1.01f));
                                assertThat((float) box.height())
                                        .isEqualTo(values.get(row, 3), within(1.01f));
                                Landmarks points = face.landmarks().orElseThrow();
                                assertAt(points.leftEye(), values, row, 4);
                                assertAt(points.rightEye(), values, row, 6);
                                assertAt(points.nose(), values, row, 8);
                                assertAt(points.leftMouthCorner(), values, row, 10);
                                assertAt(points.rightMouthCorner(), values, row, 12);
                            });
        }
    }

    private static void assertAt(Point point, FloatIndexer values, int row, int column) {
        assertThat(point.x()).isEqualTo(values.get(row, column), within(0.1));
        assertThat(point.y()).isEqualTo(values.get(row, column + 1), within(0.1));
    }

    @Test
    void detect_fixedAndAnySize_findTheSameFaces() {
        try (Mat photo = TestPictures.sharedPhoto("emotion_classification.jpg");
                YuNetFaceDetector fixed = YuNetFaceDetector.open(fixedSize());
                YuNetFaceDetector any = YuNetFaceDetector.open(anySize())) {
            List<DetectedFace> faces = any.detect(photo);
            List<DetectedFace> others = fixed.detect(photo);
            assertThat(faces).hasSize(4);
            assertThat(others).hasSize(4);
            for (DetectedFace face : faces) {
                assertThat(others)
                        .anySatisfy(f -> assertThat(f.box().iou(face.box())).isGreaterThan(0.8));
            }
        }
    }

    @Test
    void detect_fixedSizeSmallPicture_isNotEnlarged() {
        try (Mat astronaut = TestPictures.astronaut();
                YuNetFaceDetector fixed = YuNetFaceDetector.open(fixedSize())) {
            assertThat(fixed.detect(astronaut))
                    .singleElement()
                    .satisfies(
                            face ->
                                    assertThat(face.box().iou(TestPictures.ASTRONAUT_FACE))
                                            .isGreaterThan(0.6));
        }
    }

    @Test
    void detect_portrait_landmarksLieWhereTheyBelong() {
        try (Mat astronaut = TestPictures.astronaut();
                FaceDetector detector = open()) {
            Landmarks points = detector.detect(astronaut).get(0).landmarks().orElseThrow();
            assertThat(points.leftEye().x()).isEqualTo(200, within(5.0));
            assertThat(points.leftEye().y()).isEqualTo(102, within(5.0));
            assertThat(points.rightEye().x()).isEqualTo(247, within(5.0));
            assertThat(points.nose().y()).isBetween(points.leftEye().y(), 140.0);
            assertThat(points.leftMouthCorner().x()).isLessThan(points.rightMouthCorner().x());
        }
    }

    /** YuNet sees about half of a roll, so that more than half of it is not asked for. */
    @ParameterizedTest
    @ValueSource(doubles = {-25, 15, 30})
    void align_rolledPortrait_isTurnedTowardsUpright(double degrees) {
        try (Mat astronaut = TestPictures.astronaut();
                Point2f centre = new Point2f(224, 115);
                Mat turn = getRotationMatrix2D(centre, -degrees, 1);
                Mat turned = new Mat();
                Size size = astronaut.size();
                FaceDetector detector = YuNetFaceDetector.open(fixedSize())) {
            warpAffine(astronaut, turned, turn, size);
            DetectedFace face = detector.detect(turned).get(0);
            try (AlignedFace crop = FaceAligner.create().align(turned, face, 48, 48)) {
                assertThat(crop.rollDegrees() / degrees).isBetween(0.3, 1.1);
            }
        }
    }

    @Test
    void align_portrait_isTheViewThatHaarGives() {
        try (Mat astronaut = TestPictures.astronaut();
                FaceDetector yunet = open();
                FaceDetector haar = HaarFaceDetector.create();
                AlignedFace one =
                        FaceAligner.create().crop(astronaut, yunet.detect(astronaut).get(0));
                AlignedFace other =
                        FaceAligner.create().crop(astronaut, haar.detect(astronaut).get(0))) {
            double ratio = one.pixels().cols() / (double) other.pixels().cols();
            assertThat(ratio).isBetween(0.85, 1.5);
            Point eyes = new Point(224, 102);
            double y = one.toCrop(eyes).y() / one.pixels().rows();
            assertThat(y).isEqualTo(other.toCrop(eyes).y() / other.pixels().rows(), within(0.08));
        }
    }
}
