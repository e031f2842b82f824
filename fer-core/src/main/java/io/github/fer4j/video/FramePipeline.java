package io.github.fer4j.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reading, analysis and the caller, each on a thread of its own, with a fixed number of frames
 * between them that are used again and again.
 */
final class FramePipeline implements AutoCloseable {
    /** One with the reader, one with the analysis, one with the caller, and what waits. */
    private static final int SLOTS = 8;

    private static final int LIVE_SLOTS = 5;

    /** A live frame that waited longer is left out if there is a newer one. */
    private static final long STALE_NANOS = 60_000_000;

    /** A frame of the pool. */
    static final class Slot {
        private final Mat image = new Mat();
        private long index;
        private Duration timestamp;
        private long grabbedNanos;
        private FrameResult result;

        Mat image() {
            return image;
        }

        long grabbedNanos() {
            return grabbedNanos;
        }

        FrameResult result() {
            return result;
        }
    }

    /** Stands for the end in both queues; no frame comes after it. */
    private final Slot end = new Slot();

    private final FrameAnalyzer analyzer;
    private final FrameSource source;
    private final SourceInfo info;
    private final FrameSampler sampler;
    private final List<Slot> slots = new ArrayList<>();
    private final BlockingQueue<Slot> free = new LinkedBlockingQueue<>();
    private final BlockingDeque<Slot> read = new LinkedBlockingDeque<>();
    private final BlockingQueue<Slot> analyzed = new LinkedBlockingQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread reader = new Thread(this::read, "fer-video-reader");
    private final Thread worker = new Thread(this::analyze, "fer-video-analysis");
    private volatile boolean stopped;
    private volatile Throwable readFailure;
    private volatile Throwable analysisFailure;
    private volatile long keyFrames;
    private boolean ended;

    FramePipeline(
            FrameAnalyzer analyzer, FrameSource source, VideoEmotionRecognizer.Options options) {
        this.analyzer = analyzer;
        this.source = source;
        this.info = source.info();
        this.sampler = new FrameSampler(options.every(), options.framesPerSecond());
        for (int i = 0; i < (info.live() ? LIVE_SLOTS : SLOTS); i++) {
            Slot slot = new Slot();
            slots.add(slot);
            free.add(slot);
        }
        // Before there are threads: JavaCPP's classes lock each other out when two load them.
        Loader.load(opencv_imgproc.class);
        Loader.load(opencv_video.class);
        reader.setDaemon(true);
        worker.setDaemon(true);
        reader.start();
        worker.start();
    }

    private void read() {
        try {
            for (long index = 0; !stopped && source.grab(); index++) {
                long grabbed = System.nanoTime();
                Duration timestamp = source.timestamp();
                if (!sampler.wants(index, timestamp)) {
                    continue;
                }
                Slot slot = info.live() ? freshest() : free.take();
                if (slot == null) {
                    dropped.incrementAndGet();
                    continue;
                }
                slot.index = index;
                slot.timestamp = timestamp;
                slot.grabbedNanos = grabbed;
                source.retrieve(slot.image);
                read.add(slot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            readFailure = e;
        } finally {
            read.add(end);
        }
    }

    /** A slot for the frame that just came: a free one, or that of the oldest which waits. */
    private Slot freshest() {
        Slot slot = free.poll();
        if (slot == null) {
            slot = read.pollFirst();
            if (slot != null) {
                dropped.incrementAndGet();
            }
        }
        return slot;
    }

    private void analyze() {
        try {
            for (Slot slot = read.take(); slot != end; slot = read.take()) {
                if (isStale(slot, read.peekFirst())) {
                    dropped.incrementAndGet();
                    free.add(slot);
                    continue;
                }
                slot.result = analyzer.analyze(slot.image, slot.index, slot.timestamp);
                keyFrames = analyzer.keyFrames();
                analyzed.add(slot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            analysisFailure = e;
            // The reader may wait for a slot that nobody gives back any more.
            stopped = true;
            reader.interrupt();
        } finally {
            analyzed.add(end);
        }
    }

    private boolean isStale(Slot slot, Slot next) {
        return info.live()
                && next != null
                && next != end
                && System.nanoTime() - slot.grabbedNanos > STALE_NANOS;
    }

    /** The next analysed frame, or null at the end; a failure comes after the last one, once. */
    Slot take() {
        if (ended) {
            return null;
        }
        try {
            Slot slot = analyzed.take();
            while (slot != end && isStale(slot, analyzed.peek())) {
                dropped.incrementAndGet();
                free.add(slot);
                slot = analyzed.take();
            }
            if (slot != end) {
                return slot;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        Throwable failure = analysisFailure != null ? analysisFailure : readFailure;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return null;
    }

    void release(Slot slot) {
        free.add(slot);
    }

    void stop() {
        stopped = true;
    }

    long dropped() {
        return dropped.get();
    }

    long keyFrames() {
        return keyFrames;
    }

    SourceInfo info() {
        return info;
    }

    @Override
    public void close() {
        stopped = true;
        reader.interrupt();
        worker.interrupt();
        boolean interrupted = join(reader) | join(worker);
        try (analyzer;
                source) {
            slots.forEach(slot -> slot.image.close());
            end.image.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Natives are freed only when nobody uses them any more: waits, whatever happens. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
