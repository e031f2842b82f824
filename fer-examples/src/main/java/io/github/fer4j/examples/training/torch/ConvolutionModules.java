package io.github.fer4j.examples.training.torch;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Convolutions of pictures and dense layers. */
final class ConvolutionModules {
    /** How a kernel slides. */
    private record Window(int[] strides, int[] dilation, String padding, boolean channelsFirst) {
        static Window of(LayerContext layer) {
            return new Window(
                    layer.config().sizes("strides", 2, 1),
                    layer.config().sizes("dilation_rate", 2, 1),
                    layer.config().text("padding", "valid"),
                    layer.isChannelsFirst());
        }
    }

    private ConvolutionModules() {}

    /** What the layer computes; null if the class is none of these. */
    static LayerModule find(LayerContext layer) {
        return switch (layer.className()) {
            case "Conv2D" -> convolution(layer);
            case "DepthwiseConv2D" -> depthwise(layer);
            case "SeparableConv2D" -> separable(layer);
            case "Dense" -> dense(layer);
            default -> null;
        };
    }

    private static LayerModule convolution(LayerContext layer) {
        Weight kernel = layer.kernel("kernel", Weight.Layout.KERNEL);
        Optional<Weight> bias = layer.findParameter("bias");
        Window window = Window.of(layer);
        int groups = layer.config().integer("groups", 1);
        Ending ending = Ending.of(layer);
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(pass.lowered(inputs.get(0)), window.channelsFirst);
            Tensor y =
                    Images.convolved(
                            x,
                            pass.lowered(kernel.tensor()),
                            optional(bias, pass),
                            window.padding,
                            window.strides,
                            window.dilation,
                            groups);
            return ending.ofImage(y, window.channelsFirst);
        };
    }

    private static LayerModule depthwise(LayerContext layer) {
        Weight kernel = layer.kernel("kernel", Weight.Layout.DEPTHWISE);
        Optional<Weight> bias = layer.findParameter("bias");
        Window window = Window.of(layer);
        Ending ending = Ending.of(layer);
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(pass.lowered(inputs.get(0)), window.channelsFirst);
            Tensor y = each(x, kernel, optional(bias, pass), window, pass);
            return ending.ofImage(y, window.channelsFirst);
        };
    }

    private static Tensor each(
            Tensor x, Weight kernel, TensorOptional bias, Window window, Pass pass) {
        return Images.convolved(
                x,
                pass.lowered(kernel.tensor()),
                bias,
                window.padding,
                window.strides,
                window.dilation,
                x.size(1));
    }

    private static LayerModule separable(LayerContext layer) {
        Weight depthwise = layer.kernel("depthwise_kernel", Weight.Layout.DEPTHWISE);
        Weight pointwise = layer.kernel("pointwise_kernel", Weight.Layout.KERNEL);
        Optional<Weight> bias = layer.findParameter("bias");
        Window window = Window.of(layer);
        int[] ones = {1, 1};
        Ending ending = Ending.of(layer);
        return (inputs, pass) -> {
            Tensor x = Images.channelsSecond(pass.lowered(inputs.get(0)), window.channelsFirst);
            Tensor filtered = each(x, depthwise, new TensorOptional(), window, pass);
            Tensor y =
                    Images.convolved(
                            filtered,
                            pass.lowered(pointwise.tensor()),
                            optional(bias, pass),
                            "valid",
                            ones,
                            ones,
                            1);
            return ending.ofImage(y, window.channelsFirst);
        };
    }

    private static LayerModule dense(LayerContext layer) {
        Weight kernel = layer.kernel("kernel", Weight.Layout.MATRIX);
        Optional<Weight> bias = layer.findParameter("bias");
        Ending ending = Ending.of(layer);
        return (inputs, pass) -> {
            Tensor y =
                    torch.linear(
                            pass.lowered(inputs.get(0)),
                            pass.lowered(kernel.tensor()),
                            optional(bias, pass));
            return ending.of(y);
        };
    }

    private static TensorOptional optional(Optional<Weight> weight, Pass pass) {
        return weight.map(some -> new TensorOptional(pass.lowered(some.tensor())))
                .orElseGet(TensorOptional::new);
    }
}
