package io.github.fer4j.model.onnx;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Activation;
import io.github.fer4j.model.keras.KerasArgument;
import io.github.fer4j.model.keras.KerasLayer;
import io.github.fer4j.model.keras.KerasNode;
import io.github.fer4j.model.keras.KerasWeight;
import io.github.fer4j.model.keras.LayerConfig;
import io.github.fer4j.model.keras.TensorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One call of a layer while a network is compiled: what the layer is called with, and the
 * operations from which a {@link LayerConverter} builds what it computes. Shapes and axes are
 * Keras'; how values lie in memory is taken care of.
 */
public final class Conversion {
    private final KerasNode node;
    private final List<KerasArgument> arguments;
    private final Function<TensorRef, Symbol> symbols;
    private final Ops ops;
    private final LayerConverters converters;

    Conversion(
            KerasNode node,
            Function<TensorRef, Symbol> symbols,
            Ops ops,
            LayerConverters converters) {
        this.node = node;
        this.arguments = node.arguments();
        this.symbols = symbols;
        this.ops = ops;
        this.converters = converters;
    }

    /**
     * @return the layer that is called
     */
    public KerasLayer layer() {
        return node.layer();
    }

    /**
     * @return the layer's configuration
     */
    public LayerConfig config() {
        return node.layer().config();
    }

    /**
     * @return the tensor that goes in
     * @throws ModelFormatException if the layer is called with none
     */
    public Symbol input() {
        List<Symbol> all = inputs();
        if (all.isEmpty()) {
            throw unsupported("it is called without a tensor");
        }
        return all.get(0);
    }

    /**
     * @return every tensor that goes in, in order; constants and numbers among the arguments are
     *     not
     */
    public List<Symbol> inputs() {
        return node.inputs().stream().map(symbols).toList();
    }

    /**
     * @param name the name of a weight of the layer: {@code kernel}
     * @return its values as a constant
     * @throws ModelFormatException if there is no such weight
     */
    public Symbol weight(String name) {
        return Symbol.constant(layer().weight(name));
    }

    /**
     * @param value an array
     * @return the array as a constant
     */
    public Symbol constant(Tensor value) {
        return Symbol.constant(value);
    }

    /**
     * @param value a number
     * @return the number as a constant
     */
    public Symbol constant(double value) {
        return Symbol.constant(Tensor.of(Shape.of(), (float) value));
    }

    /**
     * @param a a tensor
     * @param b a tensor
     * @return a + b, broadcast as numpy does
     */
    public Symbol add(Symbol a, Symbol b) {
        return ops.binary("Add", a, b);
    }

    /**
     * @param a a tensor
     * @param b a tensor
     * @return a − b, broadcast as numpy does
     */
    public Symbol subtract(Symbol a, Symbol b) {
        return ops.binary("Sub", a, b);
    }

    /**
     * @param a a tensor
     * @param b a tensor
     * @return a · b, element by element, broadcast as numpy does
     */
    public Symbol multiply(Symbol a, Symbol b) {
        return ops.binary("Mul", a, b);
    }

    /**
     * @param a a tensor
     * @param b a tensor
     * @return a / b, element by element, broadcast as numpy does
     */
    public Symbol divide(Symbol a, Symbol b) {
        return ops.binary("Div", a, b);
    }

    /**
     * @param activation an activation
     * @param x a tensor
     * @return the activation of it
     */
    public Symbol activate(Activation activation, Symbol x) {
        return ActivationLayers.apply(this, activation, x);
    }

    /**
     * @param x a tensor
     * @param shape a shape of as many values, batch first
     * @return its values under that shape
     */
    public Symbol reshape(Symbol x, Shape shape) {
        return ops.reshape(x, shape);
    }

    /**
     * @param symbols tensors whose sizes are alike but along the axis
     * @param axis from 0, or from the end as −1
     * @return the tensors one after the other along the axis
     */
    public Symbol concatenate(List<Symbol> symbols, int axis) {
        return ops.concat(symbols, axis);
    }

