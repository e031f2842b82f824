package io.github.fer4j.image;

import io.github.fer4j.image.ImageStructure.Color;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reads pictures: JPEG (baseline and progressive; grey, YCbCr, RGB, CMYK, YCCK), PNG, GIF (the
 * first frame), BMP, WebP, TIFF (the first page, up to 16 bits a sample) and PNM. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * ImageDecoder decoder = ImageDecoder.builder().maxPixels(20_000_000).build();
 * try (DecodedImage image = decoder.decode(Path.of("group.jpg"))) {
 *     System.out.println(image.width() + "x" + image.height());
 * }
 * }</pre>
 *
 * <p>What comes out has 8 bits a channel, grey or BGR, is upright as EXIF's orientation says, and
 * has white where it was transparent. A file's size, the picture's size and that the file is whole
 * are checked before the picture is allocated.
 */
public final class ImageDecoder {
    /** How many pixels a picture may have unless told otherwise: a hundred million. */
    public static final long DEFAULT_MAX_PIXELS = 100_000_000;

    /** How many bytes a file may have unless told otherwise: 256 MiB. */
    public static final long DEFAULT_MAX_BYTES = 256L << 20;

    /** The most that OpenCV decodes. */
    private static final long MOST_PIXELS = 1L << 30;

    private static final int LONGEST_SIDE = 1 << 20;
    private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

    private final long maxPixels;
    private final TruncatedImages truncatedImages;
    private final ImageSource source;

    private ImageDecoder(Builder builder) {
        this.maxPixels = builder.maxPixels;
        this.truncatedImages = builder.truncatedImages;
        this.source = new ImageSource(builder.maxBytes);
    }

    /**
     * @return a decoder with the default bounds, which refuses truncated pictures
     */
    public static ImageDecoder create() {
        return builder().build();
    }

    /**
     * @return a builder with the default bounds
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param file a picture's file
     * @return the picture; the caller closes it
     * @throws ImageReadException if the file is no picture that can be read, or too large
     */
    public DecodedImage decode(Path file) {
        return decode(source.read(Objects.requireNonNull(file, "file")));
    }

    /**
     * @param stream a picture's file; read to its end, or up to the bound, but not closed
     * @return the picture; the caller closes it
     * @throws ImageReadException if the stream is no picture that can be read, or too large
     */
    public DecodedImage decode(InputStream stream) {
        return decode(source.read("stream", Objects.requireNonNull(stream, "stream")));
    }

    /**
     * @param encoded a picture's file; not changed
     * @return the picture; the caller closes it
     * @throws ImageReadException if the bytes are no picture that can be read, or too many
     */
    public DecodedImage decode(byte[] encoded) {
        return decode(source.read("bytes", Objects.requireNonNull(encoded, "encoded")));
    }

    /**
     * @param image a picture of any type
     * @return a copy; the caller closes it
     * @throws ImageReadException if the picture is too large
     */
    public DecodedImage decode(BufferedImage image) {
        checkSize("image", image.getWidth(), image.getHeight());
        return new DecodedImage(BufferedImages.toMat(image), List.of());
    }

    private DecodedImage decode(ImageBytes bytes) {
        ImageFormat format = ImageFormat.of(bytes).orElseThrow();
        ImageStructure structure = structure(bytes, format);
        checkSize(bytes.name(), structure.width(), structure.height());
        List<String> warnings = structure.damage().map(List::of).orElse(List.of());
        if (!warnings.isEmpty() && truncatedImages == TruncatedImages.REFUSE) {
            throw bytes.unreadable(
                    format,
                    "is "
                            + warnings.get(0)
                            + "; TruncatedImages.ACCEPT answers such pictures as far as they go");
        }
        byte[] encoded =
                structure
                        .decodable()
                        .get()
                        .orElseThrow(
                                () ->
                                        bytes.unreadable(
                                                format,
                                                "is "
                                                        + warnings.get(0)
                                                        + "; nothing of it can be read"));
        return new DecodedImage(decode(bytes, structure, encoded), warnings);
    }

