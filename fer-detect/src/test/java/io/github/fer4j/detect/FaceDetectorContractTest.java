package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.norm;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every face detector keeps to. */
abstract class FaceDetectorContractTest {
    private static final int THREADS = 8;

    private FaceDetector detector;
    private Mat astronaut;

    /** A new detector with the defaults. */
    abstract FaceDetector open();

    @BeforeEach
    void openDetector() {
        detector = open();
        astronaut = TestPictures.astronaut();
    }

    @AfterEach
    void closeDetector() {
        if (detector != null) {
            detector.close();
            astronaut.close();
        }
    }

    @Test
    void detect_portrait_findsTheOneFace() {
        List<DetectedFace> faces = detector.detect(astronaut);
        assertThat(faces).hasSize(1);
        assertThat(faces.get(0).box().iou(TestPictures.ASTRONAUT_FACE)).isGreaterThan(0.6);
        assertThat(faces.get(0).confidence()).isPositive();
    }

    @Test
    void detect_portrait_leavesThePictureAsItWas() {
        try (Mat before = astronaut.clone()) {
            detector.detect(astronaut);
            assertThat(norm(before, astronaut, NORM_INF, new Mat())).isZero();
        }
    }

    @Test
    void detect_greyAndAlpha_findTheSameFace() {
        FaceBox colour = detector.detect(astronaut).get(0).box();
        for (int conversion : new int[] {COLOR_BGR2GRAY, COLOR_BGR2BGRA}) {
            try (Mat converted = new Mat()) {
                cvtColor(astronaut, converted, conversion);
                List<DetectedFace> faces = detector.detect(converted);
                assertThat(faces).hasSize(1);
                assertThat(faces.get(0).box().iou(colour)).isGreaterThan(0.8);
            }
        }
    }

    @Test
    void detect_partOfALargerMat_answersInThePartsPixels() {
        try (Rect part = new Rect(100, 20, 300, 300);
                Mat view = new Mat(astronaut, part);
                Mat copy = view.clone()) {
            assertThat(detector.detect(view)).isEqualTo(detector.detect(copy)).hasSize(1);
        }
    }

    @Test
    void detect_hugePictureWithPortrait_answersInItsPixels() {
        try (Mat wide = new Mat();
                Scalar grey = new Scalar(128, 128, 128, 0)) {
            copyMakeBorder(astronaut, wide, 200, 0, 700, 300, BORDER_CONSTANT, grey);
            FaceBox face = TestPictures.ASTRONAUT_FACE;
            FaceBox moved =
                    new FaceBox(face.x() + 700, face.y() + 200, face.width(), face.height());
            assertThat(detector.detect(wide))
                    .singleElement()
                    .satisfies(found -> assertThat(found.box().iou(moved)).isGreaterThan(0.6));
        }
    }

    @Test
    void detect_faceCutOffByTheEdge_boxStaysInside() {
        for (int cut = 60; cut <= 120; cut += 10) {
            try (Rect part = new Rect(0, cut, 512, 512 - cut);
                    Mat view = new Mat(astronaut, part)) {
                assertThat(detector.detect(view))
                        .allSatisfy(face -> assertInside(face.box(), 512, view.rows()));
            }
        }
    }

    private static void assertInside(FaceBox box, int width, int height) {
        assertThat(box.x()).isNotNegative();
        assertThat(box.y()).isNotNegative();
        assertThat(box.x() + box.width()).isLessThanOrEqualTo(width);
        assertThat(box.y() + box.height()).isLessThanOrEqualTo(height);
    }

