package io.github.fer4j.examples.training.augmentation;

import java.util.SplittableRandom;

/** Random numbers that depend on what they are for alone, not on what was drawn before. */
final class Seeds {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    static SplittableRandom random(long seed, long epoch, long index) {
        return new SplittableRandom(mixed(mixed(mixed(seed) + epoch) + index));
    }

    /** Neighbouring numbers become unrelated ones (the finalizer of MurmurHash3, by Stafford). */
    private static long mixed(long value) {
        long z = value + GOLDEN;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
