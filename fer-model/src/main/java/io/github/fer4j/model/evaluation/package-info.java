/**
 * How good a network is, as numbers: {@link io.github.fer4j.model.evaluation.Evaluation} holds what
 * a network answered to labelled faces and tells accuracy with its interval, {@linkplain
 * io.github.fer4j.model.evaluation.ConfusionMatrix confusion matrix}, {@linkplain
 * io.github.fer4j.model.evaluation.ClassReport precision, recall and F1}, log-loss, {@linkplain
 * io.github.fer4j.model.evaluation.Reliability calibration}, {@linkplain
 * io.github.fer4j.model.evaluation.CoverageCurve accuracy over coverage} and the most confident
 * {@linkplain io.github.fer4j.model.evaluation.Mistake mistakes}. {@link
 * io.github.fer4j.model.evaluation.TemperatureScaling} calibrates, {@link
 * io.github.fer4j.model.evaluation.McNemarTest} compares two networks on the same faces.
 *
 * <p>{@link io.github.fer4j.model.evaluation.Evaluator} has a classifier answer a data set. All
 * else is pure arithmetic that reads no file and runs no network, on immutable values.
 */
package io.github.fer4j.model.evaluation;
