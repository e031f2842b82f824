package io.github.fer4j.image;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A picture in native memory, upright. Owns that memory: {@link #close()} frees it and may be
 * called twice. Not for use by several threads while one closes it.
 */
public final class DecodedImage implements AutoCloseable {
    private final Mat mat;
    private final int width;
    private final int height;
    private final List<String> warnings;
    private boolean closed;

    /**
     * @param mat owned from here on
     */
    DecodedImage(Mat mat, List<String> warnings) {
        this.mat = Objects.requireNonNull(mat, "mat");
        this.width = mat.cols();
        this.height = mat.rows();
        this.warnings = List.copyOf(warnings);
    }

    /**
     * @return the pixels, 8 bits a channel: grey (CV_8UC1) or BGR (CV_8UC3); this object closes it
     * @throws IllegalStateException if this object is closed
     */
    public Mat mat() {
        if (closed) {
            throw new IllegalStateException("the picture is closed");
        }
        return mat;
    }

    /**
     * @return columns, as seen upright
     */
    public int width() {
        return width;
    }

    /**
     * @return rows, as seen upright
     */
    public int height() {
        return height;
    }

    /**
     * @return what is wrong with the file, if it was accepted all the same; usually empty
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * @return a copy as Java2D draws on it, {@link BufferedImage#TYPE_3BYTE_BGR} or {@link
     *     BufferedImage#TYPE_BYTE_GRAY}
     * @throws IllegalStateException if this object is closed
     */
    public BufferedImage toBufferedImage() {
        return BufferedImages.toBufferedImage(mat());
    }

    @Override
    public void close() {
        closed = true;
        mat.close();
    }
}
