package io.github.fer4j.detect;

import io.github.fer4j.detect.Landmarks.Point;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A face cut out of a picture by {@link FaceAligner}, and where its pixels come from. Owns its
 * pixels: close it. Points are given as in {@link Landmarks}. The points' methods work after
 * closing; not to be closed while another thread looks at {@link #pixels()}.
 */
public final class AlignedFace implements AutoCloseable {
    private final Mat pixels;
    private final CropTransform transform;
    private boolean closed;

    AlignedFace(Mat pixels, CropTransform transform) {
        this.pixels = pixels;
        this.transform = transform;
    }

    /**
     * @return the face, of the picture's type; closed with this object
     * @throws IllegalStateException if this is closed
     */
    public Mat pixels() {
        if (closed) {
            throw new IllegalStateException("the aligned face is closed");
        }
        return pixels;
    }

    /**
     * @return by how much the face's left eye was above its right one, clockwise, -180 to 180; 0
     *     where it was not levelled
     */
    public double rollDegrees() {
        return Math.toDegrees(Math.atan2(transform.sin(), transform.cos()));
    }

    /**
     * @param imagePoint a point in the picture
     * @return the same point in the crop, which may lie outside of it
     */
    public Point toCrop(Point imagePoint) {
        return transform.toCrop(Objects.requireNonNull(imagePoint, "imagePoint"));
    }

    /**
     * @param cropPoint a point in the crop
     * @return the same point in the picture, which may lie outside of it
     */
    public Point toImage(Point cropPoint) {
        return transform.toImage(Objects.requireNonNull(cropPoint, "cropPoint"));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pixels.close();
        }
    }
}
