package io.github.fer4j.examples.training;

import io.github.fer4j.model.dataset.DataProblem;
import java.util.function.Consumer;

/** Tells of faces that cannot be used: of the first ones each, of all how many. */
final class ProblemNotes implements Consumer<DataProblem> {
    private static final int SHOWN = 20;

    private final Consumer<String> notes;
    private long told;

    /**
     * @param notes takes the lines
     */
    ProblemNotes(Consumer<String> notes) {
        this.notes = notes;
    }

    @Override
    public void accept(DataProblem problem) {
        if (++told <= SHOWN) {
            notes.accept("warning: " + problem);
        } else if (told == SHOWN + 1) {
            notes.accept("warning: further faces that cannot be used are only counted");
        }
    }

    /**
     * Says how many there were, if any.
     *
     * @param problems how many
     */
    void total(long problems) {
        if (problems > 0) {
            notes.accept("%,d faces could not be used and were left out".formatted(problems));
        }
    }

    /**
     * Says how many show no face by FER+'s votes, if any.
     *
     * @param pictures how many were left out for that
     */
    void notFaces(long pictures) {
        if (pictures > 0) {
            notes.accept(
                    "%,d pictures that show no face by the votes are left out".formatted(pictures));
        }
    }
}
