package io.github.fer4j.examples.training;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.dataset.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which faces of a data set are evaluated. */
enum SplitChoice {
    /** Validation if there is one, else test, else all. */
    DEFAULT,
    /** Those to choose by. */
    VALIDATION(Split.VALIDATION),
    /** Those to judge by. */
    TEST(Split.TEST),
    /** Those learnt from. */
    TRAIN(Split.TRAIN),
    /** All there are. */
    ALL(Split.values());

    private final List<Split> splits;

    SplitChoice(Split... splits) {
        this.splits = List.of(splits);
    }

    /** Whether a face of a split may still be wanted when faces of other splits were met. */
    boolean mayWant(Split split, Set<Split> met) {
        if (split == Split.VALIDATION || splits.contains(split)) {
            return true;
        }
        if (this != DEFAULT || met.contains(Split.VALIDATION)) {
            return false;
        }
        return split == Split.TEST || !met.contains(Split.TEST);
    }

    /**
     * @param met the splits that have faces
     * @param data where they come from
     * @return those to evaluate
     * @throws FerException if there is none; names those there are
     */
    List<Split> among(Set<Split> met, Path data) {
        if (this == DEFAULT) {
            return met.contains(Split.VALIDATION)
                    ? List.of(Split.VALIDATION)
                    : met.contains(Split.TEST) ? List.of(Split.TEST) : List.copyOf(met);
        }
        if (splits.stream().noneMatch(met::contains)) {
            throw new FerException(
                    "%s has no faces of the split '%s'; accepted is another --split, such as all"
                            .formatted(data, name().toLowerCase(Locale.ROOT)));
        }
        return splits.stream().filter(met::contains).toList();
    }

    /** How the chosen faces are called. */
    String name(List<Split> chosen) {
        return chosen.size() == 1 && chosen.get(0) != Split.UNSPLIT
                ? chosen.get(0).label()
                : ALL.name().toLowerCase(Locale.ROOT);
    }

    static SplitChoice named(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice != DEFAULT)
                .filter(choice -> choice.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--split must be validation, test, train or all, was "
                                                + name));
    }
}
