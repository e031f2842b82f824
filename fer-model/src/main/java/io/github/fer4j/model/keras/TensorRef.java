package io.github.fer4j.model.keras;

/**
 * One tensor of a network's graph.
 *
 * @param node index into {@link KerasModel#nodes()}
 * @param output which of that node's outputs, from 0
 */
public record TensorRef(int node, int output) {}
