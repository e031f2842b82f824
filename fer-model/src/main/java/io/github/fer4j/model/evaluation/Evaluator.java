package io.github.fer4j.model.evaluation;

import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Has a classifier answer labelled faces, many at a time, and measures how long it takes.
 *
 * <pre>{@code
 * FaceDataset faces = FaceReader.of(Path.of("fer2013.csv")).read().subset(Split.VALIDATION);
 * Evaluation raw = Evaluator.of(classifier).evaluate(faces).evaluation();
 * }</pre>
 *
 * <p>The classifier stays the caller's to close. Not thread-safe.
 */
public final class Evaluator {
    /** How many faces are answered at a time unless said otherwise. */
    public static final int DEFAULT_BATCH_SIZE = 64;

    private final EmotionClassifier classifier;
    private final TemperatureScaling undo;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private boolean mirrored;
    private IntConsumer progress = done -> {};

    private Evaluator(EmotionClassifier classifier) {
        this.classifier = classifier;
        this.undo = new TemperatureScaling(classifier.spec().temperature()).inverse();
    }

    /**
     * @param classifier what answers
     * @return an evaluator of it
     */
    public static Evaluator of(EmotionClassifier classifier) {
        return new Evaluator(Objects.requireNonNull(classifier, "classifier"));
    }

    /**
     * @param batchSize how many faces are answered at a time, at least 1
     * @return this
     */
    public Evaluator batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be >= 1, was " + batchSize);
        }
        this.batchSize = batchSize;
        return this;
    }

    /**
     * @param mirrored whether each face is answered a second time, mirrored left to right, and the
     *     two answers are averaged; takes twice as long
     * @return this
     */
    public Evaluator mirrored(boolean mirrored) {
        this.mirrored = mirrored;
        return this;
    }

    /**
     * @param progress is told after each batch how many faces are done
     * @return this
     */
    public Evaluator onProgress(IntConsumer progress) {
        this.progress = Objects.requireNonNull(progress, "progress");
        return this;
    }

    /**
     * What a classifier answered and how long it took.
     *
     * @param evaluation the answers <em>without</em> the classifier's temperature, which is undone:
     *     {@code evaluation.with(new TemperatureScaling(t))} has one
     * @param latency the time for one face in batches of this size, with all that the classifier
     *     does to it, without reading it; the first batch is left out if there are several
     * @param batchSize how many faces were answered at a time
     */
    public record Result(Evaluation evaluation, Latency latency, int batchSize) {}

    /**
     * Runs the classifier on all faces, in order.
     *
     * @param faces at least one; of any size and either number of channels
     * @return its answers
     * @throws FerException if the network cannot be run
     */
    public Result evaluate(FaceDataset faces) {
        if (faces.size() == 0) {
            throw new IllegalArgumentException("at least one face is needed");
        }
        List<EmotionScores> answers = new ArrayList<>(faces.size());
        List<Long> nanosPerFace = new ArrayList<>();
        for (int start = 0; start < faces.size(); start += batchSize) {
            int end = Math.min(start + batchSize, faces.size());
            long nanos = answer(faces, start, end, answers);
            nanosPerFace.add(nanos / (end - start));
            progress.accept(end);
        }
        int warm = nanosPerFace.size() > 1 ? 1 : 0;
        return new Result(
                Evaluation.of(
                        IntStream.range(0, faces.size())
                                .mapToObj(i -> faces.face(i).emotion())
                                .toList(),
                        answers),
                Latency.ofNanos(
                        nanosPerFace.stream().skip(warm).mapToLong(Long::longValue).toArray()),
                batchSize);
    }

    /** Adds the answers to the faces from start to end and returns how long they took. */
    private long answer(FaceDataset faces, int start, int end, List<EmotionScores> answers) {
        List<Mat> pictures = new ArrayList<>();
        try {
            for (int i = start; i < end; i++) {
                pictures.add(picture(faces, i));
            }
            long begin = System.nanoTime();
            List<EmotionScores> batch = new ArrayList<>(classifier.classify(pictures));
            if (mirrored) {
                List<EmotionScores> others = classifyMirrored(pictures);
                for (int i = 0; i < others.size(); i++) {
                    batch.set(i, average(batch.get(i), others.get(i)));
                }
            } else {
                batch.replaceAll(answer -> scores(answer, raw(answer)));
            }
            long nanos = System.nanoTime() - begin;
            answers.addAll(batch);
            return nanos;
        } finally {
            pictures.forEach(Mat::close);
        }
    }

    private List<EmotionScores> classifyMirrored(List<Mat> pictures) {
        List<Mat> flipped = new ArrayList<>();
        try {
            for (Mat picture : pictures) {
                Mat mirror = new Mat();
                flipped.add(mirror);
                opencv_core.flip(picture, mirror, 1);
            }
            return classifier.classify(flipped);
        } finally {
            flipped.forEach(Mat::close);
        }
    }

    /** Averages without the temperature. */
    private EmotionScores average(EmotionScores first, EmotionScores second) {
        double[] one = raw(first);
        double[] other = raw(second);
        for (int i = 0; i < one.length; i++) {
            one[i] = (one[i] + other[i]) / 2;
        }
        return scores(first, one);
    }

    private double[] raw(EmotionScores answer) {
        double[] probabilities =
                answer.asMap().values().stream().mapToDouble(Double::doubleValue).toArray();
        return classifier.spec().temperature() == 1 ? probabilities : undo.apply(probabilities);
    }

    private static EmotionScores scores(EmotionScores like, double[] probabilities) {
        return EmotionScores.of(new LabelOrder(List.copyOf(like.asMap().keySet())), probabilities);
    }

    /** A face as {@link EmotionClassifier#classify} takes it: colours in OpenCV's order. */
    private static Mat picture(FaceDataset faces, int index) {
        byte[] pixels = new byte[faces.pixelCount()];
        faces.copyPixels(index, pixels, 0);
        int channels = faces.channels();
        if (channels > 1) {
            for (int i = 0; i < pixels.length; i += channels) {
                byte red = pixels[i];
                pixels[i] = pixels[i + 2];
                pixels[i + 2] = red;
            }
        }
        Mat mat = new Mat(faces.height(), faces.width(), opencv_core.CV_8UC(channels));
        mat.data().put(pixels);
        return mat;
    }

    /**
     * Measures the time for one face alone, after a warm-up.
     *
     * @param faces what to answer, at least one
     * @param runs how many runs are timed, at least 1
     * @return the time of one face
     */
    public Latency singleFaceLatency(FaceDataset faces, int runs) {
        int warmUp = Math.min(runs, 20);
        long[] nanos = new long[runs];
        for (int i = -warmUp; i < runs; i++) {
            int face = Math.floorMod(i, faces.size());
            long took = answer(faces, face, face + 1, new ArrayList<>());
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        return Latency.ofNanos(nanos);
    }
}
