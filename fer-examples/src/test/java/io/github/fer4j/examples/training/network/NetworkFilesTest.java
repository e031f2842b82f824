package io.github.fer4j.examples.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFilesTest {
    @TempDir private Path folder;

    private KerasModel written;
    private Path architecture;
    private Path weights;

    @BeforeEach
    void writeNetwork() {
        written = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);
        architecture = folder.resolve("model.json");
        weights = folder.resolve("weights.h5");
        KerasWriter.create()
                .writeJson(written, architecture, weights, KerasWriter.WeightsLayout.BY_NAME);
    }

    @Test
    void read_architectureAlone_beginsWithFreshWeights() {
        KerasModel model = NetworkFiles.read(architecture, List.of(), List.of(7), 5);

        assertThat(model.parameterCount()).isEqualTo(58423);
        KerasLayer normalization = layer(model, "stem1_bn");
        assertThat(normalization.weight("gamma").toArray()).containsOnly(1);
        assertThat(normalization.weight("moving_variance").toArray()).containsOnly(1);
        assertThat(normalization.weight("beta").toArray()).containsOnly(0);
        float[] kernel = layer(model, "stem1").weight("kernel").toArray();
        double limit = Math.sqrt(6.0 / (9 + 9 * 8));
        assertThat(kernel).doesNotContain(0f);
        for (float value : kernel) {
            assertThat((double) value).isBetween(-limit, limit);
        }
    }

    @Test
    void read_withWeights_keepsThem() {
        KerasModel model = NetworkFiles.read(architecture, List.of(weights), List.of(7), 5);

        assertThat(layer(model, "stem1").weights()).isEqualTo(layer(written, "stem1").weights());
        assertThat(layer(model, "emotion_conv").weights())
                .isEqualTo(layer(written, "emotion_conv").weights());
    }

    @Test
    void read_otherNumberOfClasses_replacesTheLastLayerAlone() {
        KerasModel model = NetworkFiles.read(architecture, List.of(weights), List.of(3), 5);

        assertThat(model.shape(model.outputs().get(0)).dimensions()).containsExactly(-1, 3);
        assertThat(layer(model, "emotion_conv").weight("kernel").shape().dimensions())
                .containsExactly(3, 3, 128, 3);
        assertThat(layer(model, "stem1").weights()).isEqualTo(layer(written, "stem1").weights());
    }

    @Test
    void read_otherNumberOfOutputs_isRefused() {
        assertThatThrownBy(
                        () -> NetworkFiles.read(architecture, List.of(weights), List.of(7, 8), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 outputs, 2");
    }

    private static KerasLayer layer(KerasModel model, String name) {
        return model.layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
