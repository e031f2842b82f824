package io.github.fer4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import io.github.fer4j.detect.Landmarks.Point;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalysisJsonTest {
    private static final EmotionScores SCORES =
            EmotionScores.of(
                    LabelOrder.FER2013, 0.1, 0, 0.05, 0.75, 0.05, 0.0123456789, 0.0376543211);

    @Test
    void of_oneFace_writesAllOfIt() {
        FaceResult face =
                new FaceResult(new FaceBox(1, 2, 3, 4), 5.12345678, Optional.empty(), SCORES);
        ImageAnalysis analysis = new ImageAnalysis(640, 480, List.of(face), List.of());
        assertThat(AnalysisJson.of("a \"b\".jpg", analysis))
                .isEqualTo(
                        "{\"file\":\"a \\\"b\\\".jpg\",\"width\":640,\"height\":480,\"faces\":["
                                + "{\"box\":{\"x\":1,\"y\":2,\"width\":3,\"height\":4},"
                                + "\"confidence\":5.123457,\"dominant\":\"happy\",\"emotions\":{"
                                + "\"angry\":0.1,\"disgust\":0.0,\"fear\":0.05,\"happy\":0.75,"
                                + "\"sad\":0.05,\"surprise\":0.012346,\"neutral\":0.037654}}]}");
    }

    @Test
    void of_noFace_hasAnEmptyArrayAndNoFile() {
        assertThat(AnalysisJson.of(new ImageAnalysis(7, 8, List.of(), List.of())))
                .isEqualTo("{\"width\":7,\"height\":8,\"faces\":[]}");
    }

    @Test
    void of_landmarksAndWarnings_areWritten() {
        Point point = new Point(1.234, 5);
        Landmarks landmarks = new Landmarks(point, point, point, point, point);
        FaceResult face =
                new FaceResult(new FaceBox(1, 2, 3, 4), 1, Optional.of(landmarks), SCORES);
        assertThat(AnalysisJson.of(new ImageAnalysis(7, 8, List.of(face), List.of("cut\noff"))))
                .contains("\"landmarks\":{\"leftEye\":{\"x\":1.23,\"y\":5.0},\"rightEye\":")
                .contains("\"rightMouthCorner\":{\"x\":1.23,\"y\":5.0}}")
                .endsWith(",\"warnings\":[\"cut\\noff\"]}")
                .doesNotContain("\n");
    }

    @Test
    void ofError_hasFileAndMessage() {
        assertThat(AnalysisJson.ofError("x.jpg", "no"))
                .isEqualTo("{\"file\":\"x.jpg\",\"error\":\"no\"}");
    }

    @Test
    void writeFaceFields_insideAnObject_areThoseOfAFace() throws IOException {
        FaceResult face =
                new FaceResult(new FaceBox(1, 2, 3, 4), 5.12345678, Optional.empty(), SCORES);
        StringWriter whole = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(whole)) {
            AnalysisJson.writeFace(json, face);
        }
        StringWriter fields = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(fields)) {
            json.writeStartObject();
            AnalysisJson.writeFaceFields(json, face);
            json.writeFieldName("smoothed");
            AnalysisJson.writeScores(json, SCORES);
            json.writeEndObject();
        }
        String scores = whole.toString().replaceFirst(".*\"emotions\":", "").replace("}}", "}");
        assertThat(fields.toString())
                .isEqualTo(
                        whole.toString().replaceFirst("}$", "") + ",\"smoothed\":" + scores + "}");
    }
}
