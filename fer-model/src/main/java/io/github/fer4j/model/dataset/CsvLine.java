package io.github.fer4j.model.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The line of a CSV file of faces that was read last. */
final class CsvLine {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_TEXT = 1000;
    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private final byte[] pixels;
    private final StringBuilder text = new StringBuilder();
    private String emotion = "";
    private String usage = "";
    private String badPixel;
    private int pixelCount;
    private boolean blank;
    private long number;

    /**
     * @param mostPixels how many are kept of a line; all are counted
     */
    CsvLine(InputStream in, int mostPixels) {
        this.in = in;
        this.pixels = new byte[mostPixels];
    }

    /** Reads a line as text, which is cut if it is too long for a header; false at the end. */
    boolean readHeader() throws IOException {
        int c = next();
        if (c == END) {
            return false;
        }
        number++;
        text.setLength(0);
        for (; c != END && c != '\n'; c = next()) {
            if (c != '\r' && text.length() < LONGEST_TEXT) {
                text.append((char) c);
            }
        }
        String utf8 =
                new String(
                        text.toString().getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8);
        text.setLength(0);
        text.append(utf8.startsWith("\ufeff") ? utf8.substring(1) : utf8);
        return true;
    }

    /** Reads a line of data; false at the end. */
    boolean readRow(int pixelsColumn, int emotionColumn, int usageColumn) throws IOException {
        emotion = "";
        usage = "";
        badPixel = null;
        pixelCount = 0;
        blank = true;
        int c = next();
        if (c == END) {
            return false;
        }
        position--;
        number++;
        int column = 0;
        int end;
        do {
            end = column == pixelsColumn ? readPixels() : readText();
            if (column == emotionColumn) {
                emotion = cell();
            } else if (column == usageColumn) {
                usage = cell();
            }
            blank &= end != ',' && pixelCount == 0 && badPixel == null && cell().isEmpty();
            column++;
        } while (end == ',');
        return true;
    }

    private String cell() {
        return text.toString().trim();
    }

    /** Reads a cell and says what ended it: a comma, a line's end or the file's. */
    private int readText() throws IOException {
        text.setLength(0);
        boolean quoted = false;
        int c = next();
        for (; c != END && c != '\n' && (quoted || c != ','); c = next()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c != '\r' && text.length() < LONGEST_TEXT) {
                text.append((char) c);
            }
        }
        return c;
    }

    private int readPixels() throws IOException {
        text.setLength(0);
        int value = -1;
        while (true) {
            int c = position < limit ? buffer[position++] & 0xff : next();
            if (c >= '0' && c <= '9') {
                value = value < 0 ? c - '0' : Math.min(value * 10 + c - '0', 99_999);
                continue;
            }
            if (value >= 0) {
                keep(value);
                value = -1;
            }
            if (c == ',' || c == '\n' || c == END) {
                return c;
            }
            if (c != ' ' && c != '\r' && c != '"' && c != '\t' && badPixel == null) {
                badPixel = String.valueOf((char) c);
            }
        }
    }

    private void keep(int value) {
        if (value > 255 && badPixel == null) {
            badPixel = Integer.toString(value);
        }
        if (pixelCount < pixels.length) {
            pixels[pixelCount] = (byte) value;
        }
        pixelCount++;
    }

    private int next() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return END;
            }
        }
        return buffer[position++] & 0xff;
    }

    String text() {
        return text.toString();
    }

    String emotion() {
        return emotion;
    }

    String usage() {
        return usage;
    }

    /** What stands among the pixels and is none. */
    Optional<String> badPixel() {
        return Optional.ofNullable(badPixel);
    }

    int pixelCount() {
        return pixelCount;
    }

    /** A copy of the pixels. */
    byte[] pixels() {
        return pixels.clone();
    }

    boolean isBlank() {
        return blank;
    }

    /** The line's number in the file, from 1. */
    long number() {
        return number;
    }
}
