package io.github.fer4j.model.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.internal.StagedFiles;
import io.github.fer4j.model.keras.KerasModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What cannot be known from a Keras network's file, in a file of its own beside it: {@code
 * model.fer.json} for {@code model.keras}, {@code model.h5} and {@code model.json} alike. {@link
 * ClassifierLoader} finds it, so that nobody has to name labels, scaling or temperature again; what
 * is named goes before it.
 *
 * <pre>{@code
 * {"ferplus": {"fer.labels": "angry,disgust,…", "fer.scaling.mean": "0.0", "fer.temperature": "0.5", …}}
 * }</pre>
 *
 * <p>The keys are the names of the network's outputs, the values the strings of {@link
 * OnnxMetadata}.
 */
public final class SpecFile {
    private static final String ENDING = ".fer.json";

    /** Far more than two heads with eight labels each; who writes more means something else. */
    private static final long MAX_BYTES = 1 << 20;

    private static final JsonFactory FACTORY = new JsonFactory();

    private SpecFile() {}

    /**
     * @param model a network's file
     * @return where what is said about it stands, whether that is there or not
     */
    public static Path beside(Path model) {
        String name = model.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot < 1 ? name : name.substring(0, dot)) + ENDING);
    }

    /**
     * @param model a network's file
     * @param network what is in it
     * @param specs what is to be said, by the names of its outputs
     * @return the file, which is there whole or not at all
     * @throws IllegalArgumentException if the network has no output of such a name
     * @throws FerException if it cannot be written
     */
    public static Path write(Path model, KerasModel network, Map<String, ModelSpec> specs) {
        Map<String, OnnxMetadata> all = new LinkedHashMap<>();
        specs.forEach(
                (output, spec) ->
                        all.put(output, OnnxMetadata.of(network.withOutput(output), spec)));
        return writeAll(model, network, all);
    }

    /**
     * Writes what is to be said about one output and leaves what is said about others.
     *
     * @param model a network's file
     * @param network what is in it
     * @param output the name of one of its outputs
     * @param spec what is to be said about it
     * @return the file, which is there whole or as it was
     * @throws IllegalArgumentException if the network has no output of that name
     * @throws ModelFormatException if the file that is there cannot be read
     * @throws FerException if it cannot be written
     */
    public static Path update(Path model, KerasModel network, String output, ModelSpec spec) {
        Map<String, OnnxMetadata> all = new LinkedHashMap<>(read(model));
        all.put(output, OnnxMetadata.of(network.withOutput(output), spec));
        all.keySet().retainAll(network.outputNames());
        return writeAll(model, network, all);
    }

    private static Path writeAll(
            Path model, KerasModel network, Map<String, OnnxMetadata> metadata) {
        Path file = beside(model);
        try (StagedFiles files = new StagedFiles()) {
            try (OutputStream out = Files.newOutputStream(files.aside(file));
                    JsonGenerator json = FACTORY.createGenerator(out)) {
                json.useDefaultPrettyPrinter();
                json.writeStartObject();
                for (Map.Entry<String, OnnxMetadata> entry : metadata.entrySet()) {
                    json.writeObjectFieldStart(entry.getKey());
                    for (Map.Entry<String, String> field :
                            entry.getValue().toMap(network.withOutput(entry.getKey())).entrySet()) {
                        json.writeStringField(field.getKey(), field.getValue());
                    }
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            files.commit();
        } catch (IOException e) {
            throw new FerException("cannot write " + file + ": " + e.getMessage(), e);
        }
        return file;
    }

    /**
     * @param model a network's file
     * @return what is said about it, by the names of its outputs; empty if there is no such file
     * @throws ModelFormatException if there is one that cannot be read; names it
     */
    public static Map<String, OnnxMetadata> read(Path model) {
        Path file = beside(model);
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        Map<String, OnnxMetadata> specs = new LinkedHashMap<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelFormatException(file + " is larger than " + MAX_BYTES + " bytes");
            }
            try (JsonParser parser = FACTORY.createParser(Files.readAllBytes(file))) {
                expect(parser.nextToken() == JsonToken.START_OBJECT, file);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String output = parser.currentName();
                    expect(parser.nextToken() == JsonToken.START_OBJECT, file);
                    specs.put(output, metadata(parser, file));
                }
            }
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelFormatException("cannot read " + file + ": " + e.getMessage(), e);
        }
        return specs;
    }

    private static OnnxMetadata metadata(JsonParser parser, Path file) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            expect(parser.nextToken() == JsonToken.VALUE_STRING, file);
            fields.put(key, parser.getText());
        }
        try {
            return OnnxMetadata.of(fields);
        } catch (ModelFormatException e) {
            throw new ModelFormatException(file + ": " + e.getMessage(), e);
        }
    }

    private static void expect(boolean fulfilled, Path file) {
        if (!fulfilled) {
            throw new ModelFormatException(
                    file
                            + " must hold an object for each output of the network, with strings"
                            + " such as \"fer.labels\": \"angry,happy\"");
        }
    }
}
