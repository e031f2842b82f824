package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.model.FerException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Tensors by name that live as long as this does. Not thread-safe. */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class TensorTable implements AutoCloseable {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Keeps a tensor of zeros of the shape and layout of another. */
    Tensor zerosLike(String name, Tensor other) {
        return keep(name, other, true);
    }

    /** Keeps a copy of a tensor. */
    Tensor copyOf(String name, Tensor other) {
        return keep(name, other, false);
    }

    private Tensor keep(String name, Tensor other, boolean zeros) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor plain = other.detach();
            Tensor kept = zeros ? torch.zeros_like(plain) : plain.clone();
            kept.retainReference();
            Tensor old = tensors.put(name, kept);
            if (old != null) {
                old.releaseReference();
            }
            return kept;
        }
    }

    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "there is no tensor '%s', only %s".formatted(name, tensors.keySet()));
        }
        return tensor;
    }

    Map<String, Tensor> all() {
        return tensors;
    }

    /** Copies values out of tensors. */
    static void save(String prefix, Map<String, Tensor> tensors, Map<String, float[]> into) {
        tensors.forEach((name, tensor) -> into.put(prefix + name, Tensors.toArray(tensor)));
    }

    /** Copies values into tensors. */
    static void load(String prefix, Map<String, Tensor> tensors, Map<String, float[]> from) {
        tensors.forEach(
                (name, tensor) -> {
                    float[] values = from.get(prefix + name);
                    if (values == null || values.length != tensor.numel()) {
                        throw new FerException(
                                "the state has %s values for '%s', the network %d"
                                        .formatted(
                                                values == null ? "no" : values.length,
                                                prefix + name,
                                                tensor.numel()));
                    }
                    copy(values, tensor);
                });
    }

    private static void copy(float[] values, Tensor into) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            into.copy_(Tensors.of(values, into.sizes().vec().get()));
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::releaseReference);
        tensors.clear();
    }
}
