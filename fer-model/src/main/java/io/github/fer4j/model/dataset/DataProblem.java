package io.github.fer4j.model.dataset;

import java.util.Objects;

/**
 * A face that could not be used and was left out.
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
