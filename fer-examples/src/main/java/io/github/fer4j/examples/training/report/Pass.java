package io.github.fer4j.examples.training.report;

import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Latency;
import io.github.fer4j.model.evaluation.TemperatureScaling;
import java.util.Objects;
import java.util.Optional;

/**
 * One way of asking a network: each face once, or each face and its mirror image.
 *
 * @param raw the answers without a temperature
 * @param temperature what calibrates them
 * @param source where that comes from
 * @param batched the time for one face in batches, if it was measured
 * @param batchSize of how many faces; 0 if it was not measured
 * @param single the time for one face alone, if it was measured
 */
public record Pass(
        Evaluation raw,
        TemperatureScaling temperature,
        TemperatureSource source,
        Optional<Latency> batched,
        int batchSize,
        Optional<Latency> single) {
    /** Checks that nothing is null. */
    public Pass {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(temperature, "temperature");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(batched, "batched");
        Objects.requireNonNull(single, "single");
    }

    /**
     * @param raw the answers without a temperature
     * @param temperature what calibrates them
     * @param source where that comes from
     * @return a pass whose time was not measured
     */
    public static Pass untimed(
            Evaluation raw, TemperatureScaling temperature, TemperatureSource source) {
        return new Pass(raw, temperature, source, Optional.empty(), 0, Optional.empty());
    }

    /**
     * @return the answers with the temperature
     */
    public Evaluation calibrated() {
        return raw.with(temperature);
    }
}
