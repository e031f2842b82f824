package io.github.fer4j.model.dataset;

import java.util.Objects;

/**
 * Something in the data that is not as it should be: as a rule a face that could not be used and
 * was left out, else a line of votes that was, or a layout that is read otherwise than usual.
 *
 * @param origin the file, with its line or row where it holds many: {@code fer2013.csv:17}
 * @param message what is wrong and what would be accepted
 */
public record DataProblem(String origin, String message) {
    /** Checks that neither is null. */
    public DataProblem {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(message, "message");
    }

    /**
     * @return both, as a line to print
     */
    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
