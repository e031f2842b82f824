package io.github.fer4j.examples.training.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What one call of a layer computes. Tensors have Keras' axes: channels last unless it says so. */
@FunctionalInterface
interface LayerModule {
    /**
     * @param inputs the tensors that go in, in the order of {@code KerasNode.inputs()}
     * @param pass how the network runs
     * @return what comes out; may be an input itself
     */
    Tensor forward(List<Tensor> inputs, Pass pass);
}
