package io.github.fer4j.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Changes a tensor value by value. */
@FunctionalInterface
interface Elementwise {
    /** Changes nothing. */
    Elementwise IDENTITY = x -> x;

    /**
     * @param x a tensor in C order, owned by the caller; may be changed
     * @return the result: the same tensor or a new one in C order
     */
    INDArray apply(INDArray x);
}
