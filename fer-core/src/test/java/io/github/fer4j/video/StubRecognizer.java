package io.github.fer4j.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Finds nobody, or who it was told, after a while. */
class StubRecognizer implements EmotionRecognizer {
    private final long millis;
    private final List<DetectedFace> faces;

    StubRecognizer(long millis, DetectedFace... faces) {
        this.millis = millis;
        this.faces = List.of(faces);
    }

    @Override
    public List<DetectedFace> detect(Mat image) {
        return faces;
    }

    @Override
    public List<FaceResult> classify(Mat image, List<DetectedFace> found) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        EmotionScores scores = EmotionScores.of(LabelOrder.FER2013, 0, 0, 0, 1, 0, 0, 0);
        return found.stream()
                .map(f -> new FaceResult(f.box(), f.confidence(), f.landmarks(), scores))
                .toList();
    }

    @Override
    public ImageAnalysis analyze(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageAnalysis analyze(InputStream stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageAnalysis analyze(byte[] encoded) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageAnalysis analyze(BufferedImage image) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageAnalysis analyze(Mat image) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelSpec spec() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
