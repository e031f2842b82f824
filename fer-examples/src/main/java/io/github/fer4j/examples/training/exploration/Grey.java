package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.dataset.LabeledFace;

/**
 * A face's brightness.
 *
 * @param values 0 to 255, row by row
 * @param height in pixels
 * @param width in pixels
 */
record Grey(float[] values, int height, int width) {
    /** How many fields a side has when two faces are compared closely. */
    private static final int FIELDS = 24;

    static Grey of(LabeledFace face) {
        byte[] pixels = face.pixels();
        int channels = face.channels();
        float[] values = new float[face.height() * face.width()];
        for (int i = 0; i < values.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += pixels[i * channels + channel] & 0xff;
            }
            values[i] = (float) sum / channels;
        }
        return new Grey(values, face.height(), face.width());
    }

    Grey mirrored() {
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = values[i / width * width + width - 1 - i % width];
        }
        return new Grey(turned, height, width);
    }

    /** How much the pixels differ from their mean. */
    double deviation() {
        return deviation(0, height);
    }

    /** The same of some rows. */
    double deviation(int fromRow, int toRow) {
        double sum = 0;
        double squares = 0;
        int count = (toRow - fromRow) * width;
        for (int i = fromRow * width; i < toRow * width; i++) {
            sum += values[i];
            squares += (double) values[i] * values[i];
        }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }

    /** Fields' means, without light and contrast: the product of two is their correlation. */
    float[] normalized() {
        int rows = Math.min(FIELDS, height);
        int columns = Math.min(FIELDS, width);
        float[] fields = new float[rows * columns];
        int[] counts = new int[fields.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int field = y * rows / height * columns + x * columns / width;
                fields[field] += values[y * width + x];
                counts[field]++;
            }
        }
        double mean = 0;
        for (int i = 0; i < fields.length; i++) {
            fields[i] /= counts[i];
            mean += fields[i] / fields.length;
        }
        double squares = 0;
        for (int i = 0; i < fields.length; i++) {
            fields[i] -= (float) mean;
            squares += (double) fields[i] * fields[i];
        }
        float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < fields.length; i++) {
            fields[i] *= scale;
        }
        return fields;
    }
}
