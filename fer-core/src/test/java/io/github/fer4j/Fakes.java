package io.github.fer4j;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.EmotionScores;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A detector and a classifier whose answers are known. */
final class Fakes {
    private Fakes() {}

    /** Finds the faces it is told to. */
    static final class Detector implements FaceDetector {
        final AtomicInteger closed = new AtomicInteger();
        private final Function<Mat, List<DetectedFace>> faces;

        Detector(FaceBox... boxes) {
            this(
                    image ->
                            Arrays.stream(boxes)
                                    .map(box -> new DetectedFace(box, 1, Optional.empty()))
                                    .toList());
        }

        Detector(Function<Mat, List<DetectedFace>> faces) {
            this.faces = faces;
        }

        @Override
        public List<DetectedFace> detect(Mat image) {
            return faces.apply(image);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** The brighter a face, the happier; otherwise angry. Keeps how many faces a call had. */
    static final class Classifier implements EmotionClassifier {
        final AtomicInteger closed = new AtomicInteger();
        final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
        private final ModelSpec spec =
                new ModelSpec(12, 16, 1, ColorOrder.BGR, Scaling.UNIT, LabelOrder.FER2013, 1);

        @Override
        public ModelSpec spec() {
            return spec;
        }

        @Override
        public List<EmotionScores> classify(List<Mat> faces) {
            calls.add(faces.size());
            return faces.stream().map(Classifier::scores).toList();
        }

        private static EmotionScores scores(Mat face) {
            if (face.rows() != 12 || face.cols() != 16) {
                throw new AssertionError("a face of " + face.cols() + "x" + face.rows());
            }
            try (Scalar mean = opencv_core.mean(face)) {
                double happy = mean.get(0) / 255;
                return EmotionScores.of(LabelOrder.FER2013, 1 - happy, 0, 0, happy, 0, 0, 0);
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
