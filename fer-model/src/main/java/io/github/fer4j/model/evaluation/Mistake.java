package io.github.fer4j.model.evaluation;

import io.github.fer4j.model.Emotion;

/**
 * A face that was taken for another emotion than its label's.
 *
 * @param index its position among the faces, from 0
 * @param truth the label
 * @param predicted the likeliest emotion
 * @param confidence its probability
 * @param truthProbability the probability of the label
 */
public record Mistake(
        int index, Emotion truth, Emotion predicted, double confidence, double truthProbability) {}
