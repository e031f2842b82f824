package io.github.fer4j.examples.video;

import io.github.fer4j.examples.cli.Durations;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A line that is written over and over on a terminal: how much is done, how fast, how long it will
 * take. Where the output is no terminal, a line from time to time.
 */
final class ProgressLine implements AutoCloseable {
    private static final int BAR = 30;
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long FILE_NANOS = 10_000_000_000L;

    private final PrintWriter err;
    private final OptionalLong total;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long lastShown = start;
    private long done;
    private boolean shown;

    /**
     * @param err where to
     * @param total how many frames there are, if that is known
     * @param terminal whether a person looks at it
     */
    ProgressLine(PrintWriter err, OptionalLong total, boolean terminal) {
        this.err = err;
        this.total = total;
        this.terminal = terminal;
    }

    /** Whether standard error seems to be a terminal; Java 17 can say it of both streams only. */
    static boolean isTerminal() {
        return System.console() != null;
    }

    void step(long framesDone) {
        done = framesDone;
        long now = System.nanoTime();
        if (now - lastShown >= (terminal ? TERMINAL_NANOS : FILE_NANOS)) {
            lastShown = now;
            show(now);
        }
    }

    private void show(long now) {
        String line = line(done, total, (now - start) / 1e9);
        if (terminal) {
            err.print("\r" + line + "  ");
        } else {
            err.println(line);
        }
        err.flush();
        shown = true;
    }

    static String line(long done, OptionalLong total, double seconds) {
        double rate = seconds > 0 ? done / seconds : 0;
        if (total.isEmpty() || total.getAsLong() <= 0) {
            return String.format(Locale.ROOT, "%d frames  %.0f frames/s", done, rate);
        }
        long all = Math.max(done, total.getAsLong());
        int filled = (int) (BAR * done / all);
        String left = rate > 0 ? Durations.text((all - done) / rate) + " left" : "";
        return String.format(
                Locale.ROOT,
                "[%s%s] %d/%d  %.0f frames/s  %s",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                done,
                all,
                rate,
                left);
    }

    @Override
    public void close() {
        if (terminal && shown) {
            show(System.nanoTime());
            err.println();
        }
    }
}
