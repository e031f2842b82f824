package io.github.fer4j.examples.cli;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.engine.ClassifierLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shortens the time to the first face: OpenCV and the bundled network are loaded while the
 * arguments are still read; docs/startup.md says what that brings. For mains only: it sets a
 * property of the whole JVM.
 *
 * <p>Until {@link #await} has returned, nothing else may touch OpenCV: JavaCPP's classes lock each
 * other out for ever when two threads make them load at once, one from {@code Loader} and one from
 * {@code Pointer}.
 */
public final class FastStart {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static Loading<FaceDetector> detector;
    private static Loading<EmotionClassifier> classifier;

    private FastStart() {}

    /**
     * Begins to load OpenCV with the default detector, and the bundled network unless an option
     * asks for another. To be called first of all, in {@code main}.
     *
     * <p>JavaCPP is kept from looking for OpenCV's variant for CUDA: it would look for two dozen
     * libraries in every jar of the class path, in vain; who has that variant there says {@code
     * -Dorg.bytedeco.javacpp.platform.extension=-gpu}.
     *
     * @param args the arguments of {@code main}
     */
    public static synchronized void begin(String... args) {
        if (System.getProperty(EXTENSION) == null) {
            System.setProperty(EXTENSION, "");
        }
        detector =
                new Loading<>(
                        "fer-fast-start-detector",
                        () -> {
                            FaceDetector created = HaarFaceDetector.create();
                            Loader.load(opencv_imgcodecs.class);
                            return created;
                        });
        if (Arrays.stream(args).noneMatch(RecognizerOptions::namesNetwork)) {
            classifier =
                    new Loading<>("fer-fast-start-network", () -> new ClassifierLoader().load());
        }
    }

    /**
     * Waits until OpenCV is loaded, if that was begun.
     *
     * @throws RuntimeException what loading it threw
     */
    public static synchronized void await() {
        if (detector != null) {
            detector.join();
        }
    }

    /**
     * @return the default detector, perhaps still loading, to be closed; empty if it was not begun
     *     or was taken before
     */
    static synchronized Optional<FaceDetector> takeDetector() {
        return detector != null && detector.take()
                ? Optional.of(new LoadingDetector(detector))
                : Optional.empty();
    }

    /**
     * @return the bundled network, to be closed; empty if it was not begun or was taken before
     */
    static synchronized Optional<EmotionClassifier> takeClassifier() {
        return classifier != null && classifier.take()
                ? Optional.of(classifier.join())
                : Optional.empty();
    }

    /** Something that a thread of its own loads. */
    private static final class Loading<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private boolean taken;

        Loading(String name, Supplier<T> load) {
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    future.complete(load.get());
                                } catch (RuntimeException | Error e) {
                                    future.completeExceptionally(e);
                                }
                            },
                            name);
            thread.setDaemon(true);
            thread.start();
        }

        /** Says whether it is still to be had, once. */
        boolean take() {
            boolean first = !taken;
            taken = true;
            return first;
        }

        T join() {
            try {
                return future.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }

    /** Waits for the detector where it is first needed. */
    private record LoadingDetector(Loading<FaceDetector> loading) implements FaceDetector {
        @Override
        public List<DetectedFace> detect(Mat image) {
            return loading.join().detect(image);
        }

        @Override
        public void close() {
            loading.future
                    .handle(
                            (loaded, failure) -> {
                                if (loaded != null) {
                                    loaded.close();
                                }
                                return null;
                            })
                    .join();
        }
    }
}
