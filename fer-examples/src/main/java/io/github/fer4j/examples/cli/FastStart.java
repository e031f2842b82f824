package io.github.fer4j.examples.cli;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceDetector;
import io.github.fer4j.detect.HaarFaceDetector;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shortens the time to the first face: OpenCV is loaded while the arguments are read and the
 * network is loaded; docs/startup.md says what that brings. For mains only: it sets a property of
 * the whole JVM.
 *
 * <p>Until {@link #await} has returned, nothing else may touch OpenCV: JavaCPP's classes lock each
 * other out for ever when two threads make them load at once, one from {@code Loader} and one from
 * {@code Pointer}.
 */
public final class FastStart {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static CompletableFuture<FaceDetector> loading;
    private static boolean taken;

    private FastStart() {}

    /**
     * Begins to load OpenCV with the default detector, and ONNX Runtime. To be called first of all,
     * in {@code main}.
     *
     * <p>JavaCPP is kept from looking for OpenCV's variant for CUDA: it would look for two dozen
     * libraries in every jar of the class path, in vain; who has that variant there says {@code
     * -Dorg.bytedeco.javacpp.platform.extension=-gpu}.
     */
    public static synchronized void begin() {
        if (System.getProperty(EXTENSION) == null) {
            System.setProperty(EXTENSION, "");
        }
        OnnxNetwork.prepare();
        CompletableFuture<FaceDetector> future = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                FaceDetector detector = HaarFaceDetector.create();
                                Loader.load(opencv_imgcodecs.class);
                                future.complete(detector);
                            } catch (RuntimeException | Error e) {
                                future.completeExceptionally(e);
                            }
                        },
                        "fer-fast-start");
        thread.setDaemon(true);
        thread.start();
        loading = future;
        taken = false;
    }

    /**
     * Waits until OpenCV is loaded, if that was begun.
     *
     * @throws RuntimeException what loading it threw
     */
    public static synchronized void await() {
        if (loading != null) {
            join(loading);
        }
    }

    /**
     * @return the default detector, perhaps still loading, to be closed; empty if it was not begun
     *     or was taken before
     */
    static synchronized Optional<FaceDetector> takeDetector() {
        if (loading == null || taken) {
            return Optional.empty();
        }
        taken = true;
        return Optional.of(new LoadingDetector(loading));
    }

    private static FaceDetector join(CompletableFuture<FaceDetector> future) {
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

    /** Waits for the detector where it is first needed. */
    private record LoadingDetector(CompletableFuture<FaceDetector> future) implements FaceDetector {
        @Override
        public List<DetectedFace> detect(Mat image) {
            return join(future).detect(image);
        }

        @Override
        public void close() {
            future.handle(
                            (detector, failure) -> {
                                if (detector != null) {
                                    detector.close();
                                }
                                return null;
                            })
                    .join();
        }
    }
}
