package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.VideoEmotionRecognizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/** Analyses a clip again and again and prints the memory, to see whether it grows. */
final class Soak {
    private static final int LINES = 40;
    private static final double MEBIBYTE = 1024.0 * 1024;

    private final EmotionRecognizer recognizer;
    private final PrintWriter out;

    Soak(EmotionRecognizer recognizer, PrintWriter out) {
        this.recognizer = recognizer;
        this.out = out;
    }

    void run(Path clip, long frames) throws IOException {
        out.println("frames,seconds,framesPerSecond,heapMiB,javacppMiB,residentMiB");
        long start = System.nanoTime();
        long step = Math.max(1, frames / LINES);
        long lastNanos = start;
        long done = 0;
        try (FrameResults results =
                VideoEmotionRecognizer.over(recognizer).analyze(new LoopedSource(clip, frames))) {
            while (results.hasNext()) {
                results.next();
                if (++done % step == 0) {
                    long now = System.nanoTime();
                    print(done, (now - start) / 1e9, step / ((now - lastNanos) / 1e9));
                    lastNanos = System.nanoTime();
                }
            }
        }
    }

    private void print(long done, double seconds, double rate) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d,%.1f,%.1f,%.1f,%.1f,%.1f",
                        done,
                        seconds,
                        rate,
                        (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE,
                        Pointer.totalBytes() / MEBIBYTE,
                        Pointer.physicalBytes() / MEBIBYTE));
        out.flush();
    }
}
