package io.github.fer4j.model.dl4j;

/** Turns the calls of one class of layers into steps. */
@FunctionalInterface
interface LayerConverter {
    /**
     * @param call a call of a layer
     * @return what it computes
     * @throws io.github.fer4j.model.ModelFormatException if it cannot be expressed; names the layer
     */
    Step convert(Call call);
}
