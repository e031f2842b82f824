package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.TextTable;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A network's layers as Keras' {@code summary()} lists them, one row for each call of a layer. */
final class LayerTable {
    private final KerasModel model;
    private final List<Row> rows = new ArrayList<>();

    LayerTable(KerasModel model) {
        this.model = model;
        Set<KerasLayer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (KerasNode node : model.nodes()) {
            // A layer that is called again brings no parameters of its own.
            long parameters = seen.add(node.layer()) ? node.layer().parameterCount() : 0;
            rows.add(
                    new Row(
                            node.name(),
                            node.layer().className(),
                            node.outputShapes(),
                            parameters,
                            node.inputs().stream().map(this::name).toList()));
        }
    }

    /**
     * One call of a layer.
     *
     * @param name of the call
     * @param className of the layer
     * @param shapes of what it answers
     * @param parameters that the layer brings
     * @param inputs the tensors that go in
     */
    record Row(
            String name,
            String className,
            List<Shape> shapes,
            long parameters,
            List<String> inputs) {}

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /**
     * @param tensor a tensor of the network
     * @return the name of the call that computes it, with the number of its output where it has
     *     several
     */
    String name(TensorRef tensor) {
        KerasNode node = model.node(tensor);
        return node.outputShapes().size() == 1
                ? node.name()
                : node.name() + "[" + tensor.output() + "]";
    }

    TextTable text() {
        TextTable table = new TextTable("Layer (class)", "Output shape", "Params", "Connected to");
        for (Row row : rows) {
            table.row(
                    row.name() + " (" + row.className() + ")",
                    row.shapes().stream().map(Shape::toString).collect(Collectors.joining(", ")),
                    String.format(Locale.ROOT, "%,d", row.parameters()),
                    row.inputs().isEmpty() ? "-" : String.join(", ", row.inputs()));
        }
        return table;
    }
}
