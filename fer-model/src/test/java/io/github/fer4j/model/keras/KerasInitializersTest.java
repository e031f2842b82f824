package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.ModelFormatException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasInitializersTest {
    private static final WeightSpec KERNEL = WeightSpec.of("kernel", 3, 3, 32, 64);

    @ParameterizedTest
    @CsvSource({
        // Keras' own formulas for 9 · 32 values in and 9 · 64 out.
        "glorot_uniform, 0.048113, 0.083333",
        "GlorotNormal, 0.048113, 0.109391",
        "he_normal, 0.083333, 0.189470",
        "HeUniform, 0.083333, 0.144338",
        "lecun_normal, 0.058926, 0.133976",
        "RandomNormal, 0.05, 1",
        "random_uniform, 0.028868, 0.05"
    })
    void values_namedInitializer_haveItsDeviationAndBounds(
            String name, double deviation, double bound) {
        float[] values = values(1, "conv", name);

        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
            assertThat((double) Math.abs(value)).isLessThanOrEqualTo(bound * 1.0001);
        }
        assertThat(sum / values.length).isCloseTo(0, within(deviation / 30));
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(deviation, within(deviation / 50));
    }

    @Test
    void values_sameSeedAndLayer_areTheSameAndOthersAreNot() {
        assertThat(values(1, "conv", "he_normal")).isEqualTo(values(1, "conv", "he_normal"));
        assertThat(values(1, "conv", "he_normal")).isNotEqualTo(values(2, "conv", "he_normal"));
        assertThat(values(1, "conv", "he_normal")).isNotEqualTo(values(1, "conv2", "he_normal"));
    }

    @Test
    void values_nothingNamed_areKerasDefaults() {
        KerasInitializers initializers = new KerasInitializers(1);
        LayerConfig config = new LayerConfig("bn", Map.of());

        assertThat(
                        initializers
                                .values(
                                        "bn",
                                        "BatchNormalization",
                                        config,
                                        WeightSpec.of("gamma", 3))
                                .toArray())
                .containsExactly(1, 1, 1);
        assertThat(initializers.values("d", "Dense", config, WeightSpec.of("bias", 2)).toArray())
                .containsExactly(0, 0);
    }

    @Test
    void values_unknownInitializer_isNamed() {
        assertThatThrownBy(() -> values(1, "conv", "Orthogonal"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer 'conv'")
                .hasMessageContaining("orthogonal");
    }

    private static float[] values(long seed, String layer, String initializer) {
        LayerConfig config =
                new LayerConfig(layer, Map.of(), Map.of("kernel_initializer", initializer));
        return new KerasInitializers(seed).values(layer, "Conv2D", config, KERNEL).toArray();
    }
}
