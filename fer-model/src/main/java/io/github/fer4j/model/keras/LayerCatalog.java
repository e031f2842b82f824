package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.util.Map;
import java.util.Set;

/** Finds what a class of layers is by its name: the user's own first, then each family's. */
final class LayerCatalog {
    private static final Set<String> RECURRENT =
            Set.of(
                    "LSTM",
                    "GRU",
                    "SimpleRNN",
                    "RNN",
                    "Bidirectional",
                    "ConvLSTM1D",
                    "ConvLSTM2D",
                    "ConvLSTM3D",
                    "CuDNNLSTM",
                    "CuDNNGRU",
                    "StackedRNNCells",
                    "LSTMCell",
                    "GRUCell",
                    "SimpleRNNCell");

    private final Map<String, LayerDefinition> own;

    LayerCatalog(Map<String, LayerDefinition> own) {
        this.own = Map.copyOf(own);
    }

    LayerDefinition find(String name, ParsedLayer layer) {
        String className = layer.className();
        LayerDefinition definition = own.get(className);
        if (definition == null) {
            definition = known(className);
        }
        if (definition == null) {
            throw unknown(name, className);
        }
        return definition;
    }

    /** Families answer null where they do not know a class; lambdas are linked only when asked. */
    private static LayerDefinition known(String className) {
        LayerDefinition definition = CoreLayers.find(className);
        if (definition == null) {
            definition = ConvolutionLayers.find(className);
        }
        if (definition == null) {
            definition = PoolingLayers.find(className);
        }
        if (definition == null) {
            definition = NormalizationLayers.find(className);
        }
        if (definition == null) {
            definition = MergingLayers.find(className);
        }
        if (definition == null) {
            definition = ResamplingLayers.find(className);
        }
        if (definition == null) {
            definition = AttentionLayers.find(className);
        }
        if (definition == null) {
            definition = OperationLayers.find(className);
        }
        return definition;
    }

    private static ModelFormatException unknown(String name, String className) {
        if (className.equals("Lambda")) {
            return new ModelFormatException(
                    ("layer '%s' is a Lambda: it holds Python code, which is never executed here;"
                                    + " replace it by Keras' own layers (Rescaling, Activation,"
                                    + " Reshape …) and save again")
                            .formatted(name));
        }
        if (RECURRENT.contains(className)) {
            return new ModelFormatException(
                    "layer '%s' has the class %s; recurrent layers are not supported"
                            .formatted(name, className));
        }
        return new ModelFormatException(
                ("layer '%s' has the class %s, which is not known; a class of your own can be added"
                                + " with KerasReader.builder().layer(\"%s\", …)")
                        .formatted(name, className, className));
    }
}
