package io.github.fer4j.examples.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A file of named float32 arrays and a JSON object, whole or not there: it is written aside, forced
 * to the disk and moved to its place, and a checksum at its end tells if the disk lost something.
 *
 * <p>Layout: the eight bytes {@code FERSTATE}, the length of the JSON (four bytes), the JSON in
 * UTF-8, which lists the arrays with their lengths; the arrays' values, little endian; CRC-32 of
 * all that (eight bytes). Lengths are big endian.
 */
public final class StateFile {
    private static final byte[] MAGIC = "FERSTATE".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_HEADER = 64 << 20;
    private static final int CHUNK = 1 << 14;
    private static final JsonMapper MAPPER = new JsonMapper();

    private StateFile() {}

    /**
     * What such a file holds.
     *
     * @param header what is no array
     * @param arrays arrays by their names, in order
     */
    public record Content(ObjectNode header, Map<String, float[]> arrays) {}

    /**
     * Writes a file; one that is there is replaced once the new one is whole.
     *
     * @param file where to
     * @param content what
     * @throws FerException if it cannot be written: disk full, no permission; what was there is
     *     there still
     */
    public static void write(Path file, Content content) {
        try (StagedFiles staged = new StagedFiles()) {
            try (OutputStream out = Files.newOutputStream(staged.aside(file))) {
                write(out, content);
            }
            staged.commit();
        } catch (IOException e) {
            throw new FerException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void write(OutputStream file, Content content) throws IOException {
        CheckedOutputStream sum =
                new CheckedOutputStream(new BufferedOutputStream(file, 4 * CHUNK), new CRC32());
        DataOutputStream out = new DataOutputStream(sum);
        ObjectNode root = MAPPER.createObjectNode();
        root.set("header", content.header());
        ObjectNode lengths = root.putObject("arrays");
        content.arrays().forEach((name, values) -> lengths.put(name, values.length));
        byte[] json = MAPPER.writeValueAsBytes(root);
        out.write(MAGIC);
        out.writeInt(json.length);
        out.write(json);
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] values : content.arrays().values()) {
            for (int at = 0; at < values.length; at += CHUNK) {
                int count = Math.min(CHUNK, values.length - at);
                chunk.asFloatBuffer().put(values, at, count);
                out.write(chunk.array(), 0, 4 * count);
            }
        }
        out.writeLong(sum.getChecksum().getValue());
        out.flush();
    }

    /**
     * @param file such a file
     * @return what it holds
     * @throws FerException if it cannot be read, is none, or is damaged; names the file
     */
    public static Content read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 4 * CHUNK)) {
            return read(file, in);
        } catch (EOFException e) {
            throw damaged(file, "it ends too early");
        } catch (IOException e) {
            throw new FerException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Content read(Path file, InputStream stream) throws IOException {
        CheckedInputStream sum = new CheckedInputStream(stream, new CRC32());
        DataInputStream in = new DataInputStream(sum);
        byte[] magic = new byte[MAGIC.length];
        in.readFully(magic);
        int length = in.readInt();
        if (!Arrays.equals(magic, MAGIC) || length < 2 || length > LARGEST_HEADER) {
            throw damaged(file, "it does not begin as one does");
        }
        byte[] json = new byte[length];
        in.readFully(json);
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw damaged(file, "its header is no JSON");
        }
        if (!(root.path("header") instanceof ObjectNode header)) {
            throw damaged(file, "it has no header");
        }
        Map<String, float[]> arrays = new LinkedHashMap<>();
        long left = Files.size(file);
        for (Map.Entry<String, JsonNode> entry : root.path("arrays").properties()) {
            long count = entry.getValue().asLong(-1);
            if (count < 0 || 4 * count > left) {
                throw damaged(file, "an array of %d values does not fit in".formatted(count));
            }
            left -= 4 * count;
            arrays.put(entry.getKey(), floats(in, (int) count));
        }
        long found = sum.getChecksum().getValue();
        if (in.readLong() != found) {
            throw damaged(file, "its checksum is wrong");
        }
        return new Content(header, arrays);
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < count; at += CHUNK) {
            int part = Math.min(CHUNK, count - at);
            in.readFully(chunk.array(), 0, 4 * part);
            chunk.asFloatBuffer().get(values, at, part);
        }
        return values;
    }

    private static FerException damaged(Path file, String how) {
        return new FerException(
                "%s is no state of a training, or damaged: %s".formatted(file, how));
    }
}
