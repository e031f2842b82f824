package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.WeightInitializer;
import java.util.List;
import java.util.Map;

/** Networks that are one chain of convolutions and dense layers, and the small Xception. */
final class PlainNetworks {
    private static final double MOMENTUM = 0.99;
    private static final double EPSILON = 1e-3;
    private static final String KERAS_DEFAULT = "glorot_uniform";

    private PlainNetworks() {}

    static KerasModel ng(
            NetworkInput input, List<NetworkHead> heads, WeightInitializer initializer) {
        NetworkDrawing net = new NetworkDrawing("ng", MOMENTUM, EPSILON, KERAS_DEFAULT);
        String x = net.input(input);
        int[] filters = {64, 128, 512, 512};
        for (int i = 0; i < filters.length; i++) {
            int number = i + 1;
            x = net.convolution(x, "conv" + number, filters[i], i == 1 ? 5 : 3, "same");
            x = net.normalized(x, "conv" + number + "_bn");
            x = net.relu(x, "conv" + number + "_relu");
            x = net.pooled(x, "pool" + number, 2, "valid");
            x = net.dropout(x, "conv" + number + "_dropout", 0.25);
        }
        x = net.layer("Flatten", "flatten", Map.of(), x);
        for (int units : new int[] {256, 512}) {
            x = net.dense(x, "dense" + units, units);
            x = net.normalized(x, "dense" + units + "_bn");
            x = net.relu(x, "dense" + units + "_relu");
            x = net.dropout(x, "dense" + units + "_dropout", 0.25);
        }
        return net.build(initializer, net.heads(x, heads));
    }

    static KerasModel fourConv(
            NetworkInput input, List<NetworkHead> heads, WeightInitializer initializer) {
        NetworkDrawing net = new NetworkDrawing("four-conv", MOMENTUM, EPSILON, KERAS_DEFAULT);
        Map<String, ?> relu = Map.of("activation", "relu");
        String x = net.input(input);
        x = net.convolution(x, "conv1", 32, 3, "valid", relu);
        x = net.convolution(x, "conv2", 64, 3, "valid", relu);
        x = net.pooled(x, "pool1", 2, "valid");
        x = net.dropout(x, "dropout1", 0.25);
        x = net.convolution(x, "conv3", 128, 3, "valid", relu);
        x = net.pooled(x, "pool2", 2, "valid");
        x = net.convolution(x, "conv4", 128, 3, "valid", relu);
        x = net.pooled(x, "pool3", 2, "valid");
        x = net.dropout(x, "dropout2", 0.25);
        x = net.layer("Flatten", "flatten", Map.of(), x);
        x = net.layer("Dense", "dense", Map.of("units", 1024, "activation", "relu"), x);
        x = net.dropout(x, "dropout3", 0.5);
        return net.build(initializer, net.heads(x, heads));
    }

    /** CCP CCP CCP CCP F F, C a 3×3 convolution with batch normalisation, P pooling. */
    static KerasModel vgg(
            NetworkInput input, List<NetworkHead> heads, WeightInitializer initializer) {
        NetworkDrawing net = new NetworkDrawing("vgg", 0.9, EPSILON, "he_normal");
        String x = net.input(input);
        int[] filters = {32, 64, 128, 256};
        for (int i = 0; i < filters.length; i++) {
            String block = "block" + (i + 1);
            for (String half : List.of("a", "b")) {
                String name = block + half;
                x = net.convolution(x, name, filters[i], 3, "same", Map.of("use_bias", false));
                x = net.normalized(x, name + "_bn");
                x = net.relu(x, name + "_relu");
            }
            x = net.pooled(x, block + "_pool", 2, "valid");
            x = net.dropout(x, block + "_dropout", 0.25);
        }
        x = net.layer("Flatten", "flatten", Map.of(), x);
        x = net.dense(x, "dense", 256);
        x = net.normalized(x, "dense_bn");
        x = net.relu(x, "dense_relu");
        x = net.dropout(x, "dense_dropout", 0.5);
        return net.build(initializer, net.heads(x, heads));
    }

    static KerasModel miniXception(
            NetworkInput input, List<NetworkHead> heads, WeightInitializer initializer) {
        NetworkDrawing net = new NetworkDrawing("mini-xception", MOMENTUM, EPSILON, KERAS_DEFAULT);
        Map<String, ?> stem =
                Map.of(
                        "use_bias",
                        false,
                        "kernel_regularizer",
                        Map.of("class_name", "L2", "config", Map.of("l2", 0.01)));
        String x = net.input(input);
        for (int i = 1; i <= 2; i++) {
            x = net.convolution(x, "stem" + i, 8, 3, "valid", stem);
            x = net.normalized(x, "stem" + i + "_bn");
            x = net.relu(x, "stem" + i + "_relu");
        }
        int[] filters = {16, 32, 64, 128};
        for (int i = 0; i < filters.length; i++) {
            x = module(net, x, "module" + (i + 1), filters[i]);
        }
        String features = x;
        String[] outputs =
                heads.stream().map(head -> pooledHead(net, features, head)).toArray(String[]::new);
        return net.build(initializer, outputs);
    }

    private static String module(NetworkDrawing net, String from, String name, int filters) {
        String shortcut =
                net.convolution(
                        from,
                        name + "_shortcut",
                        filters,
                        1,
                        "same",
                        Map.of("use_bias", false, "strides", List.of(2, 2)));
        shortcut = net.normalized(shortcut, name + "_shortcut_bn");
        String x = net.separable(from, name + "_conv1", filters);
        x = net.normalized(x, name + "_bn1");
        x = net.relu(x, name + "_relu");
        x = net.separable(x, name + "_conv2", filters);
        x = net.normalized(x, name + "_bn2");
        x = net.pooled(x, name + "_pool", 3, "same");
        return net.layer("Add", name + "_add", Map.of(), x, shortcut);
    }

    /** A convolution with a filter for each class, averaged over the picture. */
    private static String pooledHead(NetworkDrawing net, String from, NetworkHead head) {
        String x = net.convolution(from, head.name() + "_conv", head.classes(), 3, "same");
        x = net.averaged(x, head.name() + "_pool");
        return net.layer("Activation", head.name(), Map.of("activation", "softmax"), x);
    }
}
