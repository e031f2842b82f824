package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A layer whose inputs are known, and so its weights' shapes; the values come later. */
final class BuiltLayer {
    /** The estimate from which a spectral normalisation goes on when training goes on. */
    static final String TRAINING_ONLY = "vector_u";

    private final ParsedLayer parsed;
    private final String name;
    private final List<WeightSpec> specs;
    private final List<Tensor> values = new ArrayList<>();
    private KerasLayer finished;

    /**
     * @param name the layer's name with those of the models around it
     */
    BuiltLayer(ParsedLayer parsed, String name, List<WeightSpec> specs) {
        this.parsed = parsed;
        this.name = name;
        this.specs = List.copyOf(specs);
    }

    ParsedLayer parsed() {
        return parsed;
    }

    String name() {
        return name;
    }

    List<WeightSpec> specs() {
        return specs;
    }

    void add(Tensor value) {
        values.add(value);
    }

    void initialize(WeightInitializer initializer) {
        for (WeightSpec spec : specs) {
            Tensor value = initializer.values(name, parsed.className(), parsed.config(), spec);
            if (!value.shape().equals(spec.shape())) {
                throw new IllegalArgumentException(
                        "layer '%s': weight '%s' needs the shape %s, the initializer gave %s"
                                .formatted(name, spec.name(), spec.shape(), value.shape()));
            }
            values.add(value);
        }
    }

    KerasLayer finish() {
        if (finished == null) {
            if (values.size() != specs.size()) {
                throw new ModelFormatException(
                        "layer '%s' (%s): no weights were found, it needs %d"
                                .formatted(name, parsed.className(), specs.size()));
            }
            List<KerasWeight> weights = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                // What is wrapped around a layer is gone, and so is what only training needs.
                if (specs.get(i).name().equals(TRAINING_ONLY)) {
                    continue;
                }
                weights.add(new KerasWeight(specs.get(i).name(), values.get(i)));
            }
            finished = new KerasLayer(name, parsed.className(), parsed.config(), weights);
        }
        return finished;
    }
}
