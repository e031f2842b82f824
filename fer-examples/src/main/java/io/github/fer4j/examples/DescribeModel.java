package io.github.fer4j.examples;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.examples.cli.EngineConverter;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.ModelFiles;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.engine.Engine;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.TensorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists a network's layers, its inputs and outputs, and what each engine says about it. */
@Command(
        name = "DescribeModel",
        sortOptions = false,
        description =
                "Lists a network's layers like Keras' summary(), its inputs, outputs and"
                        + " parameters, and what each engine says about it.",
        footer = {
            "",
            "Ends with 0 if the network was read, also if an engine refuses it; 1 if it cannot be"
                    + " read; 2 for wrong usage."
        })
public final class DescribeModel extends MainCommand {
    /** Bytes in what Keras' summary calls a KB. */
    private static final double KILO = 1024;

    @Mixin private ModelFiles files;

    /** For {@link #main} and tests. */
    public DescribeModel() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new DescribeModel(), args);
    }

    @Override
    public Integer call() {
        if (files.isIncomplete()) {
            throw usage("--weights needs the --model that they belong to");
        }
        KerasModel model = files.model().isPresent() ? files.read() : BundledNetwork.FER2013.read();
        List<EngineOpinion> opinions =
                Arrays.stream(Engine.values())
                        .map(engine -> EngineOpinion.of(engine, model))
                        .toList();
        LayerTable layers = new LayerTable(model);
        if (isJson()) {
            jsonLines().write(json -> write(json, model, layers, opinions));
        } else {
            print(model, layers, opinions);
        }
        return ExitCodes.DONE;
    }

    private void print(KerasModel model, LayerTable layers, List<EngineOpinion> opinions) {
        out().println("Network: " + model.name() + " (" + file() + ")");
        out().println("Written by: " + writer(model));
        out().println();
        layers.text().print(out());
        out().println();
        out().println(
                        String.format(
                                Locale.ROOT,
                                "Total params: %,d (%s)",
                                model.parameterCount(),
                                bytes(model.parameterCount() * Float.BYTES)));
        model.inputs().forEach(input -> printTensor("Input", input, model, layers));
        model.outputs().forEach(output -> printTensor("Output", output, model, layers));
        for (EngineOpinion opinion : opinions) {
            out().println(
                            "Engine %s: %s: %s"
                                    .formatted(
                                            EngineConverter.name(opinion.engine()),
                                            opinion.runs() ? "runs" : "refused",
                                            opinion.detail()));
            opinion.graph()
                    .ifPresent(
                            graph ->
                                    out().println(
                                                    "ONNX graph: %d nodes as the layers came, %d once simplified"
                                                            .formatted(
                                                                    graph.nodesBefore(),
                                                                    graph.nodesAfter())));
        }
    }

    private void printTensor(String what, TensorRef tensor, KerasModel model, LayerTable layers) {
        out().println(what + ": " + layers.name(tensor) + " " + model.shape(tensor));
    }

    private void write(
            JsonGenerator json, KerasModel model, LayerTable layers, List<EngineOpinion> opinions)
            throws IOException {
        json.writeStringField("file", file());
        json.writeStringField("name", model.name());
        json.writeStringField("kerasVersion", model.kerasVersion());
        json.writeNumberField("params", model.parameterCount());
        writeTensors(json, "inputs", model.inputs(), model, layers);
        writeTensors(json, "outputs", model.outputs(), model, layers);
        json.writeArrayFieldStart("layers");
        for (LayerTable.Row row : layers.rows()) {
            json.writeStartObject();
            json.writeStringField("name", row.name());
            json.writeStringField("class", row.className());
            json.writeArrayFieldStart("outputShapes");
            for (Shape shape : row.shapes()) {
                writeShape(json, shape);
            }
            json.writeEndArray();
            json.writeNumberField("params", row.parameters());
            json.writeArrayFieldStart("connectedTo");
            for (String input : row.inputs()) {
                json.writeString(input);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("engines");
        for (EngineOpinion opinion : opinions) {
            json.writeObjectFieldStart(EngineConverter.name(opinion.engine()));
            json.writeBooleanField("runs", opinion.runs());
            json.writeStringField("detail", opinion.detail());
            if (opinion.graph().isPresent()) {
                json.writeNumberField("nodesBefore", opinion.graph().get().nodesBefore());
                json.writeNumberField("nodesAfter", opinion.graph().get().nodesAfter());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeTensors(
            JsonGenerator json,
            String field,
            List<TensorRef> tensors,
            KerasModel model,
            LayerTable layers)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (TensorRef tensor : tensors) {
            json.writeStartObject();
            json.writeStringField("name", layers.name(tensor));
            json.writeFieldName("shape");
            writeShape(json, model.shape(tensor));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeShape(JsonGenerator json, Shape shape) throws IOException {
        json.writeStartArray();
        for (int size : shape.dimensions()) {
            if (size == Shape.UNKNOWN) {
                json.writeNull();
            } else {
                json.writeNumber(size);
            }
        }
        json.writeEndArray();
    }

    private static String bytes(long count) {
        return count < KILO * KILO
                ? String.format(Locale.ROOT, "%.2f KB", count / KILO)
                : String.format(Locale.ROOT, "%.2f MB", count / KILO / KILO);
    }

    private String file() {
        return files.model().map(Path::toString).orElse("comes with fer");
    }

    private static String writer(KerasModel model) {
        return model.kerasVersion().isEmpty()
                ? "a Keras whose version the file does not say"
                : "Keras " + model.kerasVersion();
    }
}
