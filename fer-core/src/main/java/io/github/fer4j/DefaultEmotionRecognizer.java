package io.github.fer4j;

import io.github.fer4j.detect.AlignedFace;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceAligner;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.ModelSpec;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decode, detect, cut out, classify: each step is another object's. */
final class DefaultEmotionRecognizer implements EmotionRecognizer {
    private final ImageDecoder decoder;
    private final FaceDetector detector;
    private final FaceAligner aligner;
    private final EmotionClassifier classifier;

    /** Calls hold it for reading, so that closing waits for them. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private boolean closed;

    DefaultEmotionRecognizer(
            ImageDecoder decoder,
            FaceDetector detector,
            FaceAligner aligner,
            EmotionClassifier classifier) {
        this.decoder = decoder;
        this.detector = detector;
        this.aligner = aligner;
        this.classifier = classifier;
    }

    @Override
    public ImageAnalysis analyze(Path file) {
        Objects.requireNonNull(file, "file");
        return whileOpen(() -> analyzeAndClose(decoder.decode(file)));
    }

    @Override
    public ImageAnalysis analyze(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return whileOpen(() -> analyzeAndClose(decoder.decode(stream)));
    }

    @Override
    public ImageAnalysis analyze(byte[] encoded) {
        Objects.requireNonNull(encoded, "encoded");
        return whileOpen(() -> analyzeAndClose(decoder.decode(encoded)));
    }

    @Override
    public ImageAnalysis analyze(BufferedImage image) {
        Objects.requireNonNull(image, "image");
        return whileOpen(() -> analyzeAndClose(decoder.decode(image)));
    }

    @Override
    public ImageAnalysis analyze(Mat image) {
        require8Bit(image);
        return whileOpen(() -> analyze(image, List.of()));
    }

    @Override
    public List<DetectedFace> detect(Mat image) {
        require8Bit(image);
        return whileOpen(() -> detectLargestFirst(image));
    }

    @Override
    public List<FaceResult> classify(Mat image, List<DetectedFace> faces) {
        require8Bit(image);
        List<DetectedFace> asked = List.copyOf(faces);
        return whileOpen(() -> results(image, asked));
    }

    private static void require8Bit(Mat image) {
        Objects.requireNonNull(image, "image");
        int channels = image.channels();
        if (image.empty()
                || image.depth() != opencv_core.CV_8U
                || channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException(
                    "a picture must have 1, 3 or 4 channels of 8 bits (CV_8U, depth 0), was %dx%d with %d of depth %d"
                            .formatted(image.cols(), image.rows(), channels, image.depth()));
        }
    }

    @Override
    public ModelSpec spec() {
        return classifier.spec();
    }

    @Override
    public void close() {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "the recognizer cannot be closed from inside its own call");
        }
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                try (detector) {
                    classifier.close();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T whileOpen(Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the recognizer is closed");
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private ImageAnalysis analyzeAndClose(DecodedImage image) {
        try (image) {
            return analyze(image.mat(), image.warnings());
        }
    }

    private ImageAnalysis analyze(Mat picture, List<String> warnings) {
        List<FaceResult> faces = results(picture, detectLargestFirst(picture));
        return new ImageAnalysis(picture.cols(), picture.rows(), faces, warnings);
    }

    private List<DetectedFace> detectLargestFirst(Mat picture) {
        return detector.detect(picture).stream()
                .sorted(
                        Comparator.comparingLong((DetectedFace face) -> face.box().area())
                                .reversed())
                .toList();
    }

    private List<FaceResult> results(Mat picture, List<DetectedFace> detected) {
        List<EmotionScores> emotions = scores(picture, detected);
        List<FaceResult> faces = new ArrayList<>();
        for (int i = 0; i < detected.size(); i++) {
            DetectedFace face = detected.get(i);
            faces.add(
                    new FaceResult(
                            face.box(), face.confidence(), face.landmarks(), emotions.get(i)));
        }
        return List.copyOf(faces);
    }

    /** One run of the network for all faces. */
    private List<EmotionScores> scores(Mat picture, List<DetectedFace> detected) {
        if (detected.isEmpty()) {
            return List.of();
        }
        ModelSpec spec = classifier.spec();
        List<AlignedFace> crops = new ArrayList<>();
        try {
            for (DetectedFace face : detected) {
                crops.add(aligner.align(picture, face, spec.width(), spec.height()));
            }
            List<EmotionScores> emotions =
                    classifier.classify(crops.stream().map(AlignedFace::pixels).toList());
            if (emotions.size() != crops.size()) {
                throw new IllegalStateException(
                        "the classifier answered %d faces of %d"
                                .formatted(emotions.size(), crops.size()));
            }
            return emotions;
        } finally {
            crops.forEach(AlignedFace::close);
        }
    }
}
