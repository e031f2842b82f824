package io.github.fer4j.examples.training.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Something that an operation computes with: one of the tensors that go in, or a constant. */
@FunctionalInterface
interface Operand {
    Tensor of(List<Tensor> inputs);
}
