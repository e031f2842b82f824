package io.github.fer4j.model.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON as Python's {@code json} module writes it: ASCII, with NaN and Infinity as words. */
final class KerasJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .build();

    private KerasJson() {}

    static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object item : list) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Double || value instanceof Float) {
            generator.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value == null) {
            generator.writeNull();
        } else {
            generator.writeString(value.toString());
        }
    }

    /** A shape as a list; null where a size is unknown. */
    static List<Object> shape(Shape shape) {
        List<Object> sizes = new ArrayList<>();
        for (int size : shape.dimensions()) {
            sizes.add(size == Shape.UNKNOWN ? null : (Object) (long) size);
        }
        return sizes;
    }

    /** Values as lists in lists; one alone where the tensor is a scalar. */
    static Object nested(Tensor tensor) {
        return nested(tensor, 0, 0);
    }

    private static Object nested(Tensor tensor, int axis, int start) {
        if (axis == tensor.shape().rank()) {
            return (double) tensor.get(start);
        }
        int stride = 1;
        for (int i = axis + 1; i < tensor.shape().rank(); i++) {
            stride *= tensor.shape().size(i);
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < tensor.shape().size(axis); i++) {
            items.add(nested(tensor, axis + 1, start + i * stride));
        }
        return items;
    }

    /** A number as Python would write it: an integer where it is one. */
    static Object number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= 1L << 53
                ? (Object) (long) value
                : (Object) value;
    }
}
