package io.github.fer4j.model.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operation of the graph. Besides ONNX' operators there are two of our own, which the last pass
 * spells out: {@link #AFFINE} and {@link #DENSE}.
 */
final class GraphNode {
    /** x · scale + shift, one for each index along an axis or one for all. */
    static final String AFFINE = "fer.Affine";

    /** x · W + b along the last axis. */
    static final String DENSE = "fer.Dense";

    final String name;
    final String operator;
    final List<String> inputs;
    final List<String> outputs;
    final Map<String, Object> attributes;

    /**
     * @param attributes values are Long, Float, String, long[], float[]; of an affine node double[]
     */
    GraphNode(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, ?> attributes) {
        this.name = name;
        this.operator = operator;
        this.inputs = new ArrayList<>(inputs);
        this.outputs = List.copyOf(outputs);
        this.attributes = new LinkedHashMap<>(attributes);
    }

    boolean is(String... operators) {
        return List.of(operators).contains(operator);
    }

    String input() {
        return inputs.get(0);
    }

    String output() {
        return outputs.get(0);
    }

    long integer(String attribute, long otherwise) {
        return attributes.get(attribute) instanceof Long value ? value : otherwise;
    }

    long[] integers(String attribute) {
        return attributes.get(attribute) instanceof long[] values ? values : new long[0];
    }

    boolean hasPadding() {
        for (long pad : integers("pads")) {
            if (pad != 0) {
                return true;
            }
        }
        return !"NOTSET".equals(attributes.getOrDefault("auto_pad", "NOTSET"));
    }

    @Override
    public String toString() {
        return operator + inputs + " -> " + outputs;
    }
}
