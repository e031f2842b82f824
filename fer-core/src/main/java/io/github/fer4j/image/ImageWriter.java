package io.github.fer4j.image;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Writes pictures. A file appears whole or not at all: it is written under another name beside its
 * place and then renamed.
 */
public final class ImageWriter {
    private static final List<String> ENDINGS = List.of("png", "jpg", "jpeg", "webp", "bmp");
    private static final int JPEG_QUALITY = 92;

    private ImageWriter() {}

    /**
     * @param picture 8 bits a channel: grey, BGR or BGRA; still the caller's
     * @param file where to; replaced if it is there. Its ending chooses the format: {@code .png},
     *     {@code .jpg}, {@code .jpeg}, {@code .webp}, {@code .bmp}
     * @throws IllegalArgumentException if the ending is another, or the picture is empty or of
     *     another type
     * @throws IOException if the file cannot be written
     */
    public static void write(Mat picture, Path file) throws IOException {
        checkFile(file);
        byte[] encoded = encode(picture, ending(file));
        Path name = file.toAbsolutePath().getFileName();
        Path beside = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(beside, encoded, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Tells before any work is done whether a file could be written.
     *
     * @param file where a picture is to be written
     * @throws IllegalArgumentException if its ending is none that {@link #write} knows
     */
    public static void checkFile(Path file) {
        if (!ENDINGS.contains(ending(file))) {
            throw new IllegalArgumentException(
                    file + ": a picture's file must end in ." + String.join(", .", ENDINGS));
        }
    }

    /**
     * @param picture 8 bits a channel: grey, BGR or BGRA; still the caller's
     * @param format one of {@code png}, {@code jpg}, {@code jpeg}, {@code webp}, {@code bmp}
     * @return a file's content
     * @throws IllegalArgumentException if the format is another, or the picture is empty or of
     *     another type
     */
    public static byte[] encode(Mat picture, String format) {
        int channels = picture.channels();
        if (picture.empty() || picture.depth() != 0 || channels == 2 || channels > 4) {
            throw new IllegalArgumentException(
                    "a picture to write must have 1, 3 or 4 channels of 8 bits, was "
                            + Mats.describe(picture));
        }
        if (!ENDINGS.contains(format)) {
            throw new IllegalArgumentException(
                    "the format must be one of " + ENDINGS + ", was " + format);
        }
        try (BytePointer encoded = new BytePointer();
                IntPointer options =
                        new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY);
                IntPointer none = new IntPointer(0L)) {
            boolean jpeg = format.startsWith("jp");
            if (!opencv_imgcodecs.imencode("." + format, picture, encoded, jpeg ? options : none)) {
                throw new IllegalArgumentException(
                        "OpenCV cannot write a picture of "
                                + Mats.describe(picture)
                                + " as "
                                + format);
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    private static String ending(Path file) {
        Path name = file.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot < 0 ? "" : text.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
