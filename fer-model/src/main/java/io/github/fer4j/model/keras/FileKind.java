package io.github.fer4j.model.keras;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What a file is by its first bytes; endings are not trusted. */
enum FileKind {
    HDF5("an HDF5 file"),
    ZIP("a zip archive"),
    JSON("JSON"),
    YAML("YAML"),
    EMPTY("an empty file"),
    GIT_LFS_POINTER("a Git LFS pointer; fetch the file itself with 'git lfs pull'"),
    PNG("a PNG picture"),
    JPEG("a JPEG picture"),
    GIF("a GIF picture"),
    GZIP("a gzip archive; unpack it first"),
    TAR("a tar archive; unpack it first"),
    PICKLE("a Python pickle, which is never evaluated"),
    PDF("a PDF"),
    HTML("a web page"),
    ONNX_OR_PROTOBUF("perhaps a TensorFlow or ONNX file"),
    TEXT("text"),
    UNKNOWN("bytes of no known format");

    private static final byte[] HDF5_SIGNATURE = {
        (byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'
    };

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** A noun phrase for an error message. */
    String description() {
        return description;
    }

    static FileKind of(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        // A zip's member may stand where a user block would end, so this goes first.
        if (starts(bytes, 'P', 'K', 3, 4) || starts(bytes, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (hdf5Offset(bytes) >= 0) {
            return HDF5;
        }
        if (starts(bytes, 0x89, 'P', 'N', 'G')) {
            return PNG;
        }
        if (starts(bytes, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (starts(bytes, 'G', 'I', 'F', '8')) {
            return GIF;
        }
        if (starts(bytes, 0x1F, 0x8B)) {
            return GZIP;
        }
        if (starts(bytes, '%', 'P', 'D', 'F')) {
            return PDF;
        }
        if (bytes[0] == (byte) 0x80 && bytes.length > 1 && bytes[1] >= 2 && bytes[1] <= 5) {
            return PICKLE;
        }
        if (bytes.length > 262
                && new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return TAR;
        }
        return ofText(bytes);
    }

    /**
     * @return where HDF5's signature stands (0, or after a user block of 512 bytes, 1024, …), −1 if
     *     nowhere
     */
    static int hdf5Offset(byte[] bytes) {
        for (long offset = 0;
                offset + HDF5_SIGNATURE.length <= bytes.length;
                offset = offset == 0 ? 512 : offset * 2) {
            int at = (int) offset;
            if (Arrays.equals(
                    bytes,
                    at,
                    at + HDF5_SIGNATURE.length,
                    HDF5_SIGNATURE,
                    0,
                    HDF5_SIGNATURE.length)) {
                return at;
            }
        }
        return -1;
    }

    private static FileKind ofText(byte[] bytes) {
        int length = Math.min(bytes.length, 4096);
        for (int i = 0; i < length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && !Character.isWhitespace(bytes[i])) {
                return bytes[0] == 8 ? ONNX_OR_PROTOBUF : UNKNOWN;
            }
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1).strip();
        }
        if (text.startsWith("version https://git-lfs")) {
            return GIT_LFS_POINTER;
        }
        String lower = text.substring(0, Math.min(64, text.length())).toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype")
                || lower.startsWith("<html")
                || lower.startsWith("<?xml")) {
            return HTML;
        }
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
            return JSON;
        }
        if (text.contains("class_name:")) {
            return YAML;
        }
        return TEXT;
    }

    private static boolean starts(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != (prefix[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
