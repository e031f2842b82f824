package io.github.fer4j.examples.cli;

/** How every main ends. */
public final class ExitCodes {
    /** All done. */
    public static final int DONE = 0;

    /** Some input failed; the rest was done. */
    public static final int FAILED = 1;

    /** Wrong usage; nothing was done. */
    public static final int USAGE = 2;

    private ExitCodes() {}
}
