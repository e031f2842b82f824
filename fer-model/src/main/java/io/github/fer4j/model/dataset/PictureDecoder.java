package io.github.fer4j.model.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures of faces. It goes by the JDK's readers, not OpenCV's: those hand out a damaged
 * file's remains as if it were whole, and data sets are full of downloads that broke off.
 */
final class PictureDecoder {
    static final String ACCEPTED = "accepted are PNG, JPEG, BMP, GIF and TIFF";

    /** Longer files are no faces; they would only fill the memory. */
    static final int MOST_BYTES = 64 << 20;

    private static final long MOST_PIXELS = 50_000_000;
    private static final Set<String> SUFFIXES =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "tif", "tiff");

    private PictureDecoder() {}

    /** Whether a file's name is that of a picture. */
    static boolean isPicture(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && SUFFIXES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * @throws IOException if it is no whole picture; the message says what is wrong
     */
    static Pixels decode(byte[] file) throws IOException {
        if (file.length == 0) {
            throw new IOException("the file is empty; " + ACCEPTED);
        }
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a picture in a known format; " + ACCEPTED);
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            // The JDK's readers answer some damaged files with whatever their arrays throw, and
            // that of TIFF believes any size of a tile.
            throw new IOException("damaged: " + e, e);
        }
    }

    private static Pixels decode(ImageReader reader, ImageInputStream in) throws IOException {
        String[] warning = new String[1];
        IIOReadWarningListener listener = (source, text) -> warning[0] = text;
        reader.addIIOReadWarningListener(listener);
        BufferedImage image;
        try {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            image = pixels > MOST_PIXELS ? null : reader.read(0);
        } catch (IOException e) {
            throw new IOException("damaged or cut off: " + e.getMessage(), e);
        }
        if (image == null) {
            throw new IOException(
                    "%d x %d pixels are more than the %d that are read"
                            .formatted(reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
        }
        if (warning[0] != null && isDamage(warning[0])) {
            throw new IOException("damaged or cut off: " + warning[0]);
        }
        return pixels(image);
    }

    /** Readers also warn of colour profiles and the like, which do no harm. */
    private static boolean isDamage(String warning) {
        String plain = warning.toLowerCase(Locale.ROOT);
        return plain.contains("premature")
                || plain.contains("corrupt")
                || plain.contains("truncated")
                || plain.contains("eof")
                || plain.contains("bogus");
    }

    private static Pixels pixels(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            byte[] values = new byte[height * width];
            byte[] data = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            if (data.length == values.length) {
                System.arraycopy(data, 0, values, 0, values.length);
                return new Pixels(values, height, width, 1);
            }
        }
        // Java's grey is linear light: getRGB would lighten it, so its samples are taken as stored.
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        if (grey) {
            return grey(image.getRaster(), height, width);
        }
        byte[] values = new byte[3 * height * width];
        int[] line = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int rgb : line) {
                values[at++] = (byte) (rgb >> 16);
                values[at++] = (byte) (rgb >> 8);
                values[at++] = (byte) rgb;
            }
        }
        return new Pixels(values, height, width, 3);
    }

    private static Pixels grey(Raster raster, int height, int width) {
        byte[] values = new byte[height * width];
        int bits = raster.getSampleModel().getSampleSize(0);
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, line);
            for (int x = 0; x < width; x++) {
                values[y * width + x] =
                        (byte) (bits > 8 ? line[x] >> bits - 8 : line[x] * 255 / ((1 << bits) - 1));
            }
        }
        return new Pixels(values, height, width, 1);
    }
}
