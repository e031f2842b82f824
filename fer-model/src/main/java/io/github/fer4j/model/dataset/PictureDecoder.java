package io.github.fer4j.model.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes pictures of faces. It goes by the JDK's readers, not OpenCV's: those hand out a damaged
 * file's remains as if it were whole, and data sets are full of downloads that broke off.
 */
final class PictureDecoder {
    static final String ACCEPTED = "accepted are PNG, JPEG, BMP, GIF and TIFF";

    /** Longer files are no faces; they would only fill the memory. */
    static final int MOST_BYTES = 64 << 20;

    private static final long MOST_PIXELS = 50_000_000;

    /** As colours, decoded and as {@link Pixels}. */
    private static final int BYTES_A_PIXEL = 8;

    private static final int WHOLE_ROOM =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / BYTES_A_PIXEL);

    /** Fair, so that large pictures get their turn. */
    private static final Semaphore ROOM = new Semaphore(WHOLE_ROOM, true);

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
        return decode(file, UnaryOperator.identity());
    }

    /**
     * Decodes a picture and makes it smaller at once. Any number of threads may do so: together
     * they hold about half the heap of pictures at full size, and others wait.
     *
     * @param fit brings a picture to the size that is wanted of it
     * @throws IOException if it is no whole picture; the message says what is wrong
     */
    static Pixels decode(byte[] file, UnaryOperator<Pixels> fit) throws IOException {
        if (file.length == 0) {
            throw new IOException("the file is empty; " + ACCEPTED);
        }
        try (ImageInputStream in = new BytesStream(file)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a picture in a known format; " + ACCEPTED);
            }
            ImageReader reader = readers.next();
            try {
                int pixels = checkedSize(reader, in);
                int room = Math.min(pixels, WHOLE_ROOM);
                ROOM.acquireUninterruptibly(room);
                try {
                    return fit.apply(decode(reader));
                } finally {
                    ROOM.release(room);
                }
            } finally {
                reader.dispose();
            }
        }
    }

    /** How many pixels a file says that it has; refuses before memory is taken for them. */
    private static int checkedSize(ImageReader reader, ImageInputStream in) throws IOException {
        int width =
                ask(
                        () -> {
                            reader.setInput(in, true, true);
                            return reader.getWidth(0);
                        });
        int height = ask(() -> reader.getHeight(0));
        checkSize(width, height, "");
        // The JDK's reader of TIFF believes any tile, and any number and depth of channels.
        checkSize(ask(() -> reader.getTileWidth(0)), ask(() -> reader.getTileHeight(0)), " a tile");
        ImageTypeSpecifier type = ask(() -> reader.getRawImageType(0));
        if (type != null && (type.getNumBands() > 4 || type.getBitsPerBand(0) > 16)) {
            throw new IOException(
                    "damaged: %d channels of %d bits; accepted are up to 4 of up to 16"
                            .formatted(type.getNumBands(), type.getBitsPerBand(0)));
        }
        return width * height;
    }

    private static void checkSize(int width, int height, String where) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("damaged: %d x %d pixels%s".formatted(width, height, where));
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new IOException(
                    "%d x %d pixels%s are more than the %d that are read"
                            .formatted(width, height, where, MOST_PIXELS));
        }
    }

    private static Pixels decode(ImageReader reader) throws IOException {
        String[] warning = new String[1];
        IIOReadWarningListener listener = (source, text) -> warning[0] = text;
        reader.addIIOReadWarningListener(listener);
        Pixels pixels = ask(() -> pixels(reader.read(0)));
        if (warning[0] != null && isDamage(warning[0])) {
            throw new IOException("damaged or cut off: " + warning[0]);
        }
        return pixels;
    }

    /** The JDK's readers answer some damaged files with whatever their arrays throw. */
    private static <T> T ask(Answer<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (IOException e) {
            throw new IOException("damaged or cut off: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException("damaged: " + e, e);
        }
    }

    /** What a reader of the JDK says. */
    @FunctionalInterface
    private interface Answer<T> {
        T get() throws IOException;
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
