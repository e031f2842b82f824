package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks the markers of a JPEG file (ITU-T T.81, annex B) up to the end of the picture: its size,
 * its orientation, and whether the compressed data are all there. The decoder underneath answers
 * half a picture without a word.
 */
final class JpegReader {
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DRI = 0xdd;
    private static final int DHT = 0xc4;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int RST0 = 0xd0;
    private static final int RST_COUNT = 8;
    private static final int TEM = 0x01;

    private final ImageBytes bytes;

    private int width;
    private int height;
    private int components;
    private int restartInterval;
    private boolean frameSeen;
    private boolean adobe;

    /** Where the last thing begins that is not there as a whole; data of a scan count as whole. */
    private int wholeUntil;

    private boolean exifSeen;
    private Orientation orientation = Orientation.UPRIGHT;
    private JpegScans scans;
    private Optional<String> damage = Optional.empty();

    JpegReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        try {
            walk();
        } catch (ImageBytes.EndOfBytesException e) {
            if (scans == null || !scans.begun()) {
                throw e;
            }
            damage = Optional.of("cut off after " + bytes.length() + " bytes");
        }
        return new ImageStructure(
                ImageFormat.JPEG,
                width,
                height,
                components == 1 ? Color.GREY : Color.BGR,
                orientation,
                damage,
                () -> Optional.of(damage.isEmpty() ? bytes.data() : mended()));
    }

    private void walk() {
        int position = 2;
        while (true) {
            wholeUntil = position;
            position = nextMarker(position);
            int marker = bytes.u8(position - 1);
            if (marker == EOI) {
                finish();
                return;
            }
            if (marker == SOI || marker == TEM || isRestart(marker)) {
                continue;
            }
            int length = bytes.u16be(position);
            if (length < 2) {
                note("damaged after %d bytes: a segment of %d bytes".formatted(position, length));
                length = 2;
            }
            int end = position + length;
            segment(marker, position + 2, end);
            position = end;
            if (marker == SOS) {
                wholeUntil = bytes.length();
                position = scans.skip(bytes, position);
                scans.damage().ifPresent(this::note);
            }
        }
    }

    /**
     * The position after the next marker's code. Other bytes before it are skipped, as libjpeg
     * does.
     */
    private int nextMarker(int position) {
        int current = position;
        while (bytes.u8(current) != 0xff) {
            current++;
        }
        if (current > position) {
            note("damaged after %d bytes: no marker where one must be".formatted(position));
        }
        while (bytes.u8(current) == 0xff) {
            current++;
        }
        return bytes.u8(current) == 0 ? nextMarker(current + 1) : current + 1;
    }

    private void segment(int marker, int start, int end) {
        if (isFrame(marker)) {
            frame(marker, start);
        } else if (marker == APP1 && !exifSeen && bytes.has(start, "Exif\0")) {
            exifSeen = true;
            orientation = ExifReader.orientation(bytes, start + 6, end);
        } else if (marker == APP14 && bytes.has(start, "Adobe")) {
            adobe = true;
        } else if (marker == DRI) {
            restartInterval = bytes.u16be(start);
        } else if (marker == SOS) {
            if (scans == null) {
                throw bytes.unreadable(ImageFormat.JPEG, "is damaged: it names no size");
            }
            scans.begin(bytes, start, restartInterval);
        }
    }

    private void frame(int marker, int start) {
        if (frameSeen) {
            note("damaged after %d bytes: a second frame header".formatted(start));
            return;
        }
        frameSeen = true;
        int process = marker & 0x0f;
        if (process == 3 || process >= 5) {
            throw bytes.unreadable(
                    ImageFormat.JPEG,
                    "is coded in process %d (lossless, differential or arithmetic); baseline, extended and progressive Huffman coding are accepted"
                            .formatted(process));
        }
        int precision = bytes.u8(start);
        if (precision != 8) {
            throw bytes.unreadable(
                    ImageFormat.JPEG, "has " + precision + " bits a sample; 8 are accepted");
        }
        height = bytes.u16be(start + 1);
        width = bytes.u16be(start + 3);
        components = bytes.u8(start + 5);
        if (components != 1 && components != 3 && components != 4) {
            throw bytes.unreadable(
                    ImageFormat.JPEG, "has " + components + " components; 1, 3 or 4 are accepted");
        }
        scans = new JpegScans(bytes, start);
    }

    private void finish() {
        if (scans == null || !scans.begun()) {
            throw bytes.unreadable(ImageFormat.JPEG, "is damaged: it ends before any picture data");
        }
        if (components == 4 && !adobe) {
            throw bytes.unreadable(
                    ImageFormat.JPEG,
                    "has four components and no Adobe marker that says whether they are inverted;"
                            + " convert it to RGB");
        }
    }

    private void note(String fault) {
        if (damage.isEmpty()) {
            damage = Optional.of(fault);
        }
    }

    /** With an end marker the decoder fills what is missing with grey instead of giving up. */
    private byte[] mended() {
        byte[] mended = Arrays.copyOf(bytes.data(), wholeUntil + 2);
        mended[wholeUntil] = (byte) 0xff;
        mended[wholeUntil + 1] = (byte) EOI;
        return mended;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != JPG && marker != DAC;
    }

    private static boolean isRestart(int marker) {
        return marker >= RST0 && marker < RST0 + RST_COUNT;
    }
}
