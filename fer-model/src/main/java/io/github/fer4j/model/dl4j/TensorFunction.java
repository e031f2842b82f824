package io.github.fer4j.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a vertex of a graph computes. Tensors are in C order and laid out as Keras has them. */
@FunctionalInterface
interface TensorFunction {
    /**
     * @param inputs what goes in; not to be changed
     * @param weights the vertex' weights; not to be changed
     * @return the result in C order, in memory of its own (not a view of an input), allocated in
     *     the current workspace
     */
    INDArray apply(INDArray[] inputs, INDArray[] weights);
}
