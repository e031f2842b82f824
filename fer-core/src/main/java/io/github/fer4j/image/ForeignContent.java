package io.github.fer4j.image;

import java.util.Locale;

/** Says what a file is that is none of the accepted pictures, so that a message can name it. */
final class ForeignContent {
    private static final int SHOWN_BYTES = 8;

    private ForeignContent() {}

    /**
     * @param bytes the beginning of the file, or all of it
     * @return what it is, with an article
     */
    static String describe(ImageBytes bytes) {
        if (bytes.length() == 0) {
            return "an empty file";
        }
        String known = signature(bytes);
        if (known != null) {
            return known;
        }
        if (isAll(bytes, 0)) {
            return "nothing but zero bytes";
        }
        return looksLikeText(bytes) ? text(bytes) : "unknown data that begin with " + hex(bytes);
    }

    /** What the first bytes stand for; null if nothing that is known here. */
    private static String signature(ImageBytes bytes) {
        if (bytes.has(4, "ftyp")) {
            return isoMedia(bytes);
        }
        if (bytes.has(0, "RIFF")) {
            return bytes.has(8, "AVI ") ? "an AVI video" : "a RIFF file that is no WebP picture";
        }
        if (bytes.has(0, "%PDF")) {
            return "a PDF document";
        }
        if (bytes.startsWith('P', 'K', 3, 4)) {
            return "a ZIP archive or an office document";
        }
        if (bytes.startsWith(0x1f, 0x8b)) {
            return "gzip data";
        }
        if (bytes.startsWith(0x89, 'H', 'D', 'F')) {
            return "an HDF5 file, perhaps a network";
        }
        if (bytes.startsWith(0, 0, 0, 12, 'j', 'P') || bytes.startsWith(0xff, 0x4f, 0xff, 0x51)) {
            return "a JPEG 2000 picture";
        }
        if (bytes.startsWith(0xff, 0x0a) || bytes.startsWith(0, 0, 0, 12, 'J', 'X', 'L', ' ')) {
            return "a JPEG XL picture";
        }
        if (bytes.startsWith('I', 'I', 43, 0) || bytes.startsWith('M', 'M', 0, 43)) {
            return "a BigTIFF picture";
        }
        if (bytes.startsWith(0, 0, 1, 0)) {
            return "an icon";
        }
        if (bytes.startsWith(0x76, 0x2f, 0x31, 0x01)) {
            return "an OpenEXR picture";
        }
        if (bytes.has(0, "8BPS")) {
            return "a Photoshop document";
        }
        if (bytes.has(0, "P7\n")) {
            return "a PAM picture";
        }
        if (bytes.has(0, "#?RADIANCE")) {
            return "a Radiance HDR picture";
        }
        if (bytes.startsWith(0x1a, 0x45, 0xdf, 0xa3)) {
            return "a Matroska or WebM video";
        }
        if (bytes.startsWith(0x7f, 'E', 'L', 'F') || bytes.startsWith('M', 'Z', 0x90)) {
            return "a program";
        }
        if (bytes.startsWith(0xca, 0xfe, 0xba, 0xbe)) {
            return "a Java class";
        }
        return null;
    }

    private static String isoMedia(ImageBytes bytes) {
        if (bytes.has(8, "avif") || bytes.has(8, "avis")) {
            return "an AVIF picture";
        }
        if (bytes.has(8, "heic") || bytes.has(8, "heix") || bytes.has(8, "mif1")) {
            return "a HEIF (HEIC) picture";
        }
        return bytes.has(8, "qt  ") ? "a QuickTime video" : "an MP4 video";
    }

    private static String text(ImageBytes bytes) {
        StringBuilder builder = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length(), 512); i++) {
            builder.append((char) bytes.u8(i));
        }
        String beginning = builder.toString().strip().toLowerCase(Locale.ROOT);
        if (beginning.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, not the file it stands for: run 'git lfs pull'";
        }
        if (beginning.startsWith("<!doctype html") || beginning.startsWith("<html")) {
            return "an HTML page";
        }
        if (beginning.contains("<svg")) {
            return "an SVG drawing";
        }
        if (beginning.startsWith("<?xml")) {
            return "XML text";
        }
        return beginning.startsWith("{") || beginning.startsWith("[") ? "JSON text" : "text";
    }

    private static boolean looksLikeText(ImageBytes bytes) {
        for (int i = 0; i < Math.min(bytes.length(), 512); i++) {
            int c = bytes.u8(i);
            if (c == 0x7f || c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAll(ImageBytes bytes, int value) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.u8(i) != value) {
                return false;
            }
        }
        return true;
    }

    private static String hex(ImageBytes bytes) {
        StringBuilder builder = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN_BYTES, bytes.length()); i++) {
            builder.append(i == 0 ? "" : " ").append("%02x".formatted(bytes.u8(i)));
        }
        return builder.toString();
    }
}
