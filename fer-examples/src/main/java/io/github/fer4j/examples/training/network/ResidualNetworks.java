package io.github.fer4j.examples.training.network;

import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.WeightInitializer;
import java.util.List;
import java.util.Map;

/** Networks of residual blocks: two 3×3 convolutions, and what went in is added. */
final class ResidualNetworks {
    private ResidualNetworks() {}

    /**
     * @param stem filters of the first convolution
     * @param widths filters of each stage
     * @param depths blocks of each stage
     * @param halvesFirst whether the first stage, too, begins with a stride of 2
     * @param dropout before the heads
     */
    static KerasModel draw(
            String name,
            int stem,
            int[] widths,
            int[] depths,
            boolean halvesFirst,
            double dropout,
            NetworkInput input,
            List<NetworkHead> heads,
            WeightInitializer initializer) {
        NetworkDrawing net = new NetworkDrawing(name, 0.9, 1e-5, "he_normal");
        String x = net.input(input);
        x = net.convolution(x, "stem", stem, 3, "same", Map.of("use_bias", false));
        x = net.normalized(x, "stem_bn");
        x = net.relu(x, "stem_relu");
        int channels = stem;
        for (int stage = 0; stage < widths.length; stage++) {
            for (int block = 0; block < depths[stage]; block++) {
                String prefix = "block" + (stage + 1) + (char) ('a' + block);
                int stride = block == 0 && (stage > 0 || halvesFirst) ? 2 : 1;
                x = block(net, x, prefix, channels, widths[stage], stride);
                channels = widths[stage];
            }
        }
        x = net.averaged(x, "pool");
        x = net.dropout(x, "dropout", dropout);
        return net.build(initializer, net.heads(x, heads));
    }

    private static String block(
            NetworkDrawing net, String from, String prefix, int channels, int width, int stride) {
        String x = from;
        Map<String, ?> plain = Map.of("use_bias", false);
        if (stride > 1) {
            // Keras' own "same" would look one pixel further to the right than to the left.
            x = net.layer("ZeroPadding2D", prefix + "_conv1_pad", Map.of("padding", 1), x);
            x =
                    net.convolution(
                            x,
                            prefix + "_conv1",
                            width,
                            3,
                            "valid",
                            Map.of("use_bias", false, "strides", List.of(stride, stride)));
        } else {
            x = net.convolution(x, prefix + "_conv1", width, 3, "same", plain);
        }
        x = net.normalized(x, prefix + "_bn1");
        x = net.relu(x, prefix + "_relu1");
        x = net.convolution(x, prefix + "_conv2", width, 3, "same", plain);
        x = net.normalized(x, prefix + "_bn2");
        String shortcut = from;
        if (stride > 1 || channels != width) {
            shortcut =
                    net.convolution(
                            from,
                            prefix + "_shortcut",
                            width,
                            1,
                            "valid",
                            Map.of("use_bias", false, "strides", List.of(stride, stride)));
            shortcut = net.normalized(shortcut, prefix + "_shortcut_bn");
        }
        x = net.layer("Add", prefix + "_add", Map.of(), x, shortcut);
        return net.relu(x, prefix + "_relu2");
    }
}
