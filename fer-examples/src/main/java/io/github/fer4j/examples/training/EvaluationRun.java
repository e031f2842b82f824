package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.report.EvaluatedModel;
import io.github.fer4j.examples.training.report.Pass;
import io.github.fer4j.examples.training.report.TemperatureSource;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.dataset.Split;
import io.github.fer4j.model.evaluation.Evaluation;
import io.github.fer4j.model.evaluation.Evaluator;
import io.github.fer4j.model.evaluation.TemperatureScaling;
import java.util.Optional;

/**
 * Asks networks.
 *
 * @param batchSize how many faces are answered at a time
 * @param flip whether each face is also averaged with its mirror image
 * @param temperature what the user named instead of one fitted on validation
 */
record EvaluationRun(int batchSize, boolean flip, Optional<Double> temperature) {
    private static final int SINGLE_RUNS = 100;

    /**
     * @param name what the network is called
     * @param classifier the network
     * @param data the faces
     * @return its answers
     */
    EvaluatedModel evaluate(String name, EmotionClassifier classifier, EvaluationData.Faces data) {
        Pass plain = pass(classifier, data, false);
        return new EvaluatedModel(
                name, plain, flip ? Optional.of(pass(classifier, data, true)) : Optional.empty());
    }

    private Pass pass(EmotionClassifier classifier, EvaluationData.Faces data, boolean mirrored) {
        Evaluator evaluator = Evaluator.of(classifier).batchSize(batchSize).mirrored(mirrored);
        Evaluator.Result result = evaluator.evaluate(data.faces());
        TemperatureSource source =
                temperature.isPresent()
                        ? TemperatureSource.NAMED
                        : data.validation().isPresent()
                                ? TemperatureSource.VALIDATION
                                : TemperatureSource.MODEL;
        TemperatureScaling scaling =
                switch (source) {
                    case NAMED -> new TemperatureScaling(temperature.orElseThrow());
                    case VALIDATION ->
                            TemperatureScaling.fit(
                                    validation(evaluator, data, result.evaluation()));
                    case MODEL -> new TemperatureScaling(classifier.spec().temperature());
                };
        return new Pass(
                result.evaluation(),
                scaling,
                source,
                Optional.of(result.latency()),
                result.batchSize(),
                Optional.of(evaluator.singleFaceLatency(data.faces(), SINGLE_RUNS)));
    }

    private static Evaluation validation(
            Evaluator evaluator, EvaluationData.Faces data, Evaluation evaluated) {
        boolean same = data.split().equals(Split.VALIDATION.label());
        return same ? evaluated : evaluator.evaluate(data.validation().orElseThrow()).evaluation();
    }
}
