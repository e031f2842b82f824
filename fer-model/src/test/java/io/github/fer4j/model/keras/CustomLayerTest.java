package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs: a user's own layer, {@code return inputs * self.scale}. */
class CustomLayerTest {
    private static final Path FILE =
            Fixtures.shipped().resolve("k3-unsupported-custom-layer/model.keras");

    /** One scale for each channel. */
    private static final class Gate implements LayerDefinition {
        @Override
        public List<Shape> outputShapes(LayerCall call) {
            return List.of(call.inputShape());
        }

        @Override
        public List<WeightSpec> weights(LayerCall call) {
            return List.of(WeightSpec.of("scale", call.inputShape().size(-1)));
        }
    }

    @Test
    void load_ownLayerClass_findsItsWeightsAndShapes() {
        KerasReader reader = KerasReader.builder().layer("fer>EmotionGate", new Gate()).build();

        KerasModel model = reader.load(FILE);

        KerasNode gate =
                model.nodes().stream()
                        .filter(node -> node.layer().className().equals("fer>EmotionGate"))
                        .findFirst()
                        .orElseThrow();
        assertThat(gate.layer().name()).isEqualTo("gate");
        assertThat(gate.layer().weight("scale").shape()).isEqualTo(Shape.of(4));
        assertThat(gate.outputShapes()).containsExactly(Shape.of(Shape.UNKNOWN, 23, 23, 4));
        assertThat(model.parameterCount()).isEqualTo(79);
    }

    @Test
    void read_ownLayerClassWithoutDefinition_saysHowToAddIt() {
        assertThatThrownBy(() -> KerasReader.read(FILE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("'gate'")
                .hasMessageContaining("KerasReader.builder().layer(\"fer>EmotionGate\"");
    }

    @Test
    void load_definitionThatDoesNotFitTheFile_namesTheLayerAndBothShapes() {
        KerasReader reader =
                KerasReader.builder()
                        .layer(
                                "fer>EmotionGate",
                                new LayerDefinition() {
                                    @Override
                                    public List<Shape> outputShapes(LayerCall call) {
                                        return List.of(call.inputShape());
                                    }

                                    @Override
                                    public List<WeightSpec> weights(LayerCall call) {
                                        return List.of(WeightSpec.of("scale", 9));
                                    }
                                })
                        .build();

        assertThatThrownBy(() -> reader.load(FILE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("layer 'gate'")
                .hasMessageContaining("(9,)")
                .hasMessageContaining("(4,)");
    }
}
