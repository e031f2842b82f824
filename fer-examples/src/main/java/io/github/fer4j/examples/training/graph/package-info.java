/** Networks as descriptions: their heads, their first weights, weights taken from others. */
package io.github.fer4j.examples.training.graph;
