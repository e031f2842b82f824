package io.github.fer4j.video;

import io.github.fer4j.detect.DetectedFace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Frames on which the head of astronaut.png is put at known places. */
final class Astronaut implements AutoCloseable {
    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    /** Where the face is in the head, as the frontal cascade has it. */
    private static final double FACE_SHARE = 0.62;

    private final Mat head;
    private final Mat background = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3);

    Astronaut() {
        try (InputStream in =
                        Objects.requireNonNull(
                                Astronaut.class.getResourceAsStream("/astronaut.png"));
                BytePointer bytes = new BytePointer(in.readAllBytes());
                Mat file = new Mat(1, (int) bytes.limit(), opencv_core.CV_8UC1, bytes);
                Mat picture = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR);
                Rect rect = new Rect(145, 35, 160, 160);
                Mat view = new Mat(picture, rect);
                Mat low = new Mat(12, 20, opencv_core.CV_8UC3);
                Mat from = new Mat(1, 1, opencv_core.CV_64F, new Scalar(60));
                Mat to = new Mat(1, 1, opencv_core.CV_64F, new Scalar(180));
                Size size = new Size(WIDTH, HEIGHT)) {
            head = view.clone();
            opencv_core.setRNGSeed(11);
            opencv_core.randu(low, from, to);
            opencv_imgproc.resize(low, background, size, 0, 0, opencv_imgproc.INTER_CUBIC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The face of a head of a side in pixels whose centre is at a point. */
    static Rectangle face(double centerX, double centerY, double side) {
        return new Rectangle(centerX, centerY, side * FACE_SHARE, side * FACE_SHARE);
    }

    static DetectedFace detected(Rectangle face) {
        return new DetectedFace(face.clipped(WIDTH, HEIGHT).orElseThrow(), 5, Optional.empty());
    }

    /** A frame without anybody. */
    Mat empty() {
        return background.clone();
    }

    /** Puts a head onto a frame. */
    void put(Mat frame, double centerX, double centerY, double side) {
        put(frame, centerX, centerY, side, false);
    }

    void put(Mat frame, double centerX, double centerY, double side, boolean mirrored) {
        int pixels = (int) Math.round(side);
        int left = (int) Math.round(centerX - side / 2);
        int top = (int) Math.round(centerY - side / 2);
        try (Size size = new Size(pixels, pixels);
                Mat scaled = new Mat();
                Rect rect = new Rect(left, top, pixels, pixels);
                Mat view = new Mat(frame, rect)) {
            opencv_imgproc.resize(head, scaled, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            if (mirrored) {
                opencv_core.flip(scaled, scaled, 1);
            }
            scaled.copyTo(view);
        }
    }

    /** Covers a part of a frame with one colour. */
    static void cover(Mat frame, int x, int y, int width, int height) {
        try (Rect rect = new Rect(x, y, width, height);
                Scalar colour = new Scalar(90, 110, 130, 0)) {
            opencv_imgproc.rectangle(frame, rect, colour, -1, 8, 0);
        }
    }

    @Override
    public void close() {
        head.close();
        background.close();
    }
}
