package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file (ISO/IEC 15948) and checks their sums. Only what makes the picture
 * goes on to the decoder: no profiles, texts and animation frames, which cost time, memory and
 * warnings.
 */
final class PngReader {
    private static final int HEADER_LENGTH = 13;

    private static final int GREY = 0;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    private final ImageBytes bytes;
    private final List<PngChunk> kept = new ArrayList<>();

    private boolean transparency;
    private boolean dataSeen;
    private Orientation orientation = Orientation.UPRIGHT;
    private Optional<String> damage = Optional.empty();

    PngReader(ImageBytes bytes) {
        this.bytes = bytes;
    }

    ImageStructure read() {
        PngHeader header = header();
        try {
            int position = kept.get(0).end();
            while (!bytes.has(position + 4, "IEND")) {
                position = chunk(position);
            }
        } catch (ImageBytes.EndOfBytesException e) {
            note("cut off after " + bytes.length() + " bytes");
        }
        if (!dataSeen) {
            throw bytes.unreadable(
                    ImageFormat.PNG,
                    damage.map(fault -> "is " + fault + ", before any picture data")
                            .orElse("is damaged: it has no picture data"));
        }
        return new ImageStructure(
                ImageFormat.PNG,
                header.width(),
                header.height(),
                color(header),
                orientation,
                damage,
                () ->
                        damage.isEmpty()
                                ? Optional.of(PngChunk.assemble(bytes.data(), kept))
                                : new PngMender(bytes.data(), header, kept).mended());
    }

    private PngHeader header() {
        PngChunk chunk = new PngChunk(PngChunk.SIGNATURE_LENGTH, HEADER_LENGTH);
        if (bytes.u32be(chunk.start()) != HEADER_LENGTH || !bytes.has(chunk.start() + 4, "IHDR")) {
            throw bytes.unreadable(ImageFormat.PNG, "is damaged: it does not begin with a header");
        }
        int data = chunk.data();
        long width = bytes.u32be(data);
        long height = bytes.u32be(data + 4);
        int depth = bytes.u8(data + 8);
        int colorType = bytes.u8(data + 9);
        if (!isIntact(chunk)
                || width > Integer.MAX_VALUE
                || height > Integer.MAX_VALUE
                || !PngHeader.fits(colorType, depth)) {
            throw bytes.unreadable(ImageFormat.PNG, "is damaged: its header makes no sense");
        }
        kept.add(chunk);
        boolean interlaced = bytes.u8(data + 12) == 1;
        return new PngHeader((int) width, (int) height, depth, colorType, interlaced);
    }

    private Color color(PngHeader header) {
        if (transparency || header.colorType() == GREY_ALPHA || header.colorType() == RGB_ALPHA) {
            return Color.ALPHA;
        }
        return header.colorType() == GREY ? Color.GREY : Color.BGR;
    }

    /** Reads one chunk and returns where the next begins. */
    private int chunk(int position) {
        long length = bytes.u32be(position);
        boolean data = bytes.has(position + 4, "IDAT");
        long room = bytes.length() - (long) position - PngChunk.FRAME_LENGTH;
        if (length > room) {
            if (data && room > 0) {
                dataSeen = true;
                kept.add(new PngChunk(position, (int) room));
            }
            throw new ImageBytes.EndOfBytesException();
        }
        PngChunk chunk = new PngChunk(position, (int) length);
        if (data || isCritical(position) || bytes.has(position + 4, "tRNS")) {
            if (!isIntact(chunk)) {
                note("damaged after %d bytes: a check sum is wrong".formatted(position));
            }
            kept.add(chunk);
            dataSeen |= data;
            transparency |= bytes.has(position + 4, "tRNS");
        } else if (bytes.has(position + 4, "eXIf")) {
            orientation = ExifReader.orientation(bytes, chunk.data(), chunk.data() + (int) length);
        }
        return chunk.end();
    }

    /** Whether a decoder must know the chunk: its name begins with a capital letter. */
    private boolean isCritical(int position) {
        return (bytes.u8(position + 4) & 0x20) == 0;
    }

    private boolean isIntact(PngChunk chunk) {
        CRC32 sum = new CRC32();
        long written = bytes.u32be(chunk.data() + chunk.length());
        sum.update(bytes.data(), chunk.start() + 4, 4 + chunk.length());
        return sum.getValue() == written;
    }

    private void note(String fault) {
        if (damage.isEmpty()) {
            damage = Optional.of(fault);
        }
    }
}
