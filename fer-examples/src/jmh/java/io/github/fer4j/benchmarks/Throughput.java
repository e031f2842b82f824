package io.github.fer4j.benchmarks;

import io.github.fer4j.EmotionRecognizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many pictures a second one recogniser analyses for several threads: what a server can be
 * measured against. Its first argument holds seconds, threads (joined by commas) and pictures, with
 * blanks between them; others are not read.
 */
public final class Throughput {
    private Throughput() {}

    /**
     * @param args {@code "10 1,2,4 a.jpg b.png"}
     * @throws Exception if a picture cannot be read
     */
    public static void main(String[] args) throws Exception {
        String[] words = args[0].split(" ");
        long seconds = Long.parseLong(words[0]);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            pictures.add(read(Path.of(words[i])));
        }
        try (EmotionRecognizer recognizer = EmotionRecognizer.create()) {
            run(recognizer, pictures, 2, 3);
            for (String threads : words[1].split(",")) {
                double rate = run(recognizer, pictures, Integer.parseInt(threads), seconds);
                System.out.printf(Locale.ROOT, "%s threads: %.1f pictures/s%n", threads, rate);
            }
        }
    }

    private static byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    private static double run(
            EmotionRecognizer recognizer, List<byte[]> pictures, int threads, long seconds)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicLong analyzed = new AtomicLong();
        long begun = System.nanoTime();
        long end = begun + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int first = i;
            running.add(
                    pool.submit(
                            () -> {
                                for (int at = first; System.nanoTime() < end; at++) {
                                    recognizer.analyze(pictures.get(at % pictures.size()));
                                    analyzed.incrementAndGet();
                                }
                            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        double rate = analyzed.get() / ((System.nanoTime() - begun) / 1e9);
        pool.shutdown();
        return rate;
    }
}
