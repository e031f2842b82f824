package io.github.fer4j.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns a decoded frame into an upright BGR picture. Not thread-safe. */
final class PictureConverter implements AutoCloseable {
    private static final int QUARTERS = 4;

    /**
     * FFmpeg writes as many pixels at once, over the end of the last line where it is not a
     * multiple of them, and leaves the last of every line out where they would not fit.
     */
    private static final int PIXELS_AT_ONCE = 16;

    private final Mat lying = new Mat();
    private final Mat wider = new Mat();
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(QUARTERS);
    private final IntPointer strides = new IntPointer(QUARTERS);
    private SwsContext scaler;
    private int quarterTurns;

    /** Sets by how many quarters frames are turned clockwise, 0 to 3. */
    void turn(int clockwiseQuarters) {
        quarterTurns = clockwiseQuarters;
    }

    boolean onItsSide() {
        return quarterTurns % 2 == 1;
    }

    void convert(AVFrame frame, Mat target, String name) {
        Mat direct = quarterTurns == 0 ? target : lying;
        direct.create(frame.height(), frame.width(), opencv_core.CV_8UC3);
        scaler =
                sws_getCachedContext(
                        scaler,
                        frame.width(),
                        frame.height(),
                        frame.format(),
                        frame.width(),
                        frame.height(),
                        AV_PIX_FMT_BGR24,
                        SWS_BILINEAR,
                        null,
                        null,
                        (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            throw new VideoReadException(
                    "%s: pixels of FFmpeg's format %d cannot be converted"
                            .formatted(name, frame.format()));
        }
        int spare = -frame.width() & PIXELS_AT_ONCE - 1;
        if (spare == 0) {
            scale(frame, direct);
        } else {
            wider.create(frame.height(), frame.width() + spare, opencv_core.CV_8UC3);
            scale(frame, wider);
            try (Mat view = wider.colRange(0, frame.width())) {
                view.copyTo(direct);
            }
        }
        if (quarterTurns > 0) {
            int code =
                    switch (quarterTurns) {
                        case 1 -> opencv_core.ROTATE_90_CLOCKWISE;
                        case 2 -> opencv_core.ROTATE_180;
                        default -> opencv_core.ROTATE_90_COUNTERCLOCKWISE;
                    };
            opencv_core.rotate(lying, target, code);
        }
    }

    private void scale(AVFrame frame, Mat picture) {
        try (BytePointer data = picture.data()) {
            planes.put(0, data);
            strides.put(0, (int) picture.step());
            sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
        }
    }

    @Override
    public void close() {
        lying.close();
        wider.close();
        planes.close();
        strides.close();
        if (scaler != null) {
            sws_freeContext(scaler);
            scaler = null;
        }
    }
}
