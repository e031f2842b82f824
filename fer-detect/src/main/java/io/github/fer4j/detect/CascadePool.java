package io.github.fer4j.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Cascades of one file, each used by one thread at a time: a {@link CascadeClassifier} keeps the
 * picture it works on. There are never more than processors, since each keeps its pictures' memory
 * and more would not be faster.
 */
final class CascadePool {
    private final Path file;
    private final int windowWidth;
    private final int windowHeight;
    private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Deque<CascadeClassifier> idle = new ArrayDeque<>();

    /**
     * Loads the first one, so that a file that cannot be used is found now.
     *
     * @param file a cascade that is known to be sound
     */
    static CascadePool of(Path file) {
        return new CascadePool(file);
    }

    /**
     * Looks through the file before OpenCV sees it: OpenCV reports on standard error and trusts
     * what it reads.
     *
     * @param file a cascade that a user brings
     * @throws DetectorModelException if it cannot be used
     */
    static CascadePool ofUntrusted(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unusable(file, Files.exists(file) ? "not a file" : "no such file", null);
        }
        try {
            CascadeFile.check(file);
        } catch (IOException e) {
            throw unusable(file, "not readable (" + e + ")", e);
        } catch (CascadeFile.MalformedException e) {
            throw unusable(file, e.getMessage(), e);
        }
        return new CascadePool(file);
    }

    private CascadePool(Path file) {
        this.file = file;
        CascadeClassifier first = load(file);
        try (Size window = first.getOriginalWindowSize()) {
            windowWidth = window.width();
            windowHeight = window.height();
        }
        idle.push(first);
    }

    /** The size of the smallest face that can be found. */
    int windowWidth() {
        return windowWidth;
    }

    int windowHeight() {
        return windowHeight;
    }

    /** Lends a cascade for the length of the call; waits while all are lent. */
    <T> T with(Function<CascadeClassifier, T> work) {
        permits.acquireUninterruptibly();
        try {
            CascadeClassifier cascade = take();
            try {
                return work.apply(cascade);
            } finally {
                putBack(cascade);
            }
        } finally {
            permits.release();
        }
    }

    /** To be called when none is lent. */
    void close() {
        synchronized (idle) {
            idle.forEach(CascadeClassifier::close);
            idle.clear();
        }
    }

    private CascadeClassifier take() {
        synchronized (idle) {
            CascadeClassifier cascade = idle.poll();
            if (cascade != null) {
                return cascade;
            }
        }
        return load(file);
    }

    private void putBack(CascadeClassifier cascade) {
        synchronized (idle) {
            idle.push(cascade);
        }
    }

    /**
     * @throws DetectorModelException if OpenCV does not take the file
     */
    private static CascadeClassifier load(Path file) {
        CascadeClassifier cascade = new CascadeClassifier();
        try {
            if (cascade.load(file.toString()) && !cascade.empty()) {
                return cascade;
            }
        } catch (RuntimeException e) {
            cascade.close();
            throw unusable(file, "OpenCV says: " + e.getMessage(), e);
        }
        cascade.close();
        throw unusable(file, "XML that OpenCV does not read as a cascade", null);
    }

    private static DetectorModelException unusable(Path file, String found, Exception cause) {
        return new DetectorModelException(
                "cannot use the cascade "
                        + file
                        + ": "
                        + found
                        + "; accepted is an XML file of a Haar or LBP cascade as OpenCV's"
                        + " opencv_traincascade writes it",
                cause);
    }
}
