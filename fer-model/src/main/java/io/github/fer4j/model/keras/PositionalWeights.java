package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weights in groups named after the layers' classes and counted: {@code .weights.h5} of Keras 2.12
 * and later, also inside {@code .keras}.
 */
final class PositionalWeights {
    private static final String LAYERS = "layers";
    private static final String DEPENDENCIES = "_layer_checkpoint_dependencies";

    private final BuiltModel model;
    private final Function<String, Optional<Hdf5Group>> groups;
    private final String container;
    private final WeightAssigner assigner = new WeightAssigner();

    private PositionalWeights(
            BuiltModel model, Function<String, Optional<Hdf5Group>> groups, String container) {
        this.model = model;
        this.groups = groups;
        this.container = container;
    }

    static boolean isIn(Hdf5Group root) {
        return root.names().contains(LAYERS) || root.names().contains(DEPENDENCIES);
    }

    /** Pairs layers with datasets; nothing is read yet. */
    static WeightAssigner assign(Hdf5Group root, BuiltModel model) {
        String container = root.names().contains(LAYERS) ? LAYERS : DEPENDENCIES;
        return assign(root::group, container, model);
    }

    /**
     * @param groups finds a group by its path from the root
     */
    static WeightAssigner assign(
            Function<String, Optional<Hdf5Group>> groups, String container, BuiltModel model) {
        PositionalWeights weights = new PositionalWeights(model, groups, container);
        weights.pair(model.parsed(), "");
        return weights.assigner;
    }

    private void pair(ParsedModel parsed, String path) {
        Map<String, Integer> used = new HashMap<>();
        for (ParsedLayer layer : parsed.layers()) {
            // Operations on tensors are no layers to Keras 3, and have no group.
            if (parsed.sequential() && layer.isInput() || layer.storage().operation()) {
                continue;
            }
            String base = SnakeCase.of(layer.storage().fileClassName());
            int number = used.merge(base, 1, Integer::sum) - 1;
            // 2.12 and 2.13 go through layers and layers with weights: such a one is counted twice.
            if (container.equals(DEPENDENCIES) && hasWeights(layer)) {
                used.merge(base, 1, Integer::sum);
            }
            String group = path + container + "/" + base + (number == 0 ? "" : "_" + number);
            if (layer.model().isPresent()) {
                pair(layer.model().get(), group + "/");
            } else {
                pair(layer, group);
            }
        }
    }

    private boolean hasWeights(ParsedLayer layer) {
        if (layer.model().isPresent()) {
            for (ParsedLayer inner : layer.model().get().layers()) {
                if (hasWeights(inner)) {
                    return true;
                }
            }
            return false;
        }
        BuiltLayer built = model.layers().get(layer);
        return built != null && !built.specs().isEmpty();
    }

    private void pair(ParsedLayer layer, String path) {
        BuiltLayer built = model.layers().get(layer);
        if (built == null || built.specs().isEmpty()) {
            return;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (WeightSpec spec : built.specs()) {
            int index = counts.merge(spec.part(), 1, Integer::sum) - 1 + repeated(layer, spec);
            Hdf5Group vars = vars(built, spec, path);
            Optional<Hdf5Dataset> dataset = vars.dataset(Integer.toString(index));
            if (dataset.isEmpty()) {
                throw new ModelFormatException(
                        "layer '%s' (%s): weight '%s' is missing, %s holds %d arrays"
                                .formatted(
                                        built.name(),
                                        layer.className(),
                                        spec.name(),
                                        vars.path(),
                                        vars.names().size()));
            }
            assigner.pair(built, spec, dataset.get());
        }
        for (Map.Entry<String, Integer> part : counts.entrySet()) {
            Hdf5Group vars = vars(built, firstOf(built.specs(), part.getKey()), path);
            int needed = part.getValue() + repeated(layer, firstOf(built.specs(), part.getKey()));
            if (vars.names().size() != needed) {
                throw new ModelFormatException(
                        "layer '%s' (%s) needs %d weights, %s holds %d"
                                .formatted(
                                        built.name(),
                                        layer.className(),
                                        needed,
                                        vars.path(),
                                        vars.names().size()));
            }
        }
    }

    /** A spectral normalisation's own group begins with the kernel of the layer inside. */
    private static int repeated(ParsedLayer layer, WeightSpec spec) {
        boolean own = spec.part().isEmpty();
        return own && layer.storage().wrapping() == ParsedLayer.Wrapping.SPECTRAL ? 1 : 0;
    }

    private static WeightSpec firstOf(List<WeightSpec> specs, String part) {
        for (WeightSpec spec : specs) {
            if (spec.part().equals(part)) {
                return spec;
            }
        }
        throw new IllegalArgumentException("no part " + part);
    }

    private Hdf5Group vars(BuiltLayer built, WeightSpec spec, String path) {
        String part = spec.part();
        Optional<Hdf5Group> found =
                groups.apply(path + (part.isEmpty() ? "" : "/" + part) + "/vars");
        if (found.isEmpty() && !part.isEmpty()) {
            // Keras 2 kept the parts in private attributes.
            found = groups.apply(path + "/_" + part + "/vars");
        }
        if (found.isEmpty()) {
            throw new ModelFormatException(
                    "no weights for layer '%s' (%s): %s is missing"
                            .formatted(
                                    built.name(),
                                    built.parsed().className(),
                                    path + (part.isEmpty() ? "" : "/" + part) + "/vars"));
        }
        return found.get();
    }
}