    @Test
    void detect_twoFaces_largestFirst() {
        try (Mat small = new Mat();
                Mat two = new Mat(512, 900, CV_8UC3, new Scalar(90, 90, 90, 0));
                Rect left = new Rect(0, 100, 340, 340);
                Rect right = new Rect(380, 0, 512, 512);
                Mat leftPart = new Mat(two, left);
                Mat rightPart = new Mat(two, right)) {
            org.bytedeco.opencv.global.opencv_imgproc.resize(astronaut, small, leftPart.size());
            small.copyTo(leftPart);
            astronaut.copyTo(rightPart);
            List<DetectedFace> faces = detector.detect(two);
            assertThat(faces).hasSize(2);
            assertThat(faces.get(0).box().x()).isGreaterThan(380);
            assertThat(faces.get(0).box().area()).isGreaterThan(faces.get(1).box().area());
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2000", "2000,1", "2,2", "19,19", "24,24", "7,300"})
    void detect_pictureWithoutRoomForAFace_returnsEmptyList(int width, int height) {
        try (Mat tiny = new Mat(height, width, CV_8UC3, new Scalar(120, 130, 140, 0))) {
            assertThat(detector.detect(tiny)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255})
    void detect_oneColour_returnsEmptyList(int value) {
        try (Mat plain = new Mat(300, 400, CV_8UC3, new Scalar(value, value, value, 0))) {
            assertThat(detector.detect(plain)).isEmpty();
        }
    }

    @Test
    void detect_otherTypes_sayWhatWasFoundAndWhatIsAccepted() {
        int[] types = {CV_16UC3, CV_32FC1, CV_8UC2};
        String[] names = {"CV_16UC3", "CV_32FC1", "CV_8UC2"};
        for (int i = 0; i < types.length; i++) {
            try (Mat other = new Mat(64, 64, types[i])) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> detector.detect(other))
                        .withMessageContaining(names[i])
                        .withMessageContaining("CV_8UC3");
            }
        }
    }

    @Test
    void detect_threeDimensions_isRejected() {
        try (Mat cube = new Mat(new int[] {4, 64, 64}, CV_8UC3)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.detect(cube))
                    .withMessageContaining("3 dimensions");
        }
    }

    @Test
    void detect_emptyOrNull_isRejected() {
        try (Mat empty = new Mat()) {
            assertThatIllegalArgumentException().isThrownBy(() -> detector.detect(empty));
        }
        Mat closed = new Mat(3, 3, CV_8UC3);
        closed.close();
        assertThatIllegalArgumentException().isThrownBy(() -> detector.detect(closed));
        assertThatNullPointerException().isThrownBy(() -> detector.detect(null));
    }

    @Test
    void detect_eightThreads_answerAsOne() throws Exception {
        List<Mat> pictures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (Rect part = new Rect(20 * i, 5 * i, 400, 300);
                    Mat view = new Mat(astronaut, part)) {
                pictures.add(view.clone());
            }
        }
        List<List<DetectedFace>> expected = pictures.stream().map(detector::detect).toList();
        assertThat(expected).allSatisfy(faces -> assertThat(faces).hasSize(1));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<List<DetectedFace>>> calls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Mat picture = pictures.get(i % pictures.size());
                calls.add(() -> detector.detect(picture));
            }
            List<Future<List<DetectedFace>>> answers = threads.invokeAll(calls);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(expected.get(i % pictures.size()));
            }
        } finally {
            threads.shutdown();
            pictures.forEach(Mat::close);
        }
    }

    @Test
    void close_whileThreadsDetect_endsThemInAnswersOrIllegalState() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger answered = new AtomicInteger();
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(
                    threads.submit(
                            () -> {
                                try {
                                    while (true) {
                                        int found = detector.detect(astronaut).size();
                                        answered.incrementAndGet();
                                        if (found != 1) {
                                            return found;
                                        }
                                    }
                                } catch (IllegalStateException closed) {
                                    return -1;
                                }
                            }));
        }
        while (answered.get() < THREADS) {
            Thread.onSpinWait();
        }
        detector.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        for (Future<Integer> worker : workers) {
            assertThat(worker.get()).isEqualTo(-1);
        }
    }

    @Test
    void close_twice_isFine() {
        detector.close();
        assertThatCode(detector::close).doesNotThrowAnyException();
    }

    @Test
    void detect_afterClose_isIllegalState() {
        detector.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> detector.detect(astronaut))
                .withMessageContaining("closed");
    }

    @Test
    void detect_manyTimes_leavesNoNativeMemoryBehind() {
        detector.detect(astronaut).size();
        long before = Pointer.totalBytes();
        for (int i = 0; i < 12; i++) {
            detector.detect(astronaut).size();
        }
        assertThat(Pointer.totalBytes() - before).isLessThan(1000);
    }
}
