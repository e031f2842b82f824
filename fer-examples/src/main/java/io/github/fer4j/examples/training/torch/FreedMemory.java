package io.github.fer4j.examples.training.torch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Locale;

/**
 * Lets the C library keep what libtorch frees. Every step of a training asks for the same tensors
 * and frees them; by its default, glibc gives those beyond 32 MB back to the system each time and
 * gets empty pages for them again, 100,000 a step for a batch of 128 faces in float32.
 */
final class FreedMemory {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    private static final int LARGEST_BLOCK = 1 << 30;

    private FreedMemory() {}

    /** Whether the C library does as it was asked; a C library other than glibc is left alone. */
    static boolean isKept() {
        return Kept.DONE;
    }

    /** Done once, when first asked for. */
    private static final class Kept {
        static final boolean DONE = keep();

        private static boolean keep() {
            if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
                return false;
            }
            try {
                Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
                return mallopt.invokeInt(new Object[] {MMAP_THRESHOLD, LARGEST_BLOCK}) == 1
                        && mallopt.invokeInt(new Object[] {TRIM_THRESHOLD, Integer.MAX_VALUE}) == 1;
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                // Another C library than glibc, or a platform that JNA does not know: slower, no
                // less right.
                return false;
            }
        }
    }
}
