package io.github.fer4j.examples.training.report;

import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.evaluation.McNemarTest;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is said about a network on a data set. {@link ReportText}, {@link ReportJson}, {@link
 * ReportPage} and {@link ReportFiles} say it.
 *
 * @param data what the data are called
 * @param split which of their faces: {@code validation}, or {@code all}
 * @param labelSource what the labels are: {@code the data's labels}
 * @param faces the faces that were answered, in order; their pixels are shown where the network is
 *     most confidently wrong
 * @param skipped how many faces could not be read and were left out, in all splits
 * @param model the network
 * @param other another one to compare it with, which answered the same faces
 */
public record EvaluationReport(
        String data,
        String split,
        String labelSource,
        FaceDataset faces,
        long skipped,
        EvaluatedModel model,
        Optional<EvaluatedModel> other) {
    /** The most confident errors that are shown. */
    public static final int SHOWN_MISTAKES = 40;

    /** Checks that the sizes fit. */
    public EvaluationReport {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(labelSource, "labelSource");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(other, "other");
        if (model.plain().raw().size() != faces.size()) {
            throw new IllegalArgumentException(
                    "%d faces and answers to %d"
                            .formatted(faces.size(), model.plain().raw().size()));
        }
    }

    /**
     * @return whether the two networks differ by more than chance, if there are two
     */
    public Optional<McNemarTest> comparison() {
        return other.map(second -> McNemarTest.of(model.plain().raw(), second.plain().raw()));
    }
}
