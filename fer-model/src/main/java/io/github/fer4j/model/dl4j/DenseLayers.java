package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that are a product with a matrix. */
final class DenseLayers {
    private DenseLayers() {}

    static void register(Map<String, LayerConverter> converters) {
        converters.put("Dense", DenseLayers::dense);
    }

    private static Step dense(Call call) {
        if (call.onlyInputShape().rank() < 2) {
            throw call.refuse("its input has the shape " + call.onlyInputShape());
        }
        List<Tensor> weights = new ArrayList<>(List.of(call.weight("kernel")));
        call.findWeight("bias").ifPresent(weights::add);
        return new Step((in, w) -> product(in[0], w[0], w.length > 1 ? w[1] : null), weights)
                .then(Activations.of(call, call.config().activation("activation")));
    }

    /**
     * @param x a tensor
     * @param kernel (in, out)
     * @param bias one value for each column, or null
     * @return the product over the last dimension
     */
    static INDArray product(INDArray x, INDArray kernel, INDArray bias) {
        INDArray result = Ops.matrixProduct(Ops.asMatrix(x, kernel.size(0)), kernel);
        if (bias != null) {
            Ops.run("add", result, new int[0], result, bias);
        }
        long[] shape = x.shape().clone();
        shape[shape.length - 1] = kernel.size(1);
        return result.reshape('c', shape);
    }
}
