package io.github.fer4j.detect;

import io.github.fer4j.detect.Landmarks.Point;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads faces out of YuNet's outputs. On each of three grids, of cells of 8, 16 and 32 pixels,
 * every cell has a probability of being a face's (cls), one of holding anything (obj), a box
 * (offset of its centre in cells, logarithm of its size in cells) and five points (offsets in
 * cells). The score is the geometric mean of the two probabilities.
 */
final class YuNetDecoder {
    static final int[] STRIDES = {8, 16, YuNetInput.STRIDE};
    static final List<String> KINDS = List.of("cls", "obj", "bbox", "kps");
    static final int[] VALUES = {1, 1, 4, 10};

    private final YuNetInput input;
    private final int imageWidth;
    private final int imageHeight;
    private final double minConfidence;
    private final List<DetectedFace> faces = new ArrayList<>();

    YuNetDecoder(YuNetInput input, int imageWidth, int imageHeight, double minConfidence) {
        this.input = input;
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
        this.minConfidence = minConfidence;
    }

    static String output(String kind, int stride) {
        return kind + "_" + stride;
    }

    /** Adds the faces of one grid. */
    void add(int stride, FloatBuffer cls, FloatBuffer obj, FloatBuffer bbox, FloatBuffer kps) {
        int columns = input.width() / stride;
        int cells = columns * (input.height() / stride);
        double threshold = minConfidence * minConfidence;
        for (int cell = 0; cell < cells; cell++) {
            double product = probability(cls.get(cell)) * probability(obj.get(cell));
            if (product >= threshold) {
                add(stride, cell % columns, cell / columns, cell, Math.sqrt(product), bbox, kps);
            }
        }
    }

    List<DetectedFace> faces() {
        return faces;
    }

    private void add(
            int stride,
            int column,
            int row,
            int cell,
            double confidence,
            FloatBuffer bbox,
            FloatBuffer kps) {
        double toX = stride * input.toImageX();
        double toY = stride * input.toImageY();
        double x = (column + bbox.get(4 * cell)) * toX;
        double y = (row + bbox.get(4 * cell + 1)) * toY;
        double halfWidth = Math.exp(bbox.get(4 * cell + 2)) * toX / 2;
        double halfHeight = Math.exp(bbox.get(4 * cell + 3)) * toY / 2;
        Point[] points = new Point[5];
        for (int i = 0; i < points.length; i++) {
            double px = (column + kps.get(10 * cell + 2 * i)) * toX;
            double py = (row + kps.get(10 * cell + 2 * i + 1)) * toY;
            if (!Double.isFinite(px) || !Double.isFinite(py)) {
                return;
            }
            points[i] = new Point(px, py);
        }
        // The network names the person's own right eye first, the one on the picture's left.
        Landmarks landmarks = new Landmarks(points[0], points[1], points[2], points[3], points[4]);
        FaceBox.clip(
                        x - halfWidth,
                        y - halfHeight,
                        x + halfWidth,
                        y + halfHeight,
                        imageWidth,
                        imageHeight)
                .map(box -> new DetectedFace(box, confidence, Optional.of(landmarks)))
                .ifPresent(faces::add);
    }

    private static double probability(float value) {
        return Math.min(1, Math.max(0, value));
    }
}
