package io.github.fer4j.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The orientations of EXIF's tag 274, in its order from 1: where row 0 and column 0 are seen. */
enum Orientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    MIRRORED_UPSIDE_DOWN,
    TRANSPOSED,
    TURNED_LEFT,
    TRANSVERSED,
    TURNED_RIGHT;

    private static final int HORIZONTAL_AXIS = 0;
    private static final int VERTICAL_AXIS = 1;

    /** Any value but 1 to 8 means nothing and is taken for upright. */
    static Orientation of(int exifValue) {
        return exifValue >= 1 && exifValue <= values().length ? values()[exifValue - 1] : UPRIGHT;
    }

    /**
     * @param stored the picture as stored, not changed
     * @param upright receives the picture as seen; another matrix
     */
    void apply(Mat stored, Mat upright) {
        switch (this) {
            case MIRRORED -> opencv_core.flip(stored, upright, VERTICAL_AXIS);
            case UPSIDE_DOWN -> opencv_core.rotate(stored, upright, opencv_core.ROTATE_180);
            case MIRRORED_UPSIDE_DOWN -> opencv_core.flip(stored, upright, HORIZONTAL_AXIS);
            case TRANSPOSED -> opencv_core.transpose(stored, upright);
            case TURNED_LEFT ->
                    opencv_core.rotate(stored, upright, opencv_core.ROTATE_90_CLOCKWISE);
            case TRANSVERSED -> {
                try (Mat transposed = new Mat()) {
                    opencv_core.transpose(stored, transposed);
                    opencv_core.rotate(transposed, upright, opencv_core.ROTATE_180);
                }
            }
            case TURNED_RIGHT ->
                    opencv_core.rotate(stored, upright, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
            case UPRIGHT -> stored.copyTo(upright);
        }
    }
}
