/**
 * From a network's file to a classifier: {@link io.github.fer4j.model.engine.ClassifierLoader}
 * reads any of the formats and has an {@link io.github.fer4j.model.engine.Engine} run it; {@link
 * io.github.fer4j.model.engine.BundledNetwork} needs no file at all.
 */
package io.github.fer4j.model.engine;
