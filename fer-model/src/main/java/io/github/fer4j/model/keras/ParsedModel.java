package io.github.fer4j.model.keras;

import java.util.List;

/**
 * A model as its configuration describes it, in the canonical dialect but with its nested models
 * still inside.
 *
 * @param name its name
 * @param sequential whether it is a Sequential, whose input layers Keras does not count as layers
 * @param trainable the model's own flag, which decides the order of its weights in a flat list
 * @param layers its layers in Keras' order, input layers included
 * @param inputs what goes in
 * @param outputs what comes out
 */
record ParsedModel(
        String name,
        boolean sequential,
        boolean trainable,
        List<ParsedLayer> layers,
        List<ParsedTensor> inputs,
        List<ParsedTensor> outputs) {

    /**
     * A tensor by the names of one model.
     *
     * @param layer the layer's name
     * @param call which call of it, from 0
     * @param output which of the call's outputs, from 0
     */
    record ParsedTensor(String layer, int call, int output) {}

    /**
     * A call of a layer; values are those of JSON, {@link ParsedTensor}s and {@link
     * KerasArgument}s.
     *
     * @param arguments the positional arguments
     * @param keywords the named arguments
     */
    record ParsedCall(List<Object> arguments, java.util.Map<String, Object> keywords) {}
}
