package io.github.fer4j.examples.training;

import io.github.fer4j.model.Emotion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A made-up data set that can be learnt: a shape for each class, somewhere on noise. */
final class DrawnFaces {
    static final List<Emotion> CLASSES =
            List.of(Emotion.ANGRY, Emotion.HAPPY, Emotion.SAD, Emotion.NEUTRAL);

    /** Takes 48×48 grey pixels; little to compute, and everything that a training meets. */
    static final String ARCHITECTURE =
            """
            {"class_name": "Sequential", "keras_version": "2.15.0", "backend": "tensorflow", "config":
            {"name": "tiny", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 48, 48, 1], "dtype": "float32", "name": "face"}},
              {"class_name": "Conv2D", "config": {"name": "conv1", "filters": 8, "kernel_size": [5, 5], "strides": [3, 3], "padding": "same", "activation": "linear", "use_bias": false}},
              {"class_name": "BatchNormalization", "config": {"name": "bn1", "axis": [3], "momentum": 0.8, "epsilon": 0.001, "center": true, "scale": true}},
              {"class_name": "Activation", "config": {"name": "relu1", "activation": "relu"}},
              {"class_name": "Conv2D", "config": {"name": "conv2", "filters": 16, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "activation": "relu", "use_bias": true}},
              {"class_name": "GlobalMaxPooling2D", "config": {"name": "pool"}},
              {"class_name": "Dropout", "config": {"name": "dropout", "rate": 0.1}},
              {"class_name": "Dense", "config": {"name": "answer", "units": 7, "activation": "softmax", "use_bias": true}}
            ]}}
            """;

    /** The same, but it takes pixels of 0 to 255 and brings them to 0 to 1 itself. */
    static final String RESCALING =
            ARCHITECTURE.replace(
                    "  {\"class_name\": \"Conv2D\", \"config\": {\"name\": \"conv1\"",
                    "  {\"class_name\": \"Rescaling\", \"config\": {\"name\": \"rescaling\","
                            + " \"scale\": 0.00392156862745098, \"offset\": 0.0}},\n"
                            + "  {\"class_name\": \"Conv2D\", \"config\": {\"name\": \"conv1\"");

    private static final int SIDE = 48;

    private DrawnFaces() {}

    /** Writes a tree of train and validation folders with as many faces of each class. */
    static Path tree(Path root, int training, int validation) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        int row = 0;
        for (int i = 0; i < training + validation; i++) {
            for (Emotion emotion : CLASSES) {
                Path folder =
                        root.resolve(i < training ? "train" : "validation")
                                .resolve(emotion.label());
                Files.createDirectories(folder);
                Path file = folder.resolve(String.format(Locale.ROOT, "%05d.png", row++));
                ImageIO.write(draw(CLASSES.indexOf(emotion), random), "png", file.toFile());
            }
        }
        return root;
    }

    /**
     * Writes the votes of ten annotators for each face of such a tree, nearly all for its label.
     */
    static Path votes(Path file, int faces) throws IOException {
        StringBuilder table =
                new StringBuilder(
                        "image,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown\n");
        String[] rows = {
            "0,0,0,1,8,0,0,1,0", "1,9,0,0,0,0,0,0,0", "1,0,0,8,0,0,0,0,1", "8,0,1,0,0,0,0,1,0"
        };
        for (int i = 0; i < faces; i++) {
            table.append(String.format(Locale.ROOT, "train/x/%05d.png,%s\n", i, rows[i % 4]));
        }
        return Files.writeString(file, table);
    }

    private static BufferedImage draw(int shape, SplittableRandom random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        int radius = 9 + random.nextInt(4);
        int centerX = 16 + random.nextInt(16);
        int centerY = 16 + random.nextInt(16);
        int level = 170 + random.nextInt(60);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean inside = isInside(shape, x - centerX, y - centerY, radius);
                int value = (inside ? level : 60) + random.nextInt(30);
                image.getRaster().setSample(x, y, 0, value);
            }
        }
        return image;
    }

    private static boolean isInside(int shape, int x, int y, int radius) {
        int far = Math.max(Math.abs(x), Math.abs(y));
        return switch (shape) {
            case 0 -> x * x + y * y <= radius * radius;
            case 1 -> far <= radius && far >= radius - 2;
            case 2 -> far <= radius && Math.floorMod(y, 4) < 2;
            default -> far <= radius && Math.floorMod(x, 4) < 2;
        };
    }
}
