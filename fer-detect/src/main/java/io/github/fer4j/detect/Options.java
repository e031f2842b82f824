package io.github.fer4j.detect;

/** Checks what builders are given. */
final class Options {
    private Options() {}

    static void require(boolean fine, String name, String accepted, Number given) {
        if (!fine) {
            throw new IllegalArgumentException(name + " must be " + accepted + ", was " + given);
        }
    }

    static void requireShare(String name, double given) {
        require(given >= 0 && given <= 1, name, ">= 0.0 and <= 1.0", given);
    }
}
