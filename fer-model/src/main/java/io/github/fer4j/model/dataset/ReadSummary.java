package io.github.fer4j.model.dataset;

import java.util.List;

/**
 * How reading went.
 *
 * @param faces how many faces were handed on
 * @param skipped how many were left out because something is wrong with them
 * @param notFaces how many were left out on request because FER+ says that they show no face
 * @param withVotes how many of the faces have FER+ votes
 * @param problems what is wrong with those skipped, and what else was reported, in order; the first
 *     {@value #MOST_PROBLEMS}
 */
public record ReadSummary(
        long faces, long skipped, long notFaces, long withVotes, List<DataProblem> problems) {
    /** How many problems are kept; all are counted. */
    public static final int MOST_PROBLEMS = 1000;

    /** Copies the list. */
    public ReadSummary {
        problems = List.copyOf(problems);
    }
}