    /**
     * A layer of Keras as a part of this one.
     *
     * @param className Keras 3's class name: {@code Dense}
     * @param config its configuration under Keras 3's keys; what is absent is Keras' default
     * @param weights its weights under Keras 3's names
     * @param inputs the tensors that it is called with; several as a list
     * @return what it gives
     */
    public Symbol layer(
            String className,
            Map<String, Object> config,
            Map<String, Tensor> weights,
            Symbol... inputs) {
        List<Symbol> bound = List.of(inputs);
        List<KerasWeight> list = new ArrayList<>();
        weights.forEach((name, value) -> list.add(new KerasWeight(name, value)));
        String name = layer().name() + "/" + className;
        List<KerasArgument> tensors = new ArrayList<>();
        for (int i = 0; i < bound.size(); i++) {
            tensors.add(new KerasArgument.TensorArgument(new TensorRef(i, 0)));
        }
        List<KerasArgument> called =
                bound.size() > 1 ? List.of(new KerasArgument.ListArgument(tensors)) : tensors;
        KerasNode part =
                new KerasNode(
                        name,
                        new KerasLayer(name, className, new LayerConfig(name, config), list),
                        called,
                        Map.of(),
                        List.of());
        Conversion call = new Conversion(part, ref -> bound.get(ref.node()), ops, converters);
        return converters.convert(call).get(0);
    }

    /**
     * An operator of ONNX (version 20 of its default set), for what the other methods do not offer.
     * Its inputs lie as Keras has them, batch first and channels last.
     *
     * @param name the operator's name: {@code CumSum}
     * @param attributes its attributes: {@code Long}, {@code Float}, {@code String}, {@code
     *     long[]}, {@code float[]}
     * @param shape the shape of its first output, batch first
     * @param inputs what goes in
     * @return its first output
     */
    public Symbol operator(
            String name, Map<String, Object> attributes, Shape shape, Symbol... inputs) {
        List<String> names = new ArrayList<>();
        for (Symbol each : inputs) {
            names.add(ops.name(ops.logical(each)));
        }
        return Symbol.of(
                ops.graph.add(name, names, attributes, shape), shape, Layout.logical(shape.rank()));
    }

    /**
     * @param what what of it cannot be used, and what would help
     * @return an error that names layer and class, to be thrown
     */
    public ModelFormatException unsupported(String what) {
        return new ModelFormatException(
                "layer '%s' (%s): %s".formatted(layer().name(), layer().className(), what));
    }

    // ---- for the layers of Keras itself

    Ops ops() {
        return ops;
    }

    KerasNode node() {
        return node;
    }

    boolean isChannelsFirst() {
        return config().text("data_format", "channels_last").equals("channels_first");
    }

    /** A weight by any of its names in the versions of Keras. */
    Optional<Tensor> findWeight(String... names) {
        for (String name : names) {
            Optional<Tensor> found = layer().findWeight(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Tensor anyWeight(String... names) {
        return findWeight(names).orElseGet(() -> layer().weight(names[0]));
    }

    int argumentCount() {
        return arguments.size();
    }

    Optional<KerasArgument> argument(int position, String keyword) {
        return node.argument(position, keyword)
                .filter(argument -> !(argument instanceof KerasArgument.NoneArgument));
    }

    /** An argument as a tensor or a constant. */
    Optional<Symbol> operand(int position, String keyword) {
        return argument(position, keyword).map(this::symbol);
    }

    Symbol requiredOperand(int position, String keyword) {
        return operand(position, keyword)
                .orElseThrow(() -> unsupported("it is called without '" + keyword + "'"));
    }

    /** Tensors that are given as one list. */
    List<Symbol> operands(KerasArgument argument) {
        if (argument instanceof KerasArgument.ListArgument list) {
            return list.items().stream().map(this::symbol).toList();
        }
        return List.of(symbol(argument));
    }

    Symbol symbol(KerasArgument argument) {
        if (argument instanceof KerasArgument.TensorArgument tensor) {
            return symbols.apply(tensor.tensor());
        }
        if (argument instanceof KerasArgument.ArrayArgument array) {
            return Symbol.constant(array.value());
        }
        if (argument instanceof KerasArgument.NumberArgument number) {
            return constant(number.value());
        }
        if (argument instanceof KerasArgument.FlagArgument flag) {
            return constant(flag.value() ? 1 : 0);
        }
        if (argument instanceof KerasArgument.ListArgument list) {
            return stackedConstants(list);
        }
        throw unsupported("it is called with " + argument + ", where a tensor is needed");
    }

    private Symbol stackedConstants(KerasArgument.ListArgument list) {
        List<Tensor> parts = new ArrayList<>();
        for (KerasArgument item : list.items()) {
            parts.add(
                    symbol(item)
                            .value()
                            .orElseThrow(() -> unsupported("it is called with tensors in a list")));
        }
        if (parts.isEmpty()) {
            throw unsupported("it is called with an empty list");
        }
        List<Integer> sizes = new ArrayList<>(List.of(parts.size()));
        sizes.addAll(parts.get(0).shape().dimensions());
        float[] values = new float[parts.size() * parts.get(0).count()];
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).buffer().get(values, i * parts.get(0).count(), parts.get(0).count());
        }
        return Symbol.constant(Tensor.wrap(new Shape(sizes), values));
    }
}
