package io.github.fer4j.examples.training.loop;

import java.util.SplittableRandom;

/**
 * Chance as a function of what it is for. Nothing remembers a position in a sequence, so a training
 * that resumes in the middle draws what an unbroken one would have drawn, whatever the threads.
 */
final class Randomness {
    /** What is drawn. */
    enum Purpose {
        ORDER,
        DROPOUT,
        WEIGHTS
    }

    private final long seed;

    Randomness(long seed) {
        this.seed = seed;
    }

    /**
     * @param purpose what is drawn
     * @param epoch from 0
     * @param index of the face or the step within the epoch
     */
    SplittableRandom generator(Purpose purpose, long epoch, long index) {
        return new SplittableRandom(seed(purpose, epoch, index));
    }

    long seed(Purpose purpose, long epoch, long index) {
        long hash = mix(seed + 0x9E3779B97F4A7C15L);
        hash = mix(hash ^ mix(purpose.ordinal() + 1));
        hash = mix(hash ^ mix(epoch + 0x632BE59BD9B4E019L));
        return mix(hash ^ mix(index + 0xD1B54A32D192ED03L));
    }

    /** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
    private static long mix(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    /** All numbers below {@code count} in the order of that epoch. */
    int[] order(long epoch, int count) {
        SplittableRandom random = generator(Purpose.ORDER, epoch, 0);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
