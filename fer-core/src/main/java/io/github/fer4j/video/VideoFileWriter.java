package io.github.fer4j.video;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Writes frames into an MP4 file, each at its own time, with the sound of another file if wanted.
 *
 * <pre>{@code
 * try (VideoFileWriter writer =
 *         VideoFileWriter.builder(Path.of("out.mp4")).soundOf(Path.of("clip.mp4")).build()) {
 *     while (frames.hasNext()) {
 *         FrameResult result = frames.next();
 *         writer.write(frames.image(), result.timestamp());
 *     }
 *     writer.finish();
 * }
 * }</pre>
 *
 * <p>The file is written in fragments until it is closed, so it can be played up to its last two
 * seconds even if the process is killed. Pictures are coded as H.264 where FFmpeg has an encoder,
 * otherwise as MPEG-4. Not thread-safe.
 */
public final class VideoFileWriter implements AutoCloseable {
    private static final List<String> ENCODERS = List.of("libx264", "libopenh264", "mpeg4");
    private static final int TIME_BASE = 90_000;
    private static final double BITS_PER_PIXEL = 0.15;
    private static final long LEAST_BIT_RATE = 800_000;
    private static final double SECONDS_BETWEEN_KEY_FRAMES = 2;

    private final Path file;
    private final double frameRate;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVPacket packet;
    private final AVFrame frame;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
    private final IntPointer strides = new IntPointer(4);
    private final Optional<SoundCopy> sound;
    private AVCodecContext encoder;
    private AVStream stream;
    private AVIOContext output;
    private SwsContext scaler;
    private int width;
    private int height;
    private int type;
    private long lastTick = -1;
    private boolean finished;
    private boolean failed;
    private boolean closed;

    private VideoFileWriter(Builder options) {
        Ffmpeg.load();
        this.file = options.file;
        this.frameRate = options.frameRate;
        this.sound = options.soundOf.flatMap(SoundCopy::open);
        this.packet = av_packet_alloc();
        this.frame = av_frame_alloc();
    }

    /**
     * @param file where to write; what is there is overwritten
     * @return options
     */
    public static Builder builder(Path file) {
        return new Builder(file);
    }

    /**
     * Writes a frame. The first one decides the size; an odd row or column is left out.
     *
     * @param image BGR (CV_8UC3) or grey (CV_8UC1), of the same size and type every time; read only
     * @param timestamp when it is shown; after the frame before
     * @throws IllegalArgumentException if the picture is of another size or type
     * @throws VideoWriteException if the file cannot be written
     * @throws IllegalStateException if this is closed or finished
     */
    public void write(Mat image, Duration timestamp) {
        if (closed || finished || failed) {
            throw new IllegalStateException(file + " is closed");
        }
        if (encoder == null) {
            try {
                start(image);
            } catch (RuntimeException | Error e) {
                failed = true;
                throw e;
            }
        }
        if (image.cols() / 2 * 2 != width
                || image.rows() / 2 * 2 != height
                || image.type() != type) {
            throw new IllegalArgumentException(
                    "a frame of %dx%d, type %d, does not fit %s, which is %dx%d, type %d"
                            .formatted(
                                    image.cols(),
                                    image.rows(),
                                    image.type(),
                                    file,
                                    width,
                                    height,
                                    type));
        }
        convert(image);
        long tick = Math.round(timestamp.toNanos() / 1e9 * TIME_BASE);
        lastTick = Math.max(lastTick + 1, tick);
        frame.pts(lastTick);
        frame.pict_type(0);
        check(avcodec_send_frame(encoder, frame), "a frame cannot be coded");
        drain();
        double seconds = (double) lastTick / TIME_BASE;
        sound.ifPresent(copy -> copy.until(seconds, format, this::check));
    }

    /**
     * @return why the sound could not be copied, if it was wanted and could not
     */
    public Optional<String> soundProblem() {
        return sound.flatMap(SoundCopy::problem);
    }

    /**
     * All frames were written: adds the rest of the sound and closes the file. Without it, {@link
     * #close()} ends the sound with the last frame.
     *
     * @throws VideoWriteException if the file cannot be written
     */
    public void finish() {
        finished = true;
        close();
    }

    private void start(Mat image) {
        width = image.cols() / 2 * 2;
        height = image.rows() / 2 * 2;
        type = image.type();
        if (width < 2 || height < 2 || type != opencv_core.CV_8UC3 && type != opencv_core.CV_8UC1) {
            throw new IllegalArgumentException(
                    "a frame must be BGR (CV_8UC3) or grey (CV_8UC1) and at least 2x2, was %dx%d, type %d"
                            .formatted(image.cols(), image.rows(), type));
        }
        try (BytePointer url = Ffmpeg.url(file);
                BytePointer kind = Ffmpeg.bytes("mp4")) {
            check(
                    avformat_alloc_output_context2(format, (AVOutputFormat) null, kind, url),
                    "no MP4 can be written by this FFmpeg");
            openEncoder();
            stream = avformat_new_stream(format, null);
            check(avcodec_parameters_from_context(stream.codecpar(), encoder), "no stream");
            stream.time_base(encoder.time_base());
            stream.avg_frame_rate(encoder.framerate());
            sound.ifPresent(copy -> copy.addStream(format, this::check));
            output = new AVIOContext(null);
            check(avio_open(output, url, AVIO_FLAG_WRITE), "cannot be created");
            format.pb(output);
            format.flags(format.flags() | AVFMT_FLAG_FLUSH_PACKETS);
        }
        try (AVDictionary options = new AVDictionary(null)) {
            av_dict_set(options, "movflags", "hybrid_fragmented", 0);
            int written = avformat_write_header(format, options);
            av_dict_free(options);
            check(written, "the head cannot be written");
        }
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        check(av_frame_get_buffer(frame, 0), "no memory for a frame");
    }

