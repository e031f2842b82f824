package io.github.fer4j.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Java2D's pictures as OpenCV's and back. Grey stays the number that the file has: Java2D's own
 * conversion to colours takes it for linear light and makes it brighter.
 */
public final class BufferedImages {
    private static final int OPAQUE = 255;

    private BufferedImages() {}

    /**
     * @param image a picture of any type; transparency is laid over white
     * @return a copy, grey (CV_8UC1) or BGR (CV_8UC3); the caller closes it
     */
    public static Mat toMat(BufferedImage image) {
        Objects.requireNonNull(image, "image");
        boolean grey = isGrey(image);
        byte[] pixels = grey ? greyPixels(image) : bgrPixels(image);
        Mat mat =
                new Mat(
                        image.getHeight(),
                        image.getWidth(),
                        grey ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3);
        try (BytePointer data = mat.data()) {
            data.put(pixels);
        } catch (RuntimeException | Error e) {
            mat.close();
            throw e;
        }
        return mat;
    }

    /**
     * @param mat 8 bits a channel: grey (CV_8UC1), BGR (CV_8UC3) or BGRA (CV_8UC4), whose alpha is
     *     ignored; still the caller's
     * @return a copy, {@link BufferedImage#TYPE_3BYTE_BGR} or {@link BufferedImage#TYPE_BYTE_GRAY}
     * @throws IllegalArgumentException if the picture is empty or of another type
     */
    public static BufferedImage toBufferedImage(Mat mat) {
        int channels = mat.channels();
        if (mat.empty() || mat.depth() != opencv_core.CV_8U || channels == 2 || channels > 4) {
            throw new IllegalArgumentException(
                    "a picture must have 1, 3 or 4 channels of 8 bits, was " + Mats.describe(mat));
        }
        BufferedImage image =
                new BufferedImage(
                        mat.cols(),
                        mat.rows(),
                        channels == 1
                                ? BufferedImage.TYPE_BYTE_GRAY
                                : BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int targetChannels = channels == 1 ? 1 : 3;
        byte[] row = new byte[mat.cols() * channels];
        for (int y = 0; y < mat.rows(); y++) {
            try (BytePointer data = mat.ptr(y)) {
                data.get(row);
            }
            int start = y * mat.cols() * targetChannels;
            if (channels != 4) {
                System.arraycopy(row, 0, target, start, row.length);
                continue;
            }
            for (int x = 0; x < mat.cols(); x++) {
                System.arraycopy(row, 4 * x, target, start + 3 * x, 3);
            }
        }
        return image;
    }

    private static byte[] greyPixels(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(width, height)];
        int[] grey = new int[width];
        int[] alpha = new int[width];
        int greyMax = (1 << model.getComponentSize(0)) - 1;
        int alphaMax = model.hasAlpha() ? (1 << model.getComponentSize(1)) - 1 : 1;
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, grey);
            if (model.hasAlpha()) {
                raster.getSamples(0, y, width, 1, 1, alpha);
            }
            for (int x = 0; x < width; x++) {
                int value = (grey[x] * OPAQUE + greyMax / 2) / greyMax;
                int opacity = model.hasAlpha() ? alpha[x] * OPAQUE / alphaMax : OPAQUE;
                pixels[y * width + x] = (byte) overWhite(value, opacity);
            }
        }
        return pixels;
    }

    /** Whether the samples are grey as whole numbers. */
    private static boolean isGrey(BufferedImage image) {
        int transfer = image.getRaster().getTransferType();
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && (transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT);
    }

    private static byte[] bgrPixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            copyRgbBytes(image.getRaster(), pixels);
            return pixels;
        }
        boolean packed =
                image.getType() == BufferedImage.TYPE_INT_RGB
                        || image.getType() == BufferedImage.TYPE_INT_ARGB;
        int opaque = image.getColorModel().hasAlpha() ? 0 : OPAQUE;
        int target = 0;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (packed) {
                image.getRaster().getDataElements(0, y, width, 1, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int argb : row) {
                int opacity = argb >>> 24 | opaque;
                pixels[target++] = (byte) overWhite(argb & 0xff, opacity);
                pixels[target++] = (byte) overWhite(argb >> 8 & 0xff, opacity);
                pixels[target++] = (byte) overWhite(argb >> 16 & 0xff, opacity);
            }
        }
        return pixels;
    }

    /** A raster answers red first whatever the order in memory. */
    private static void copyRgbBytes(Raster raster, byte[] pixels) {
        byte[] row = new byte[3 * raster.getWidth()];
        int target = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(0, y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i += 3) {
                pixels[target++] = row[i + 2];
                pixels[target++] = row[i + 1];
                pixels[target++] = row[i];
            }
        }
    }

    private static int overWhite(int value, int opacity) {
        return opacity == OPAQUE
                ? value
                : (value * opacity + OPAQUE * (OPAQUE - opacity) + OPAQUE / 2) / OPAQUE;
    }
}
