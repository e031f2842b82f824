package io.github.fer4j.model.onnx;

import java.util.List;

/**
 * Says how a layer is computed. Every layer of Keras has one; a user's own layer gets one by its
 * class name:
 *
 * <pre>{@code
 * // class Gate(Layer): return inputs * self.scale
 * OnnxOptions options = OnnxOptions.defaults().withLayer("shop>Gate",
 *         call -> List.of(call.multiply(call.input(), call.weight("scale"))));
 * }</pre>
 */
@FunctionalInterface
public interface LayerConverter {
    /**
     * @param call one call of the layer: its configuration, weights and arguments, and the
     *     operations to compute with
     * @return what the layer gives, in Keras' order; one for most layers
     */
    List<Symbol> convert(Conversion call);
}
