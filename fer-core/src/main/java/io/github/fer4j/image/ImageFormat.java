package io.github.fer4j.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats that are read. */
enum ImageFormat {
    JPEG("JPEG", "a JPEG") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.startsWith(0xff, 0xd8, 0xff);
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new JpegReader(bytes).read();
        }
    },
    PNG("PNG", "a PNG") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.startsWith(0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a);
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new PngReader(bytes).read();
        }
    },
    GIF("GIF", "a GIF") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a");
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new GifReader(bytes).read();
        }
    },
    BMP("BMP", "a BMP") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.has(0, "BM") && bytes.length() > 17 && bytes.u16le(16) == 0;
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new BmpReader(bytes).read();
        }
    },
    WEBP("WebP", "a WebP") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.has(0, "RIFF") && bytes.has(8, "WEBP");
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new WebpReader(bytes).read();
        }
    },
    TIFF("TIFF", "a TIFF") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.startsWith('I', 'I', 42, 0) || bytes.startsWith('M', 'M', 0, 42);
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new TiffReader(bytes).read();
        }
    },
    PNM("PNM", "a PNM") {
        @Override
        boolean recognises(ImageBytes bytes) {
            return bytes.length() > 2
                    && bytes.u8(0) == 'P'
                    && bytes.u8(1) >= '1'
                    && bytes.u8(1) <= '6'
                    && (Character.isWhitespace(bytes.u8(2)) || bytes.u8(2) == '#');
        }

        @Override
        ImageStructure read(ImageBytes bytes) {
            return new PnmReader(bytes).read();
        }
    };

    /** How many bytes are enough to recognise a format. */
    static final int SIGNATURE_LENGTH = 64;

    private final String label;
    private final String described;

    ImageFormat(String label, String described) {
        this.label = label;
        this.described = described;
    }

    /**
     * Whether the bytes, the first {@link #SIGNATURE_LENGTH} at least, begin as this format does.
     */
    abstract boolean recognises(ImageBytes bytes);

    /** Reads what is needed to decode, without decoding. */
    abstract ImageStructure read(ImageBytes bytes);

    /** The name with its article: {@code a JPEG}. */
    String described() {
        return described;
    }

    static Optional<ImageFormat> of(ImageBytes bytes) {
        return Arrays.stream(values()).filter(format -> format.recognises(bytes)).findFirst();
    }

    /** The names of all: {@code JPEG, PNG, …}. */
    static String accepted() {
        return Arrays.stream(values())
                .map(format -> format.label)
                .collect(Collectors.joining(", "));
    }
}
