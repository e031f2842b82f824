package io.github.fer4j.model.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.fer4j.model.ModelFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as Python writes it, as plain maps, lists, strings, numbers, flags and nulls.
 *
 * <p>The streaming parser alone: building an object mapper would cost a third of a cold start.
 */
final class Json {
    /** Far more than a network's configuration; a MobileNet's is 0.1 MB. */
    static final int MAX_BYTES = 64 << 20;

    /** A nested model takes four levels, so this is room for a hundred. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_NAME_LENGTH = 10_000;
    private static final int MAX_VALUES = 5_000_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    .maxStringLength(MAX_BYTES)
                                    .build())
                    // Python's json module writes NaN and Infinity.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    private int values;

    private Json() {}

    /**
     * @param text UTF-8, with or without a byte order mark; JSON that is one string which holds
     *     JSON again is unwrapped
     */
    static Object parse(byte[] text, int offset, int length) {
        int skipped = hasByteOrderMark(text, offset, length) ? 3 : 0;
        return parse(text, offset + skipped, length - skipped, 0);
    }

    static Object parse(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** Like {@link #parse}, for what must be a JSON object. */
    static Map<String, Object> parseObject(byte[] text, int offset, int length) {
        return object(parse(text, offset, length));
    }

    /** Like {@link #parse}, for what must be a JSON object. */
    static Map<String, Object> parseObject(String text) {
        return object(parse(text));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new ModelFormatException(
                "expected a JSON object that describes a network, found " + kind(value));
    }

    /** What a value is called in an error message. */
    static String kind(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Map) {
            return "an object";
        } else if (value instanceof List<?> list) {
            return "an array of " + list.size();
        } else if (value instanceof String text) {
            return "the string '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
        }
        return "the value " + value;
    }

    private static boolean hasByteOrderMark(byte[] text, int offset, int length) {
        return length >= 3
                && text[offset] == (byte) 0xEF
                && text[offset + 1] == (byte) 0xBB
                && text[offset + 2] == (byte) 0xBF;
    }

    private static Object parse(byte[] text, int offset, int length, int wrapped) {
        if (length > MAX_BYTES) {
            throw new ModelFormatException(
                    "%,d bytes of JSON, at most %,d are read".formatted(length, MAX_BYTES));
        }
        Object value;
        try (JsonParser parser = FACTORY.createParser(text, offset, length)) {
            if (parser.nextToken() == null) {
                throw new ModelFormatException("invalid JSON: there is nothing but blanks");
            }
            value = new Json().value(parser);
            if (parser.nextToken() != null) {
                throw new ModelFormatException(
                        "invalid JSON: text after its end, at line %d, column %d"
                                .formatted(
                                        parser.currentLocation().getLineNr(),
                                        parser.currentLocation().getColumnNr()));
            }
        } catch (JsonProcessingException e) {
            throw new ModelFormatException("invalid JSON: " + described(e), e);
        } catch (IOException e) {
            throw new ModelFormatException("unreadable JSON: " + e.getMessage(), e);
        }
        if (value instanceof String inner && wrapped < 2) {
            String trimmed = inner.strip();
            if (trimmed.startsWith("{") || trimmed.startsWith("\"")) {
                byte[] bytes = trimmed.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                return parse(bytes, 0, bytes.length, wrapped + 1);
            }
        }
        return value;
    }

    private static String described(JsonProcessingException e) {
        String where =
                e.getLocation() == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        String message = e.getOriginalMessage();
        int detail = message.indexOf(" at [Source");
        return (detail < 0 ? message : message.substring(0, detail)) + where;
    }

    /** Recursive; {@link #MAX_DEPTH} bounds it. */
    private Object value(JsonParser parser) throws IOException {
        if (++values > MAX_VALUES) {
            throw new ModelFormatException(
                    "more than %,d values in one JSON text".formatted(MAX_VALUES));
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT -> {
                // What no long holds is no size either; as a double it is refused where it is used.
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_TRUE -> {
                return Boolean.TRUE;
            }
            case VALUE_FALSE -> {
                return Boolean.FALSE;
            }
            case VALUE_NULL -> {
                return null;
            }
            default ->
                    throw new ModelFormatException(
                            "invalid JSON: unexpected " + parser.currentToken());
        }
    }
}
