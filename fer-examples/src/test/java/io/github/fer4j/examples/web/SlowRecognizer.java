package io.github.fer4j.examples.web;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.model.ModelSpec;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The real thing, but never quicker than it is told to be; counts how often it is at it at once.
 */
final class SlowRecognizer implements EmotionRecognizer {
    private final EmotionRecognizer recognizer;
    private final long millis;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    SlowRecognizer(EmotionRecognizer recognizer, long millis) {
        this.recognizer = recognizer;
        this.millis = millis;
    }

    int mostAtOnce() {
        return most.get();
    }

    private void pause() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            running.decrementAndGet();
        }
    }

    @Override
    public ImageAnalysis analyze(Path file) {
        pause();
        return recognizer.analyze(file);
    }

    @Override
    public ImageAnalysis analyze(InputStream stream) {
        pause();
        return recognizer.analyze(stream);
    }

    @Override
    public ImageAnalysis analyze(byte[] encoded) {
        pause();
        return recognizer.analyze(encoded);
    }

    @Override
    public ImageAnalysis analyze(BufferedImage image) {
        pause();
        return recognizer.analyze(image);
    }

    @Override
    public ImageAnalysis analyze(Mat image) {
        pause();
        return recognizer.analyze(image);
    }

    @Override
    public List<DetectedFace> detect(Mat image) {
        pause();
        return recognizer.detect(image);
    }

    @Override
    public List<FaceResult> classify(Mat image, List<DetectedFace> faces) {
        return recognizer.classify(image, faces);
    }

    @Override
    public ModelSpec spec() {
        return recognizer.spec();
    }

    /** The one underneath is everybody's. */
    @Override
    public void close() {}
}
