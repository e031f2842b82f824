package io.github.fer4j.examples.video;

import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.video.VideoFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A clip of which everything is known: the head of the picture that comes with fer (NASA, public
 * domain) moved, scaled and rolled along paths at 1280 by 720 pixels and 30 frames a second. One
 * person walks behind a pillar, again and again; two to four stay apart.
 */
final class MadeClip implements AutoCloseable {
    static final int WIDTH = 1280;
    static final int HEIGHT = 720;
    static final double FRAME_RATE = 30;
    static final int MOST_PERSONS = 4;

    /** Where the default cascade finds the face in the picture: centre and side. */
    private static final double FACE_X = 223.5;

    private static final double FACE_Y = 113.5;
    private static final double FACE_SIDE = 95;

    /** The head around it, in sides of the face. */
    private static final double HEAD_WIDTH = 0.85;

    private static final double HEAD_HEIGHT = 1.1;
    private static final double CANVAS = 2.6;
    private static final double SECONDS_OF_A_TURN = 8;
    private static final int PILLAR_LEFT = 520;
    private static final int PILLAR_WIDTH = 240;

    /**
     * Where a person is in a frame.
     *
     * @param person from 0
     * @param face the face's box, or empty while it is not wholly in view
     */
    record Truth(int person, Optional<FaceBox> face) {}

    private record Pose(double x, double y, double side, double rollDegrees) {}

    private final int persons;
    private final Mat background = new Mat();
    private final Mat mask = new Mat();
    private final List<Mat> pictures = new ArrayList<>();

