package io.github.fer4j.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/** A camera, by OpenCV: V4L2 on Linux, AVFoundation on macOS, Media Foundation on Windows. */
final class CameraSource implements FrameSource {
    private static final Path DEVICES = Path.of("/dev");

    private final VideoCapture capture;
    private final SourceInfo info;
    private long start;
    private long grabbed;
    private boolean started;
    private boolean closed;

    private CameraSource(VideoCapture capture, SourceInfo info) {
        this.capture = capture;
        this.info = info;
    }

    static CameraSource open(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("a camera's index must be >= 0, was " + index);
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path device = DEVICES.resolve("video" + index);
        // OpenCV would print warnings of its own about a device that is not there.
        if (os.contains("linux") && !Files.exists(device)) {
            throw new VideoReadException(missing(index, os));
        }
        VideoCapture capture = new VideoCapture();
        boolean opened = false;
        try {
            opened = capture.open(index);
        } catch (RuntimeException e) {
            capture.close();
            throw new VideoReadException(missing(index, os), e);
        }
        if (!opened) {
            capture.close();
            throw new VideoReadException(missing(index, os));
        }
        // A frame that waits in the driver is an old one.
        capture.set(opencv_videoio.CAP_PROP_BUFFERSIZE, 1);
        return new CameraSource(
                capture,
                new SourceInfo(
                        "camera " + index,
                        (int) capture.get(opencv_videoio.CAP_PROP_FRAME_WIDTH),
                        (int) capture.get(opencv_videoio.CAP_PROP_FRAME_HEIGHT),
                        Math.max(0, capture.get(opencv_videoio.CAP_PROP_FPS)),
                        OptionalLong.empty(),
                        Optional.empty(),
                        true));
    }

    private static String missing(int index, String os) {
        if (os.contains("linux")) {
            List<String> present = linuxDevices();
            Path device = DEVICES.resolve("video" + index);
            return "camera %d: looked for %s%s; on this system there %s"
                    .formatted(
                            index,
                            device,
                            Files.exists(device)
                                    ? ", which is there but gives no pictures to this user (in"
                                            + " use by another program, not readable, or no"
                                            + " camera)"
                                    : ", which is not there",
                            present.isEmpty()
                                    ? "is no /dev/video*: no camera is connected, or this is a"
                                            + " container without one"
                                    : "are " + String.join(", ", present));
        }
        String system =
                os.contains("mac")
                        ? "AVFoundation (has this program the right to use the camera? System"
                                + " Settings, Privacy, Camera)"
                        : os.contains("win")
                                ? "Media Foundation and DirectShow"
                                : "every system of cameras that OpenCV knows";
        return "camera %d: looked for number %d (from 0) of %s, which has none"
                .formatted(index, index, system);
    }

    private static List<String> linuxDevices() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(DEVICES, "video*")) {
            devices.forEach(device -> names.add(device.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public boolean grab() {
        if (closed) {
            throw new IllegalStateException("the camera is closed");
        }
        if (!capture.grab()) {
            throw new VideoReadException(
                    "%s: no picture after %d; was it unplugged, or taken by another program?"
                            .formatted(info.name(), grabbed));
        }
        grabbed++;
        long now = System.nanoTime();
        if (!started) {
            started = true;
            start = now;
        }
        timestampNanos = now - start;
        return true;
    }

    private long timestampNanos;

    @Override
    public Duration timestamp() {
        requireFrame();
        return Duration.ofNanos(timestampNanos);
    }

    @Override
    public void retrieve(Mat target) {
        requireFrame();
        if (!capture.retrieve(target) || target.depth() != opencv_core.CV_8U) {
            throw new VideoReadException(
                    info.name() + ": a picture that cannot be decoded to 8 bits a channel");
        }
    }

    private void requireFrame() {
        if (closed || !started) {
            throw new IllegalStateException(
                    closed ? "the camera is closed" : "no frame yet: call grab() first");
        }
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            capture.release();
            capture.close();
        }
    }
}
