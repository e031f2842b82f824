package io.github.fer4j.examples.training.report;

import java.util.Objects;
import java.util.Optional;

/**
 * What a network answered to the faces of a report.
 *
 * @param name what it is called
 * @param plain each face answered once
 * @param mirrored each face averaged with its mirror image, if that was tried
 */
public record EvaluatedModel(String name, Pass plain, Optional<Pass> mirrored) {
    /** Checks that nothing is null. */
    public EvaluatedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(plain, "plain");
        Objects.requireNonNull(mirrored, "mirrored");
    }
}
