package io.github.fer4j.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasWeight;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling against loops that spell out TensorFlow's arithmetic. */
class WindowArithmeticTest {
    private static final Offset<Float> CLOSE = Offset.offset(2e-5f);
    private static final int ROUNDS = 60;

    private record Setting(
            int rows, int columns, int[] kernel, int[] strides, int[] dilation, boolean same) {
        static Setting random(Random random, boolean dilated) {
            int[] kernel = {1 + random.nextInt(4), 1 + random.nextInt(4)};
            int[] dilation = dilated ? pair(random, 2) : new int[] {1, 1};
            return new Setting(
                    8 + random.nextInt(5),
                    8 + random.nextInt(5),
                    kernel,
                    pair(random, 3),
                    dilation,
                    random.nextBoolean());
        }

        private static int[] pair(Random random, int max) {
            return new int[] {1 + random.nextInt(max), 1 + random.nextInt(max)};
        }

        Map<String, Object> config() {
            return Map.of(
                    "strides", java.util.List.of((long) strides[0], (long) strides[1]),
                    "dilation_rate", java.util.List.of((long) dilation[0], (long) dilation[1]),
                    "pool_size", java.util.List.of((long) kernel[0], (long) kernel[1]),
                    "padding", same ? "same" : "valid");
        }

        int size(int axis) {
            return axis == 0 ? rows : columns;
        }

        int extent(int axis) {
            return (kernel[axis] - 1) * dilation[axis] + 1;
        }

        int result(int axis) {
            int room = same ? size(axis) : size(axis) - extent(axis) + 1;
            return (room + strides[axis] - 1) / strides[axis];
        }

        int before(int axis) {
            int total = (result(axis) - 1) * strides[axis] + extent(axis) - size(axis);
            return same ? Math.max(total, 0) / 2 : 0;
        }

        /** The index that a window's place reads, outside of the tensor in the border. */
        int source(int axis, int result, int place) {
            return result * strides[axis] + place * dilation[axis] - before(axis);
        }

        boolean inside(int row, int column) {
            return row >= 0 && row < rows && column >= 0 && column < columns;
        }
    }

    @Test
    void conv2d_everyKindOfWindow_answersAsTheLoops() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Setting setting = Setting.random(random, true);
            int in = 1 + random.nextInt(3);
            int out = 1 + random.nextInt(4);
            Tensor x = TestNetworks.random(random, 2, setting.rows, setting.columns, in);
            Tensor kernel =
                    TestNetworks.random(random, setting.kernel[0], setting.kernel[1], in, out);
            Tensor bias = TestNetworks.random(random, out);
            KerasLayer layer =
                    TestNetworks.layer(
                            "conv",
                            "Conv2D",
                            setting.config(),
                            new KerasWeight("kernel", kernel),
                            new KerasWeight("bias", bias));

            Tensor answer = run(layer, setting, x, in);

            check(
                    setting,
                    answer,
                    out,
                    (n, row, column, channel) -> {
                        double sum = bias.get(channel);
                        for (int i = 0; i < setting.kernel[0]; i++) {
                            for (int j = 0; j < setting.kernel[1]; j++) {
                                int r = setting.source(0, row, i);
                                int c = setting.source(1, column, j);
                                for (int k = 0; setting.inside(r, c) && k < in; k++) {
                                    int tap =
                                            ((i * setting.kernel[1] + j) * in + k) * out + channel;
                                    sum += (double) kernel.get(tap) * at(x, n, r, c, k);
                                }
                            }
                        }
                        return sum;
                    });
        }
    }

    @Test
    void depthwiseConv2d_everyKindOfWindow_answersAsTheLoops() {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            Setting setting = Setting.random(random, true);
            int in = 1 + random.nextInt(3);
            int multiplier = 1 + random.nextInt(2);
            Tensor x = TestNetworks.random(random, 2, setting.rows, setting.columns, in);
            Tensor kernel =
                    TestNetworks.random(
                            random, setting.kernel[0], setting.kernel[1], in, multiplier);
            KerasLayer layer =
                    TestNetworks.layer(
                            "depthwise",
                            "DepthwiseConv2D",
                            setting.config(),
                            new KerasWeight("kernel", kernel));

            Tensor answer = run(layer, setting, x, in);

            check(
                    setting,
                    answer,
                    in * multiplier,
                    (n, row, column, channel) -> {
                        double sum = 0;
                        for (int i = 0; i < setting.kernel[0]; i++) {
                            for (int j = 0; j < setting.kernel[1]; j++) {
                                int r = setting.source(0, row, i);
                                int c = setting.source(1, column, j);
                                if (setting.inside(r, c)) {
                                    int tap =
                                            (i * setting.kernel[1] + j) * in * multiplier + channel;
                                    sum +=
                                            (double) kernel.get(tap)
                                                    * at(x, n, r, c, channel / multiplier);
                                }
                            }
                        }
                        return sum;
                    });
        }
    }

    @Test
    void pooling_everyKindOfWindow_answersAsTheLoops() {
        Random random = new Random(3);
        for (int round = 0; round < 2 * ROUNDS; round++) {
            Setting setting = Setting.random(random, false);
            boolean max = round % 2 == 0;
            int channels = 1 + random.nextInt(3);
            Tensor x = TestNetworks.random(random, 2, setting.rows, setting.columns, channels);
            KerasLayer layer =
                    TestNetworks.layer(
                            "pool", max ? "MaxPooling2D" : "AveragePooling2D", setting.config());

            Tensor answer = run(layer, setting, x, channels);

            check(
                    setting,
                    answer,
                    channels,
                    (n, row, column, channel) -> {
                        double sum = 0;
                        double largest = Double.NEGATIVE_INFINITY;
                        int count = 0;
                        for (int i = 0; i < setting.kernel[0]; i++) {
                            for (int j = 0; j < setting.kernel[1]; j++) {
                                int r = setting.source(0, row, i);
                                int c = setting.source(1, column, j);
                                if (setting.inside(r, c)) {
                                    sum += at(x, n, r, c, channel);
                                    largest = Math.max(largest, at(x, n, r, c, channel));
                                    count++;
                                }
                            }
                        }
                        return max ? largest : sum / count;
                    });
        }
    }

    private static Tensor run(KerasLayer layer, Setting setting, Tensor x, int channels) {
        return TestNetworks.predict(
                TestNetworks.input(setting.rows, setting.columns, channels).then(layer, 4).build(),
                x);
    }

    private static float at(Tensor x, int n, int row, int column, int channel) {
        Shape shape = x.shape();
        return x.get(
                ((n * shape.size(1) + row) * shape.size(2) + column) * shape.size(3) + channel);
    }

    private interface Loops {
        double at(int n, int row, int column, int channel);
    }

    private static void check(Setting setting, Tensor answer, int channels, Loops loops) {
        assertThat(answer.shape())
                .isEqualTo(Shape.of(2, setting.result(0), setting.result(1), channels));
        for (int n = 0; n < 2; n++) {
            for (int row = 0; row < setting.result(0); row++) {
                for (int column = 0; column < setting.result(1); column++) {
                    for (int channel = 0; channel < channels; channel++) {
                        assertThat(at(answer, n, row, column, channel))
                                .as("%s, row %d, column %d", setting, row, column)
                                .isCloseTo((float) loops.at(n, row, column, channel), CLOSE);
                    }
                }
            }
        }
    }
}
