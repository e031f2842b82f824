/**
 * What a data set of faces holds: counts, faces that are there twice, pictures without a face in
 * them.
 *
 * <p>{@link io.github.fer4j.examples.training.exploration.Exploration} finds it out; it is written
 * as text, JSON and pictures.
 */
package io.github.fer4j.examples.training.exploration;
