package io.github.fer4j.examples.training.network;

/**
 * The pictures that a network takes.
 *
 * @param rows their height in pixels
 * @param columns their width in pixels
 * @param channels 1 for grey, 3 for colours
 */
public record NetworkInput(int rows, int columns, int channels) {
    /** Faces as FER-2013 has them: 48×48, grey. */
    public static final NetworkInput FER_2013 = new NetworkInput(48, 48, 1);

    /** Checks the sizes. */
    public NetworkInput {
        if (rows < 1 || columns < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "sizes must be at least 1, were %d×%d×%d".formatted(rows, columns, channels));
        }
    }
}
