package io.github.fer4j.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures and picture files, made here. */
final class TestPictures {
    private TestPictures() {}

    /**
     * Four quarters of four colours, a gradient over them: no two of its orientations are alike.
     */
    static BufferedImage pattern(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        int[] colors = {0xe02020, 0x20b040, 0x2040e0, 0xe0d020};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int base = colors[(x * 2 / width) + 2 * (y * 2 / height)];
                int shade = 20 * x / width + 10 * y / height;
                image.setRGB(x, y, base + 0x010101 * Math.min(shade, 31) % 0x202020);
            }
        }
        return image;
    }

    /** As {@link #pattern}, in another type. */
    static BufferedImage pattern(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(pattern(width, height), 0, 0, null);
        graphics.dispose();
        return image;
    }

    static BufferedImage transparent(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.dispose();
        return image;
    }

    /** A file of a format that ImageIO writes. */
    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A file of a format that OpenCV writes. */
    static byte[] encode(Mat image, String ending, int... parameters) {
        try (BytePointer out = new BytePointer();
                IntPointer options = new IntPointer(parameters)) {
            if (!opencv_imgcodecs.imencode(ending, image, out, options)) {
                throw new IllegalArgumentException("no writer of " + ending);
            }
            byte[] bytes = new byte[(int) out.limit()];
            out.get(bytes);
            return bytes;
        }
    }

    static byte[] encodeNative(BufferedImage image, String ending, int... parameters) {
        try (Mat mat = BufferedImages.toMat(image)) {
            return encode(mat, ending, parameters);
        }
    }

    static byte[] progressiveJpeg(BufferedImage image) {
        return encodeNative(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
    }

    static byte[] jpegWithRestarts(BufferedImage image, int interval) {
        return encodeNative(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, interval);
    }

    static byte[] losslessWebp(BufferedImage image) {
        return encodeNative(image, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101);
    }

    /** The stored picture that is seen as {@code upright} when turned as EXIF's value says. */
    static BufferedImage stored(BufferedImage upright, int orientation) {
        int width = upright.getWidth();
        int height = upright.getHeight();
        boolean turned = orientation > 4;
        BufferedImage stored =
                new BufferedImage(
                        turned ? height : width, turned ? width : height, upright.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int left = x;
                int right = width - 1 - x;
                int top = y;
                int bottom = height - 1 - y;
                int[] place =
                        switch (orientation) {
                            case 1 -> new int[] {left, top};
                            case 2 -> new int[] {right, top};
                            case 3 -> new int[] {right, bottom};
                            case 4 -> new int[] {left, bottom};
                            case 5 -> new int[] {top, left};
                            case 6 -> new int[] {top, right};
                            case 7 -> new int[] {bottom, right};
                            case 8 -> new int[] {bottom, left};
                            default -> throw new IllegalArgumentException();
                        };
                stored.setRGB(place[0], place[1], upright.getRGB(x, y));
            }
        }
        return stored;
    }

    /** EXIF data that say nothing but the orientation. */
    static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(26).order(order);
        exif.put(
                (order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")
                        .getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }

    static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
        ByteBuffer result = ByteBuffer.allocate(jpeg.length + exif.length + 10);
        result.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (exif.length + 8));
        result.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif).put(jpeg, 2, jpeg.length - 2);
        return result.array();
    }

    /** Inserts a chunk behind the header. */
    static byte[] pngWithChunk(byte[] png, String name, byte[] data) {
        int headerEnd = 33;
        byte[] chunk = pngChunk(name, data);
        ByteBuffer result = ByteBuffer.allocate(png.length + chunk.length);
        result.put(png, 0, headerEnd).put(chunk).put(png, headerEnd, png.length - headerEnd);
        return result.array();
    }

    static byte[] pngChunk(String name, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(letters);
        sum.update(data);
        chunk.putInt(data.length).put(letters).put(data).putInt((int) sum.getValue());
        return chunk.array();
    }

    /** A PNG file's beginning, of any size. */
    static byte[] pngHeader(int width, int height, int depth, int colorType) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) depth).put((byte) colorType);
        return concat(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                pngChunk("IHDR", header.array()));
    }

    /** Wraps a simple lossless WebP file into an extended one with EXIF data. */
    static byte[] webpWithExif(byte[] webp, int width, int height, byte[] exif) {
        int bodyLength = webp.length - 12;
        ByteBuffer result =
                ByteBuffer.allocate(12 + 18 + bodyLength + 8 + exif.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        result.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(result.capacity() - 8);
        result.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        putLittle24(result, width - 1);
        putLittle24(result, height - 1);
        result.put(webp, 12, bodyLength);
        result.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        return result.array();
    }

    private static void putLittle24(ByteBuffer buffer, int value) {
        buffer.putShort((short) value).put((byte) (value >> 16));
    }

    /** An uncompressed RGB TIFF file of one strip. */
    static byte[] tiff(BufferedImage image, int orientation) {
        int[][] tags = {
            {256, image.getWidth()},
            {257, image.getHeight()},
            {258, 8},
            {259, 1},
            {262, 2},
            {273, 8},
            {274, orientation},
            {277, 3},
            {278, image.getHeight()},
            {279, 3 * image.getWidth() * image.getHeight()}
        };
        int pixels = 3 * image.getWidth() * image.getHeight();
        int directory = 8 + pixels + (pixels & 1);
        int length = directory + 2 + tags.length * 12 + 4;
        ByteBuffer tiff = ByteBuffer.allocate(length + 6).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                tiff.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        tiff.position(directory).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean bits = tag[0] == 258;
            tiff.putShort((short) tag[0]).putShort((short) (bits ? 3 : 4));
            tiff.putInt(bits ? 3 : 1).putInt(bits ? length : tag[1]);
        }
        tiff.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
        return tiff.array();
    }

    /**
     * Four components that all have the data of a grey JPEG, in a scan each.
     *
     * @param adobe whether an Adobe marker says that they are inverted CMYK
     */
    static byte[] cmykOfFourEqualPlanes(byte[] grey, boolean adobe) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(grey, 0, 2);
        if (adobe) {
            byte[] marker = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100};
            out.writeBytes(concat(marker, new byte[5]));
        }
        int position = 2;
        while ((grey[position + 1] & 0xff) != 0xda) {
            int code = grey[position + 1] & 0xff;
            int length = (grey[position + 2] & 0xff) << 8 | grey[position + 3] & 0xff;
            if (code == 0xc0) {
                out.write(grey, position, 2);
                out.writeBytes(new byte[] {0, 20});
                out.write(grey, position + 4, 5);
                out.write(4);
                for (int id = 1; id <= 4; id++) {
                    out.write(id);
                    out.write(grey, position + 11, 2);
                }
            } else if (code != 0xe0) {
                out.write(grey, position, 2 + length);
            }
            position += 2 + length;
        }
        for (int id = 1; id <= 4; id++) {
            byte[] scan = Arrays.copyOfRange(grey, position, grey.length - 2);
            scan[5] = (byte) id;
            out.writeBytes(scan);
        }
        out.write(grey, grey.length - 2, 2);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
