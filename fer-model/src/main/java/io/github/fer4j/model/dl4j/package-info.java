/** Keras networks as Deeplearning4j graphs. Needs Deeplearning4j's jars, which are optional. */
package io.github.fer4j.model.dl4j;
