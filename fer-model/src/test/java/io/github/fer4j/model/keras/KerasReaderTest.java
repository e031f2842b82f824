package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasReaderTest {
    private static KerasModel read(String folder, String... files) {
        Path path = Fixtures.shipped().resolve(folder);
        Path[] weights = new Path[files.length - 1];
        for (int i = 1; i < files.length; i++) {
            weights[i - 1] = path.resolve(files[i]);
        }
        return KerasReader.read(path.resolve(files[0]), weights);
    }

    @ParameterizedTest
    @CsvSource({
        "k2-seed003, model.json+weights.h5, 5243",
        "k2-seed003, model.json+weights_as_tf24.h5, 5243",
        "k2-seed003, model.keras, 5243",
        "k3-seed003, model.json+model.weights.h5, 5243",
        "k3-seed003, model.keras, 5243",
        "k2-vgg-explicit-input, model.keras, 4491",
        "k22-vgg-implicit-input, model.h5, 6090",
        "k3-mini-xception, model.json+model.weights.h5, 1579",
        "k22-mini-xception, model.h5, 1579"
    })
    void read_everyContainer_holdsKerasOwnParameters(String folder, String files, long parameters) {
        KerasModel model = read(folder, files.split("\\+"));

        assertThat(model.parameterCount()).isEqualTo(parameters);
        assertThat(model.inputs()).hasSize(1);
        assertThat(model.shape(model.outputs().get(0)).rank()).isEqualTo(2);
    }

    @Test
    void read_sameNetworkInTwoContainers_holdsTheSameWeights() {
        KerasModel byName = read("k2-seed003", "model.json", "weights.h5");
        KerasModel byPosition = read("k2-seed003", "model.keras");

        assertThat(byPosition.layers()).hasSameSizeAs(byName.layers());
        for (int i = 0; i < byName.layers().size(); i++) {
            assertThat(byPosition.layers().get(i).weights())
                    .isEqualTo(byName.layers().get(i).weights());
        }
    }

    @Test
    void read_functionalModel_knowsEveryShapeAndOrdersNodes() {
        KerasModel model = read("k3-resnet", "model.h5");

        for (int i = 0; i < model.nodes().size(); i++) {
            KerasNode node = model.nodes().get(i);
            int position = i;
            assertThat(node.outputShapes()).isNotEmpty();
            assertThat(node.inputs()).allMatch(tensor -> tensor.node() < position);
            assertThat(node.outputShapes().get(0).with(0, 1).isKnown()).isTrue();
        }
        assertThat(model.shape(model.inputs().get(0)))
                .isEqualTo(Shape.of(Shape.UNKNOWN, 48, 48, 1));
    }

    @Test
    void read_activationByName_spellsOutItsParameters() {
        KerasModel model = read("k22-vgg-implicit-input", "model.h5");

        assertThat(model.layers())
                .filteredOn(layer -> layer.className().equals("Conv2D"))
                .isNotEmpty()
                .allSatisfy(
                        layer ->
                                assertThat(layer.config().activation("activation").parameters())
                                        .isEqualTo(
                                                Map.of(
                                                        "max_value",
                                                        Double.POSITIVE_INFINITY,
                                                        "negative_slope",
                                                        0.0,
                                                        "threshold",
                                                        0.0)));
    }

    @Test
    void read_weightsOfConvolution_haveKerasOrderAndNames() {
        KerasModel model = read("k3-mini-xception", "model.json", "model.weights.h5");
        KerasLayer separable =
                model.layers().stream()
                        .filter(layer -> layer.className().equals("SeparableConv2D"))
                        .findFirst()
                        .orElseThrow();

        assertThat(separable.weights())
                .extracting(KerasWeight::name)
                .isEqualTo(List.of("depthwise_kernel", "pointwise_kernel"));
    }
}