    private void openEncoder() {
        for (String name : ENCODERS) {
            AVCodec codec = avcodec_find_encoder_by_name(name);
            if (codec == null || codec.isNull()) {
                continue;
            }
            AVCodecContext context = avcodec_alloc_context3(codec);
            context.width(width);
            context.height(height);
            context.pix_fmt(AV_PIX_FMT_YUV420P);
            context.time_base(av_make_q(1, TIME_BASE));
            context.framerate(av_make_q((int) Math.round(frameRate * 1000), 1000));
            context.gop_size((int) Math.max(1, Math.round(SECONDS_BETWEEN_KEY_FRAMES * frameRate)));
            context.max_b_frames(0);
            context.bit_rate(
                    Math.max(
                            LEAST_BIT_RATE,
                            Math.round(BITS_PER_PIXEL * width * height * frameRate)));
            context.thread_count(1);
            if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
                context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
            }
            if (avcodec_open2(context, codec, (AVDictionary) null) >= 0) {
                encoder = context;
                return;
            }
            avcodec_free_context(context);
        }
        throw new VideoWriteException(
                "%s: this FFmpeg has none of the encoders %s for %dx%d"
                        .formatted(file, ENCODERS, width, height));
    }

    private void convert(Mat image) {
        scaler =
                sws_getCachedContext(
                        scaler,
                        width,
                        height,
                        type == opencv_core.CV_8UC3 ? AV_PIX_FMT_BGR24 : AV_PIX_FMT_GRAY8,
                        width,
                        height,
                        AV_PIX_FMT_YUV420P,
                        SWS_BILINEAR,
                        null,
                        null,
                        (DoublePointer) null);
        check(av_frame_make_writable(frame), "no memory for a frame");
        try (BytePointer data = image.data()) {
            planes.put(0, data);
            strides.put(0, (int) image.step());
            sws_scale(scaler, planes, strides, 0, height, frame.data(), frame.linesize());
        }
    }

    private void drain() {
        while (true) {
            int received = avcodec_receive_packet(encoder, packet);
            if (received == AVERROR_EAGAIN() || received == AVERROR_EOF) {
                return;
            }
            check(received, "a frame cannot be coded");
            packet.stream_index(stream.index());
            packet.duration(Math.round(TIME_BASE / frameRate));
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            check(av_interleaved_write_frame(format, packet), "a frame cannot be written");
        }
    }

    private void check(int result, String problem) {
        if (result < 0) {
            throw new VideoWriteException(
                    "%s: %s (%s)".formatted(file, problem, Ffmpeg.message(result)));
        }
    }

    /** Ends the file; it is valid afterwards. May be called twice. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (output != null && !failed) {
                check(avcodec_send_frame(encoder, null), "the last frames cannot be coded");
                drain();
                double end =
                        finished ? Double.MAX_VALUE : (double) lastTick / TIME_BASE + 1 / frameRate;
                sound.ifPresent(copy -> copy.until(end, format, this::check));
                check(av_write_trailer(format), "the end cannot be written");
            }
        } finally {
            release();
        }
    }

    private void release() {
        sound.ifPresent(SoundCopy::close);
        if (encoder != null) {
            avcodec_free_context(encoder);
        }
        if (output != null && !output.isNull()) {
            avio_closep(output);
        }
        if (!format.isNull()) {
            avformat_free_context(format);
        }
        if (scaler != null) {
            sws_freeContext(scaler);
        }
        av_packet_free(packet);
        av_frame_free(frame);
        planes.close();
        strides.close();
    }

    /** Options of a {@link VideoFileWriter}. */
    public static final class Builder {
        private static final double USUAL_RATE = 30;

        private final Path file;
        private double frameRate = USUAL_RATE;
        private Optional<Path> soundOf = Optional.empty();

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "file");
        }

        /**
         * @param frameRate about how many frames a second will come, above 0; decides the quality,
         *     not the times. 30 by default
         * @return this
         */
        public Builder frameRate(double frameRate) {
            if (!(frameRate > 0 && frameRate <= 1000)) {
                throw new IllegalArgumentException(
                        "frameRate must be > 0 and <= 1000, was " + frameRate);
            }
            this.frameRate = frameRate;
            return this;
        }

        /**
         * @param video the file whose sound is copied as it is, if it has any
         * @return this
         */
        public Builder soundOf(Path video) {
            soundOf = Optional.of(video);
            return this;
        }

        /**
         * @return a writer; the file is created with the first frame
         * @throws IllegalStateException if FFmpeg's jar is missing
         */
        public VideoFileWriter build() {
            return new VideoFileWriter(this);
        }
    }
}
