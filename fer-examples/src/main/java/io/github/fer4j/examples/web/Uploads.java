package io.github.fer4j.examples.web;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

/**
 * The pictures of a request.
 *
 * @param pictures at least one
 * @param asked whether one was asked about, and one object is the answer, or a list of them
 */
record Uploads(List<Picture> pictures, boolean single) {
    private static final String FIELD = "image";
    private static final int LONGEST_NAME = 255;
    private static final int MOST_HEADER_BYTES = 8192;

    /** Of all names: what is no picture costs little, but is not counted for ever. */
    private static final int MOST_FIELDS = 10_000;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    /** Base64 with or without its padding; white space between the letters is passed over. */
    private static final Base64Variant BASE64 =
            Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(
                    Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

    Uploads {
        pictures = List.copyOf(pictures);
    }

    /**
     * A picture's file.
     *
     * @param name what it is called
     * @param encoded its content
     */
    record Picture(String name, byte[] encoded) {}

    /**
     * @param contentType what the request says its body is; empty if it says nothing
     * @param body the body
     * @param most how many pictures there may be
     * @return what it holds, or a {@link Problem.ProblemException}
     */
    static Uploads of(String contentType, byte[] body, int most) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        Uploads uploads =
                switch (type) {
                    case "multipart/form-data" -> ofForm(contentType, body, most);
                    case Answers.JSON -> ofJson(body, most);
                    default -> new Uploads(List.of(new Picture(FIELD, body)), true);
                };
        if (uploads.pictures.size() > most) {
            throw tooMany(most);
        }
        return uploads;
    }

    private static RuntimeException tooMany(int most) {
        return new Problem(
                        HttpStatus.PAYLOAD_TOO_LARGE_413,
                        "too-many-pictures",
                        "a request may hold at most " + most + " pictures")
                .asException();
    }

    private static RuntimeException bad(String code, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST_400, code, detail).asException();
    }

    private static Uploads ofForm(String contentType, byte[] body, int most) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null || boundary.isEmpty()) {
            throw bad("bad-multipart", "the Content-Type names no boundary");
        }
        Form form = new Form(most);
        MultiPart.Parser parser = new MultiPart.Parser(boundary, form);
        parser.setPartHeadersMaxLength(MOST_HEADER_BYTES);
        parser.setMaxParts(MOST_FIELDS);
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
        if (form.failure != null || !form.complete) {
            throw bad(
                    "bad-multipart",
                    form.failure == null || form.failure.getMessage() == null
                            ? "the body is no multipart/form-data"
                            : "the body is no multipart/form-data: " + form.failure.getMessage());
        }
        if (form.found > most) {
            throw tooMany(most);
        }
        if (form.pictures.isEmpty()) {
            throw bad("bad-multipart", "the form has no field \"" + FIELD + "\"");
        }
        return new Uploads(form.pictures, form.pictures.size() == 1);
    }

    private static Uploads ofJson(byte[] body, int most) {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(16)
                                        .maxStringLength(Math.max(1, body.length))
                                        .build())
                        .build();
        List<Picture> pictures = new ArrayList<>();
        int fields = 0;
        boolean single = false;
        try (JsonParser json = factory.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw bad("bad-json", "the body is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(FIELD)) {
                    fields++;
                    single = true;
                    pictures.add(new Picture(FIELD, bytes(json, body)));
                } else if (name.equals("images")) {
                    fields++;
                    readAll(json, body, pictures, most);
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw bad("bad-json", "something follows the JSON object");
            }
        } catch (IOException e) {
            throw bad("bad-json", "the body is no JSON that can be read");
        }
        if (fields != 1) {
            throw bad("bad-json", "the object must have a field \"image\" or a field \"images\"");
        }
        if (pictures.isEmpty()) {
            throw bad("bad-json", "\"images\" holds no picture");
        }
        return new Uploads(pictures, single);
    }

    private static void readAll(JsonParser json, byte[] body, List<Picture> pictures, int most)
            throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            throw bad("bad-json", "\"images\" must be an array of strings");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (pictures.size() == most) {
                throw tooMany(most);
            }
            pictures.add(new Picture(FIELD + "-" + (pictures.size() + 1), bytes(json, body)));
        }
    }

    private static byte[] bytes(JsonParser json, byte[] body) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw bad("bad-json", "a picture must be a string of Base64");
        }
        try {
            if (!isDataUrl(json, body)) {
                return json.getBinaryValue(BASE64); // straight from the body, without its text
            }
            String text = json.getText();
            return BASE64.decode(text.substring(text.indexOf(',') + 1));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw bad("bad-json", "a picture is no Base64");
        }
    }

    /** Whether the string that comes begins as a data URL does. */
    private static boolean isDataUrl(JsonParser json, byte[] body) throws IOException {
        long quote = json.currentTokenLocation().getByteOffset();
        if (quote < 0 || quote + 1 + DATA.length > body.length) {
            return json.getText().startsWith("data:"); // in UTF-16, where places are not told
        }
        int start = (int) quote + 1;
        return Arrays.equals(body, start, start + DATA.length, DATA, 0, DATA.length);
    }

    /** Keeps the pictures of a form in memory, never in a file. */
    private static final class Form extends MultiPart.AbstractPartsListener {
        private final int most;
        private final List<Picture> pictures = new ArrayList<>();
        private int found;
        private ByteArrayOutputStream content = new ByteArrayOutputStream();
        private Throwable failure;
        private boolean complete;

        Form(int most) {
            this.most = most;
        }

        @Override
        public void onPartContent(Content.Chunk chunk) {
            ByteBuffer bytes = chunk.getByteBuffer();
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            content.write(array, 0, array.length);
        }

        @Override
        public void onPart(String name, String fileName, HttpFields headers) {
            if (FIELD.equals(name) && ++found <= most) {
                pictures.add(new Picture(called(fileName), content.toByteArray()));
            }
            content = new ByteArrayOutputStream();
        }

        private static String called(String fileName) {
            return fileName == null || fileName.isBlank() || fileName.length() > LONGEST_NAME
                    ? FIELD
                    : fileName;
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        @Override
        public void onFailure(Throwable reason) {
            failure = reason;
        }
    }
}
