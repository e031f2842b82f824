package io.github.fer4j.model.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Makes data sets of noise. */
final class TestFaces {
    private TestFaces() {}

    static byte[] noise(int count, long seed) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Pixels as FER-2013 writes them. */
    static String text(byte[] pixels) {
        return IntStream.range(0, pixels.length)
                .mapToObj(i -> Integer.toString(pixels[i] & 0xff))
                .collect(Collectors.joining(" "));
    }

    static byte[] picture(String format, byte[] grey, int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, grey);
        return encode(format, image);
    }

    static byte[] encode(String format, BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Path write(Path root, String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    /** An array as NumPy writes it. */
    static Path npy(Path file, String type, String shape, byte[] values) throws IOException {
        String text =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
        String header = text + " ".repeat(127 - 10 - text.length()) + "\n";
        ByteBuffer all = ByteBuffer.allocate(128 + values.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        all.put(header.getBytes(StandardCharsets.US_ASCII)).put(values);
        return Files.write(file, all.array());
    }
}
