package io.github.fer4j.examples.web;

import io.github.fer4j.examples.AnalyzeImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures and a film made of the picture that comes with the examples. */
final class Scenes {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FRAMES = 120; // browsers play them at 30 a second

    private Scenes() {}

    static byte[] astronautFile() throws IOException {
        try (InputStream in = AnalyzeImage.class.getResourceAsStream("astronaut.png")) {
            return in.readAllBytes();
        }
    }

    private static BufferedImage astronaut() throws IOException {
        try (InputStream in = AnalyzeImage.class.getResourceAsStream("astronaut.png")) {
            BufferedImage read = ImageIO.read(in);
            BufferedImage plain =
                    new BufferedImage(
                            read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = plain.createGraphics();
            pen.drawImage(read, 0, 0, null);
            pen.dispose();
            return plain;
        }
    }

    /** The picture as a camera held on its side takes it: lying, and its EXIF says how. */
    static Path lyingPhoto(Path file) throws IOException {
        BufferedImage upright = astronaut();
        int width = upright.getWidth() * 3 / 4; // neither square, nor cut through the face
        int height = upright.getHeight();
        BufferedImage lying = new BufferedImage(height, width, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = lying.createGraphics();
        // A quarter turn against the clock: orientation 6 asks for one with it.
        AffineTransform turn = new AffineTransform(0, -1, 1, 0, 0, width);
        pen.drawImage(upright.getSubimage(0, 0, width, height), turn, null);
        pen.dispose();
        byte[] jpeg = jpeg(lying);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0, //
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1, // one entry
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0, // orientation: 6
            0,
            0,
            0,
            0
        };
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(jpeg, 0, 2);
            out.write(exif);
            out.write(jpeg, 2, jpeg.length - 2);
        }
        return file;
    }

    /** A film for a camera or a server: the astronaut sways, and comes back to where it began. */
    static Path film(Path file) throws IOException {
        BufferedImage astronaut = astronaut();
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < FRAMES; i++) {
                double turn = 2 * Math.PI * i / FRAMES;
                Graphics2D pen = frame.createGraphics();
                pen.setRenderingHint(
                        RenderingHints.KEY_INTERPOLATION,
                        RenderingHints.VALUE_INTERPOLATION_BILINEAR);
                pen.setColor(new Color(90, 96, 104));
                pen.fillRect(0, 0, WIDTH, HEIGHT);
                pen.drawImage(
                        astronaut,
                        (int) Math.round(64 + 90 * Math.sin(turn)),
                        (int) Math.round(-10 + 25 * Math.sin(2 * turn)),
                        null);
                pen.dispose();
                out.write(jpeg(frame));
            }
        }
        return file;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", bytes);
        return bytes.toByteArray();
    }
}
