package io.github.fer4j.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes JSON objects, one a line. A line appears whole and at once, or not at all. It goes by
 * Jackson's generator: an object mapper would cost a tenth of a second at the start.
 */
public final class JsonLines {
    private final JsonFactory factory =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private final PrintWriter out;

    /**
     * @param out where the lines go; stays open
     */
    public JsonLines(PrintWriter out) {
        this.out = out;
    }

    /**
     * Writes one line.
     *
     * @param fields writes the fields of the object; the braces are written here
     */
    public void write(Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(line);
        out.flush();
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    public interface Fields {
        /**
         * @param json stands inside the object
         * @throws IOException if a value cannot be written
         */
        void write(JsonGenerator json) throws IOException;
    }
}
