package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HaarFaceDetectorTest extends FaceDetectorContractTest {
    @TempDir Path folder;

    @Override
    FaceDetector open() {
        return HaarFaceDetector.create();
    }

    private static List<DetectedFace> detectAstronaut(HaarFaceDetector.Builder options) {
        try (HaarFaceDetector detector = options.build();
                Mat astronaut = TestPictures.astronaut()) {
            return detector.detect(astronaut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cascade_everyOneOfTheJar_loadsAndIsSoundToOurChecker(HaarCascade cascade)
            throws Exception {
        CascadeFile.check(cascade.file());
        try (HaarFaceDetector detector = HaarFaceDetector.builder().cascade(cascade).build();
                Mat astronaut = TestPictures.astronaut()) {
            assertThat(detector.detect(astronaut)).hasSizeLessThan(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FRONTAL_DEFAULT", "FRONTAL_ALT", "FRONTAL_ALT2", "LBP_FRONTAL"})
    void cascade_frontal_findsTheFace(HaarCascade cascade) {
        assertThat(detectAstronaut(HaarFaceDetector.builder().cascade(cascade)))
                .singleElement()
                .satisfies(
                        face ->
                                assertThat(face.box().iou(TestPictures.ASTRONAUT_FACE))
                                        .isGreaterThan(0.6));
    }

    @Test
    void cascade_ownFile_answersAsTheSameOneOfTheJar() throws IOException {
        Path copy = folder.resolve("Gesichter für alle.xml");
        Files.copy(HaarCascade.FRONTAL_ALT2.file(), copy);
        assertThat(detectAstronaut(HaarFaceDetector.builder().cascade(copy)))
                .isEqualTo(
                        detectAstronaut(
                                HaarFaceDetector.builder().cascade(HaarCascade.FRONTAL_ALT2)))
                .hasSize(1);
    }

    @Test
    void cascade_missingFile_isNamed() {
        Path missing = folder.resolve("none.xml");
        assertThatExceptionOfType(DetectorModelException.class)
                .isThrownBy(() -> HaarFaceDetector.builder().cascade(missing).build())
                .withMessageContaining(missing.toString())
                .withMessageContaining("no such file")
                .withMessageContaining("Haar or LBP");
    }

    @Test
    void cascade_folder_isNamed() {
        assertThatExceptionOfType(DetectorModelException.class)
                .isThrownBy(() -> HaarFaceDetector.builder().cascade(folder).build())
                .withMessageContaining("not a file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|not well-formed XML",
                "not XML|not well-formed XML",
                "<html/>|XML of a html",
                "<opencv_storage/>|with nothing in it",
                "<opencv_storage><matrix/></opencv_storage>|without a cascade",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><opencv_storage/>|not well-formed XML",
            })
    void cascade_otherFile_saysWhatWasFound(String content, String found) throws IOException {
        assertRejected(content, found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<width>20</width>|<width>15</width>|outside its window",
                "<width>20</width>|<width>-1</width>|-1 where",
                "<width>20</width>|<width>x</width>|where a number belongs",
                "<height>20</height>||no height",
                "HAAR|HOG|featureType is HOG",
                "2 7 16 4 -1.|2 7 999999 4 -1.|outside its window",
                "2 7 16 4 -1.|2 7 16 -1.|4 numbers where 5",
                "0 1 0 4.3272329494357109e-03|0 1 99999 4.3e-03|99999 where",
                "0 1 0 4.3272329494357109e-03|0 77 0 4.3e-03|77 where",
                "3.8381900638341904e-02 8.9652568101882935e-01||1 numbers where 3",
                "</opencv_storage>||not well-formed",
            })
    void cascade_oneBreach_isFoundBeforeOpenCvFollowsIt(String sound, String broken, String found)
            throws IOException {
        String xml = Files.readString(HaarCascade.FRONTAL_ALT2.file());
        assertThat(xml).contains(sound);
        int at = xml.indexOf(sound);
        String changed =
                xml.substring(0, at)
                        + (broken == null ? "" : broken)
                        + xml.substring(at + sound.length());
        assertRejected(changed, found);
    }

    private void assertRejected(String content, String found) throws IOException {
        Path file = Files.writeString(folder.resolve("cascade.xml"), content);
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            assertThatExceptionOfType(DetectorModelException.class)
                    .isThrownBy(() -> HaarFaceDetector.builder().cascade(file).build())
                    .withMessageContaining(file.toString())
                    .withMessageContaining(found);
        } finally {
            System.setErr(err);
        }
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void minFaceSizePx_aboveTheFace_findsNone() {
        assertThat(detectAstronaut(HaarFaceDetector.builder().minFaceSizePx(150))).isEmpty();
    }

    @Test
    void minFaceShare_aboveTheFace_findsNone() {
        assertThat(detectAstronaut(HaarFaceDetector.builder().minFaceShare(0.3, 1, 999))).isEmpty();
    }

    @Test
    void maxFaceSizePx_belowTheFace_findsNone() {
        assertThat(detectAstronaut(HaarFaceDetector.builder().minFaceSizePx(30).maxFaceSizePx(60)))
                .isEmpty();
    }

    @Test
    void minConfidence_aboveTheFace_leavesItOut() {
        double confidence = detectAstronaut(HaarFaceDetector.builder()).get(0).confidence();
        assertThat(detectAstronaut(HaarFaceDetector.builder().minConfidence(confidence)))
                .hasSize(1);
        assertThat(detectAstronaut(HaarFaceDetector.builder().minConfidence(confidence + 0.01)))
                .isEmpty();
    }

    @Test
    void minNeighbors_zero_mergesTheManyWindowsOfOneFace() {
        HaarFaceDetector.Builder all =
                HaarFaceDetector.builder().minFaceSizePx(60).scaleFactor(1.1).minNeighbors(0);
        int unmerged = detectAstronaut(all.mergeOverlap(1)).size();
        List<DetectedFace> merged = detectAstronaut(all.mergeOverlap(0));
        assertThat(unmerged).isGreaterThan(3 * merged.size());
        for (DetectedFace a : merged) {
            for (DetectedFace b : merged) {
                assertThat(a == b || a.box().overlap(b.box()) == 0).isTrue();
            }
        }
    }

    @Test
    void maxDetectionSidePx_smallerThanThePicture_answersInThePicturesPixels() {
        try (Mat astronaut = TestPictures.astronaut();
                Mat large = new Mat();
                Size size = new Size(2048, 2048);
                HaarFaceDetector detector =
                        HaarFaceDetector.builder().maxDetectionSidePx(512).build()) {
            resize(astronaut, large, size);
            FaceBox face = TestPictures.ASTRONAUT_FACE;
            FaceBox expected =
                    new FaceBox(4 * face.x(), 4 * face.y(), 4 * face.width(), 4 * face.height());
            assertThat(detector.detect(large))
                    .singleElement()
                    .satisfies(f -> assertThat(f.box().iou(expected)).isGreaterThan(0.6));
        }
    }

    @Test
    void detect_groupPhoto_findsFourFaces() {
        try (Mat photo = TestPictures.sharedPhoto("emotion_classification.jpg");
                HaarFaceDetector detector = HaarFaceDetector.create()) {
            assertThat(detector.detect(photo)).hasSize(4);
        }
    }

    @Test
    void builder_valuesOutOfRange_sayWhatIsAccepted() {
        HaarFaceDetector.Builder options = HaarFaceDetector.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.scaleFactor(1.0))
                .withMessage("scaleFactor must be > 1.0 and <= 4.0, was 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> options.scaleFactor(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minNeighbors(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minFaceSizePx(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minFaceShare(1.5, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> options.maxFaceSizePx(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.maxDetectionSidePx(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.mergeOverlap(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.minConfidence(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.minFaceSizePx(50).maxFaceSizePx(49).build())
                .withMessageContaining(
                        "maxFaceSizePx must be >= the smallest face's 50 px or 0, was 49");
    }

    @Test
    void build_thenChangeTheBuilder_leavesTheDetectorAsItWas() {
        HaarFaceDetector.Builder options = HaarFaceDetector.builder();
        try (HaarFaceDetector detector = options.build();
                Mat astronaut = TestPictures.astronaut()) {
            options.minFaceSizePx(400);
            assertThat(detector.detect(astronaut)).hasSize(1);
        }
    }
}