    private static ImageStructure structure(ImageBytes bytes, ImageFormat format) {
        try {
            return format.read(bytes);
        } catch (ImageBytes.EndOfBytesException e) {
            throw bytes.unreadable(
                    format,
                    "is cut off after " + bytes.length() + " bytes, before any picture data");
        }
    }

    private void checkSize(String name, long width, long height) {
        if (width < 1 || height < 1) {
            throw new ImageReadException(
                    "%s: a picture of %dx%d pixels; at least 1x1 is accepted"
                            .formatted(name, width, height));
        }
        if (width * height > maxPixels || Math.max(width, height) > LONGEST_SIDE) {
            throw new ImageReadException(
                    ("%s: a picture of %dx%d = %d pixels; at most %d are accepted, %d a side;"
                                    + " raise maxPixels to accept more")
                            .formatted(
                                    name, width, height, width * height, maxPixels, LONGEST_SIDE));
        }
    }

    /** Decodes, and brings the pixels to 8 bits, over white, upright. */
    private static Mat decode(ImageBytes bytes, ImageStructure structure, byte[] encoded) {
        Color color = structure.color();
        Mat mat = null;
        try {
            mat = Mats.decode(encoded, flags(color));
            if (mat.empty()) {
                throw bytes.unreadable(structure.format(), "is damaged: its data make no picture");
            }
            if (mat.depth() != opencv_core.CV_8U) {
                mat = replace(mat, Mats.toEightBits(mat));
            }
            if (mat.channels() == 4) {
                mat = replace(mat, Mats.overWhite(mat, color == Color.PREMULTIPLIED_ALPHA));
            }
            if (structure.orientation() != Orientation.UPRIGHT) {
                Mat upright = new Mat();
                Mat stored = mat;
                mat = upright;
                try (stored) {
                    structure.orientation().apply(stored, upright);
                }
            }
            return mat;
        } catch (ImageReadException e) {
            close(mat);
            throw e;
        } catch (RuntimeException e) { // OpenCV's exceptions
            close(mat);
            throw new ImageReadException(
                    bytes.name()
                            + ": "
                            + structure.format().described()
                            + " picture that cannot be decoded: "
                            + e.getMessage(),
                    e);
        }
    }

    private static int flags(Color color) {
        return switch (color) {
            case GREY ->
                    opencv_imgcodecs.IMREAD_GRAYSCALE | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
            case BGR -> opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
            case ALPHA, PREMULTIPLIED_ALPHA -> opencv_imgcodecs.IMREAD_UNCHANGED;
        };
    }

    private static Mat replace(Mat old, Mat replacement) {
        old.close();
        return replacement;
    }

    private static void close(Mat mat) {
        if (mat != null) {
            mat.close();
        }
    }

    /** Collects the options of an {@link ImageDecoder}. */
    public static final class Builder {
        private long maxPixels = DEFAULT_MAX_PIXELS;
        private long maxBytes = DEFAULT_MAX_BYTES;
        private TruncatedImages truncatedImages = TruncatedImages.REFUSE;

        private Builder() {}

        /**
         * @param maxPixels how many pixels a picture may have, 1 to 2³⁰; three bytes of memory each
         * @return this
         */
        public Builder maxPixels(long maxPixels) {
            if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
                throw new IllegalArgumentException(
                        "maxPixels must be 1 to %d, was %d".formatted(MOST_PIXELS, maxPixels));
            }
            this.maxPixels = maxPixels;
            return this;
        }

        /**
         * @param maxBytes how many bytes a file may have, 1 to 2³¹ − 65
         * @return this
         */
        public Builder maxBytes(long maxBytes) {
            if (maxBytes < 1 || maxBytes > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "maxBytes must be 1 to %d, was %d".formatted(MOST_BYTES, maxBytes));
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * @param truncatedImages what to do with a file that is cut off or damaged
         * @return this
         */
        public Builder truncatedImages(TruncatedImages truncatedImages) {
            this.truncatedImages = Objects.requireNonNull(truncatedImages, "truncatedImages");
            return this;
        }

        /**
         * @return the decoder
         */
        public ImageDecoder build() {
            return new ImageDecoder(this);
        }
    }
}
