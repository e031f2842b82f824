/**
 * What an expression is, what a network needs to know about its pictures, and how one is run.
 * Values: {@link io.github.fer4j.model.Emotion}, {@link io.github.fer4j.model.EmotionScores},
 * {@link io.github.fer4j.model.ModelSpec}. To be implemented by engines: {@link
 * io.github.fer4j.model.Network}.
 */
package io.github.fer4j.model;