    /**
     * @param persons 1 to 4
     */
    MadeClip(int persons) {
        if (persons < 1 || persons > MOST_PERSONS) {
            throw new IllegalArgumentException("persons must be 1 to 4, was " + persons);
        }
        this.persons = persons;
        drawBackground();
        try (InputStream in =
                        Launcher.class.getResourceAsStream(
                                "/io/github/fer4j/examples/astronaut.png");
                BytePointer bytes = new BytePointer(in.readAllBytes());
                Mat file = new Mat(1, (int) bytes.limit(), opencv_core.CV_8UC1, bytes);
                Mat picture = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR)) {
            drawMask(picture);
            for (int i = 0; i < persons; i++) {
                // The same face, but neither as light nor as colourful.
                Mat own = new Mat();
                picture.convertTo(own, -1, 1 - 0.14 * i, 8 * i);
                pictures.add(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drawBackground() {
        opencv_core.setRNGSeed(20_26);
        try (Mat low = new Mat(18, 32, opencv_core.CV_8UC3);
                Mat from = new Mat(1, 1, opencv_core.CV_64F, new Scalar(40));
                Mat to = new Mat(1, 1, opencv_core.CV_64F, new Scalar(150));
                Size size = new Size(WIDTH, HEIGHT)) {
            opencv_core.randu(low, from, to);
            opencv_imgproc.resize(low, background, size, 0, 0, opencv_imgproc.INTER_CUBIC);
        }
    }

    /** Soft at its rim, so that the head has no edge of its own. */
    private void drawMask(Mat picture) {
        try (Mat hard = new Mat(picture.rows(), picture.cols(), opencv_core.CV_32F);
                Mat zero = new Mat(1, 1, opencv_core.CV_64F, new Scalar(0));
                Point center = new Point((int) FACE_X, (int) FACE_Y);
                Size axes =
                        new Size((int) (HEAD_WIDTH * FACE_SIDE), (int) (HEAD_HEIGHT * FACE_SIDE));
                Size blur = new Size(21, 21);
                Scalar one = new Scalar(1, 0, 0, 0)) {
            hard.setTo(zero);
            opencv_imgproc.ellipse(hard, center, axes, 0, 0, 360, one, -1, 8, 0);
            opencv_imgproc.GaussianBlur(hard, mask, blur, 0);
        }
    }

    /** Draws a frame. */
    void draw(long index, Mat target) {
        background.copyTo(target);
        for (int person = 0; person < persons; person++) {
            paste(target, person, pose(person, index));
        }
        if (persons == 1) {
            drawPillar(target);
        }
    }

    private void paste(Mat frame, int person, Pose pose) {
        int side = (int) (CANVAS * pose.side());
        int left = (int) Math.round(pose.x() - side / 2.0);
        int top = (int) Math.round(pose.y() - side / 2.0);
        int x0 = Math.max(0, left);
        int y0 = Math.max(0, top);
        int width = Math.min(WIDTH, left + side) - x0;
        int height = Math.min(HEIGHT, top + side) - y0;
        try (Point2f center = new Point2f((float) FACE_X, (float) FACE_Y);
                Mat transform =
                        opencv_imgproc.getRotationMatrix2D(
                                center, pose.rollDegrees(), pose.side() / FACE_SIDE);
                Size size = new Size(width, height);
                Mat head = new Mat();
                Mat weight = new Mat();
                Mat rest = new Mat();
                Mat one = new Mat(1, 1, opencv_core.CV_64F, new Scalar(1));
                Rect rect = new Rect(x0, y0, width, height);
                Mat view = new Mat(frame, rect)) {
            shift(transform, pose.x() - FACE_X - x0, pose.y() - FACE_Y - y0);
            opencv_imgproc.warpAffine(
                    pictures.get(person),
                    head,
                    transform,
                    size,
                    opencv_imgproc.INTER_LINEAR,
                    opencv_core.BORDER_REPLICATE,
                    new Scalar());
            opencv_imgproc.warpAffine(mask, weight, transform, size);
            opencv_core.subtract(one, weight, rest);
            opencv_imgproc.blendLinear(head, view, weight, rest, head);
            head.copyTo(view);
        }
    }

    private static void shift(Mat transform, double dx, double dy) {
        try (BytePointer first = transform.ptr(0, 2);
                BytePointer second = transform.ptr(1, 2)) {
            first.putDouble(0, first.getDouble(0) + dx);
            second.putDouble(0, second.getDouble(0) + dy);
        }
    }

    private static void drawPillar(Mat frame) {
        try (Rect rect = new Rect(PILLAR_LEFT, 0, PILLAR_WIDTH, HEIGHT);
                Scalar stone = new Scalar(96, 104, 112, 0)) {
            opencv_imgproc.rectangle(frame, rect, stone, -1, 8, 0);
        }
    }

    private Pose pose(int person, long index) {
        double turn = 2 * Math.PI * index / FRAME_RATE / SECONDS_OF_A_TURN;
        double phase = turn + person * 1.7;
        if (persons == 1) {
            return new Pose(
                    WIDTH / 2.0 + 430 * Math.sin(turn),
                    HEIGHT / 2.0 + 90 * Math.sin(2 * turn + 0.6),
                    150 + 40 * Math.sin(turn * 1.5),
                    9 * Math.sin(turn * 2.3));
        }
        double centerX = person % 2 == 0 ? 330 : 950;
        double centerY = person < 2 ? 190 : 530;
        return new Pose(
                centerX + 150 * Math.sin(phase),
                centerY + 25 * Math.sin(2 * phase),
                105 + 22 * Math.sin(phase * 1.5),
                9 * Math.sin(phase * 2.3));
    }

    /** Where everybody is. */
    List<Truth> truth(long index) {
        List<Truth> all = new ArrayList<>();
        for (int person = 0; person < persons; person++) {
            Pose pose = pose(person, index);
            double left = pose.x() - pose.side() / 2;
            FaceBox box =
                    new FaceBox(
                            (int) Math.round(left),
                            (int) Math.round(pose.y() - pose.side() / 2),
                            (int) Math.round(pose.side()),
                            (int) Math.round(pose.side()));
            boolean hidden =
                    persons == 1
                            && left + pose.side() > PILLAR_LEFT
                            && left < PILLAR_LEFT + PILLAR_WIDTH;
            all.add(new Truth(person, hidden ? Optional.empty() : Optional.of(box)));
        }
        return all;
    }

    /** Writes the first frames into a file. */
    void write(Path file, int frames) {
        try (VideoFileWriter writer = VideoFileWriter.builder(file).frameRate(FRAME_RATE).build();
                Mat image = new Mat()) {
            for (int i = 0; i < frames; i++) {
                draw(i, image);
                writer.write(image, Duration.ofNanos(Math.round(i * 1e9 / FRAME_RATE)));
            }
        }
    }

    @Override
    public void close() {
        background.close();
        mask.close();
        pictures.forEach(Mat::close);
    }
}
