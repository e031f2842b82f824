package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningTest {
    private static final Shape INPUT = Shape.of(Shape.UNKNOWN, 3);
    private static final Shape OUTPUT = Shape.of(Shape.UNKNOWN, 2);

    /** A trunk of one layer, then a head, a layer that nothing needs, and another head. */
    private static KerasModel twoHeads() {
        KerasLayer trunk = dense("trunk", 3, 3, 0.5f);
        KerasLayer first = dense("first", 3, 2, 1);
        KerasLayer idle = dense("idle", 3, 2, 2);
        KerasLayer second = dense("second", 3, 2, 3);
        KerasModel model =
                new TestModel(INPUT)
                        .node(trunk, List.of(0), INPUT)
                        .node(first, List.of(1), OUTPUT)
                        .node(idle, List.of(1), OUTPUT)
                        .node(second, List.of(1), OUTPUT)
                        .node(layer("sum", "Add", Map.of()), List.of(4, 2), OUTPUT)
                        .model();
        return new KerasModel(
                model.name(),
                model.kerasVersion(),
                model.nodes(),
                model.inputs(),
                List.of(new TensorRef(2, 0), new TensorRef(5, 0), new TensorRef(4, 0)));
    }

    private static KerasLayer layer(String name, String type, Map<String, Object> config) {
        return new KerasLayer(name, type, new LayerConfig(name, config), List.of());
    }

    private static KerasLayer dense(String name, int from, int to, float weight) {
        float[] kernel = new float[from * to];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = weight * (i - 2);
        }
        return new KerasLayer(
                name,
                "Dense",
                new LayerConfig(name, Map.of("units", to, "use_bias", false)),
                List.of(new KerasWeight("kernel", Tensor.of(Shape.of(from, to), kernel))));
    }

    @Test
    void withOutput_oneHead_keepsWhatItNeedsAlone() {
        KerasModel pruned = twoHeads().withOutput("second");

        assertThat(pruned.nodes())
                .extracting(KerasNode::name)
                .containsExactly("input", "trunk", "second");
        assertThat(pruned.outputNames()).containsExactly("second");
        assertThat(pruned.outputs()).containsExactly(new TensorRef(2, 0));
        assertThat(pruned.parameterCount()).isEqualTo(9 + 6);
    }

    @Test
    void withOutput_eachOutput_answersAsTheWholeNetwork() {
        KerasModel whole = twoHeads();
        Tensor input = Tensor.of(Shape.of(2, 3), 1, -2, 3, 0.5f, 0, -1);
        try (Network network = OnnxNetwork.load(whole)) {
            List<Tensor> expected = network.predict(input);
            for (int i = 0; i < 3; i++) {
                try (Network pruned = OnnxNetwork.load(whole.withOutput(i))) {
                    assertThat(pruned.outputs()).containsExactly(network.outputs().get(i));
                    assertThat(pruned.predict(input)).containsExactly(expected.get(i));
                }
            }
            assertThat(expected.get(0)).isNotEqualTo(expected.get(2));
        }
    }

    @Test
    void withOutput_unknownName_namesThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoHeads().withOutput("third"))
                .withMessageContaining("third")
                .withMessageContaining("[first, sum, second]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> twoHeads().withOutput(3));
    }

    @Test
    void withOutput_networksThatADeveloperHas_answerAsKeras() {
        List<Fixtures.Row> rows =
                Fixtures.rows(Fixtures.all()).stream()
                        .filter(row -> row.expect().equals("ok") && row.outputs().size() > 1)
                        .toList();
        assertThat(rows).isNotEmpty();
        for (Fixtures.Row row : rows) {
            KerasModel whole = row.read();
            Tensor input = Npy.read(row.folder().resolve("input.npy"));
            for (int i = 0; i < row.outputs().size(); i++) {
                Tensor expected = Npy.read(row.outputs().get(i));
                for (Engine engine : Engine.values()) {
                    try (Network network = engine.load(whole.withOutput(i))) {
                        Tensor answer = network.predict(input).get(0);
                        assertThat(answer.shape()).isEqualTo(expected.shape());
                        for (int j = 0; j < answer.count(); j++) {
                            assertThat(answer.get(j))
                                    .as("%s, output %d by %s", row, i, engine)
                                    .isCloseTo(expected.get(j), within(1e-4f));
                        }
                    }
                }
            }
        }
    }
}
