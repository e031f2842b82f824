package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KerasLayerOrderTest {
    /** Keras lists the layers of a functional model in its own order when it saves one. */
    @TestFactory
    Stream<DynamicTest> of_functionalModelThatKerasSaved_isTheOrderInItsFile() {
        return functional(Fixtures.shipped());
    }

    @TestFactory
    Stream<DynamicTest> of_everyFunctionalModel_isTheOrderInItsFile() {
        return functional(Fixtures.all());
    }

    private static Stream<DynamicTest> functional(Path folder) {
        return Fixtures.rows(folder).stream()
                .filter(row -> row.expect().equals("ok"))
                .filter(row -> row.files().get(0).toString().endsWith(".json"))
                .filter(row -> row.folder().getFileName().toString().matches("(k2|k3|tf24)-.*"))
                .filter(row -> isFlatFunctional(json(row)))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
    }

    private static void check(Fixtures.Row row) {
        List<String> names =
                layers(json(row)).stream().map(layer -> String.valueOf(layer.get("name"))).toList();
        assertThat(KerasLayerOrder.of(row.read()))
                .extracting(KerasLayer::name)
                .containsExactlyElementsOf(names);
    }

    private static Map<String, Object> json(Fixtures.Row row) {
        try {
            return Json.parseObject(Files.readString(row.files().get(0)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isFlatFunctional(Map<String, Object> json) {
        return "Functional".equals(json.get("class_name"))
                && layers(json).stream()
                        .noneMatch(
                                layer ->
                                        List.of("Functional", "Sequential", "Model")
                                                .contains(layer.get("class_name")));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> layers(Map<String, Object> json) {
        return (List<Map<String, Object>>) ((Map<String, Object>) json.get("config")).get("layers");
    }

    @Test
    void of_networkOfFiftyThousandLayers_doesNotOverflowTheStack() {
        Shape shape = Shape.of(Shape.UNKNOWN, 2);
        TestModel test = new TestModel(shape);
        for (int i = 0; i < 50_000; i++) {
            test.layer("l" + i, "Identity", Map.of(), shape);
        }
        assertThat(KerasLayerOrder.of(test.model())).hasSize(50_001);
    }

    @Test
    void of_layerThatNoOutputNeeds_isLeftOut() {
        Shape shape = Shape.of(Shape.UNKNOWN, 2);
        TestModel test = new TestModel(shape);
        KerasLayer unused = layer("unused");
        test.node(unused, List.of(0), shape).node(layer("used"), List.of(0), shape);
        assertThat(KerasLayerOrder.of(test.model()))
                .extracting(KerasLayer::name)
                .containsExactly("input", "used");
    }

    private static KerasLayer layer(String name) {
        return new KerasLayer(name, "Identity", new LayerConfig(name, Map.of()), List.of());
    }
}
