package io.github.fer4j.examples.training.chart;

import io.github.fer4j.model.dataset.LabeledFace;
import java.awt.image.BufferedImage;

/** Faces as pictures to draw. */
public final class FacePictures {
    private FacePictures() {}

    /**
     * @param face a face
     * @return its picture
     */
    public static BufferedImage of(LabeledFace face) {
        byte[] pixels = face.pixels();
        int[] levels = new int[pixels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = pixels[i] & 0xff;
        }
        return picture(levels, face.height(), face.width(), face.channels());
    }

    /**
     * @param values 0 to 1, row by row, channels last; what lies outside is clipped
     * @param offset where the first is
     * @param height in pixels
     * @param width in pixels
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @return the picture
     */
    public static BufferedImage of(
            float[] values, int offset, int height, int width, int channels) {
        int[] levels = new int[height * width * channels];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(Math.min(Math.max(values[offset + i], 0f), 1f) * 255);
        }
        return picture(levels, height, width, channels);
    }

    private static BufferedImage picture(int[] levels, int height, int width, int channels) {
        // Not Java's grey, which is linear light and comes out lighter on paper.
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            int red = levels[i * channels];
            int green = channels == 1 ? red : levels[i * channels + 1];
            int blue = channels == 1 ? red : levels[i * channels + 2];
            image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
        }
        return image;
    }
}
