package io.github.fer4j.video;

import io.github.fer4j.detect.FaceBox;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;

/**
 * Sees how a face moved from one frame to the next: median flow (Kalal, Mikolajczyk and Matas,
 * "Forward-Backward Error", 2010) of a grid of points, on patches shrunk so that a face costs the
 * same whatever its size. Not thread-safe.
 */
final class PatchFlow implements AutoCloseable {
    /** How a face moved: its centre in pixels, its size as a factor. */
    record Movement(double dx, double dy, double scale) {}

    private static final int GRID = 8;
    private static final int POINTS = GRID * GRID;
    private static final int FACE_SIDE = 48;
    private static final double PATCH_TO_FACE = 2.0;

    /** The points lie within this part of the box: its corners show what is behind the face. */
    private static final double INNER = 0.7;

    private static final int LEVELS = 2;
    private static final double WORST_BACKWARD_ERROR = 2.0;
    private static final int FEWEST_POINTS = 12;

    private final Mat before = new Mat();
    private final Mat after = new Mat();
    private final Mat from = new Mat(POINTS, 1, opencv_core.CV_32FC2);
    private final Mat to = new Mat(POINTS, 1, opencv_core.CV_32FC2);
    private final Mat back = new Mat(POINTS, 1, opencv_core.CV_32FC2);
    private final Mat forwardStatus = new Mat();
    private final Mat backwardStatus = new Mat();
    private final Mat errors = new Mat();
    private final Size window = new Size(11, 11);
    private final TermCriteria criteria =
            new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, 15, 0.03);
    private final float[] fromPoints = new float[2 * POINTS];
    private final float[] toPoints = new float[2 * POINTS];
    private final float[] backPoints = new float[2 * POINTS];
    private final byte[] forward = new byte[POINTS];
    private final byte[] backward = new byte[POINTS];

    /**
     * @param greyBefore the earlier frame, CV_8UC1
     * @param greyAfter the later one, of the same size
     * @param face where the face was
     * @return how it moved, or empty if that cannot be seen
     */
    Optional<Movement> track(Mat greyBefore, Mat greyAfter, Rectangle face) {
        Optional<FaceBox> region =
                face.scaled(PATCH_TO_FACE).clipped(greyBefore.cols(), greyBefore.rows());
        if (region.isEmpty()) {
            return Optional.empty();
        }
        FaceBox patch = region.get();
        double shrink = Math.min(1, FACE_SIDE / face.side());
        int width = (int) Math.round(patch.width() * shrink);
        int height = (int) Math.round(patch.height() * shrink);
        if (width < FACE_SIDE / 4 || height < FACE_SIDE / 4) {
            return Optional.empty();
        }
        double scaleX = (double) width / patch.width();
        double scaleY = (double) height / patch.height();
        cut(greyBefore, patch, width, height, before);
        cut(greyAfter, patch, width, height, after);
        spread(face, patch, scaleX, scaleY);
        flow(before, after, from, to, forwardStatus);
        flow(after, before, to, back, backwardStatus);
        read(to, toPoints);
        read(back, backPoints);
        readBytes(forwardStatus, forward);
        readBytes(backwardStatus, backward);
        return movement(width, height, scaleX, scaleY);
    }

    private static void cut(Mat grey, FaceBox patch, int width, int height, Mat target) {
        try (Rect rect = new Rect(patch.x(), patch.y(), patch.width(), patch.height());
                Mat view = new Mat(grey, rect);
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(view, target, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
    }

    private void spread(Rectangle face, FaceBox patch, double scaleX, double scaleY) {
        int at = 0;
        for (int row = 0; row < GRID; row++) {
            for (int column = 0; column < GRID; column++) {
                double u = ((column + 0.5) / GRID - 0.5) * INNER;
                double v = ((row + 0.5) / GRID - 0.5) * INNER;
                fromPoints[at++] =
                        (float) ((face.centerX() + u * face.width() - patch.x()) * scaleX);
                fromPoints[at++] =
                        (float) ((face.centerY() + v * face.height() - patch.y()) * scaleY);
            }
        }
        try (BytePointer data = from.data();
                FloatPointer floats = new FloatPointer(data)) {
            floats.put(fromPoints);
        }
    }

    private void flow(Mat first, Mat second, Mat start, Mat end, Mat status) {
        opencv_video.calcOpticalFlowPyrLK(
                first, second, start, end, status, errors, window, LEVELS, criteria, 0, 1e-4);
    }

    private static void read(Mat points, float[] target) {
        try (BytePointer data = points.data();
                FloatPointer floats = new FloatPointer(data)) {
            floats.get(target);
        }
    }

    private static void readBytes(Mat status, byte[] target) {
        try (BytePointer data = status.data()) {
            data.get(target);
        }
    }

    private Optional<Movement> movement(int width, int height, double scaleX, double scaleY) {
        double[] distances = new double[POINTS];
        int seen = 0;
        for (int i = 0; i < POINTS; i++) {
            distances[i] = Double.POSITIVE_INFINITY;
            boolean inside =
                    toPoints[2 * i] >= 0
                            && toPoints[2 * i] < width
                            && toPoints[2 * i + 1] >= 0
                            && toPoints[2 * i + 1] < height;
            if (forward[i] != 0 && backward[i] != 0 && inside) {
                distances[i] =
                        Math.hypot(
                                backPoints[2 * i] - fromPoints[2 * i],
                                backPoints[2 * i + 1] - fromPoints[2 * i + 1]);
                seen++;
            }
        }
        if (seen < FEWEST_POINTS) {
            return Optional.empty();
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        // The better half of those seen; equal ones stay in.
        double worst = sorted[(seen - 1) / 2];
        if (worst > WORST_BACKWARD_ERROR) {
            return Optional.empty();
        }
        int[] good = new int[POINTS];
        int count = 0;
        for (int i = 0; i < POINTS; i++) {
            if (distances[i] <= worst) {
                good[count++] = i;
            }
        }
        double[] dx = new double[count];
        double[] dy = new double[count];
        for (int i = 0; i < count; i++) {
            dx[i] = toPoints[2 * good[i]] - fromPoints[2 * good[i]];
            dy[i] = toPoints[2 * good[i] + 1] - fromPoints[2 * good[i] + 1];
        }
        return Optional.of(
                new Movement(median(dx) / scaleX, median(dy) / scaleY, growth(good, count)));
    }

    /** The median of how much farther each two points are from each other. */
    private double growth(int[] good, int count) {
        double[] ratios = new double[count * (count - 1) / 2];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                double was = distance(fromPoints, good[i], good[j]);
                // Near points say little: a tenth of a pixel is much of their distance.
                if (was > FACE_SIDE * INNER / 3) {
                    ratios[filled++] = distance(toPoints, good[i], good[j]) / was;
                }
            }
        }
        double median = filled == 0 ? 1 : median(Arrays.copyOf(ratios, filled));
        return Math.min(1.5, Math.max(1 / 1.5, median));
    }

    private static double distance(float[] points, int i, int j) {
        return Math.hypot(points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    @Override
    public void close() {
        before.close();
        after.close();
        from.close();
        to.close();
        back.close();
        forwardStatus.close();
        backwardStatus.close();
        errors.close();
        window.close();
        criteria.close();
    }
}
