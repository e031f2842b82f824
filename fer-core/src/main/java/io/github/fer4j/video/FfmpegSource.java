package io.github.fer4j.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A file or stream, by FFmpeg itself and not by JavaCV's grabber over it: that one says nothing
 * about packets that cannot be decoded.
 */
final class FfmpegSource implements FrameSource {
    private static final int FRAME_CORRUPT = 1;
    private static final String NETWORK_TIMEOUT_MICROS = "10000000";
    private static final long MOST_PIXELS = 8192L * 8192;

    /** A file may be shorter than it says by this much: containers round, sound ends later. */
    private static final double TOLERATED_SECONDS = 1.0;

    private static final double TOLERATED_SHARE = 0.02;

    private final String name;
    private final boolean live;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final Damage damage = new Damage();
    private final PictureConverter converter = new PictureConverter();
    private AVCodecContext decoder;
    private int streamIndex;
    private double timeBase;
    private double startSeconds;
    private double frameSeconds;
    private long declaredFrames;
    private SourceInfo info;
    private long packets;
    private long frames;
    private double lastSeconds;
    private double lastPacketEnd;
    private boolean draining;
    private boolean ended;
    private boolean closed;

    private FfmpegSource(String name, boolean live) {
        this.name = name;
        this.live = live;
    }

    static FfmpegSource open(Path file) {
        requireReadable(file);
        Ffmpeg.load();
        return opened(new FfmpegSource(file.toString(), false), Ffmpeg.url(file));
    }

    static FfmpegSource open(URI address) {
        if (address.getScheme() == null) {
            throw new IllegalArgumentException(
                    "an address begins with rtsp:, http: or the like, was " + address);
        }
        if (address.getScheme().equalsIgnoreCase("file")) {
            return open(Path.of(address));
        }
        Ffmpeg.load();
        return opened(new FfmpegSource(address.toString(), true), Ffmpeg.bytes(address.toString()));
    }

    private static FfmpegSource opened(FfmpegSource source, BytePointer url) {
        try (url) {
            source.open(url);
            return source;
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    private static void requireReadable(Path file) {
        if (!Files.exists(file)) {
            throw new VideoReadException(file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new VideoReadException(file + ": a directory, not a video file");
        }
        if (!Files.isReadable(file)) {
            throw new VideoReadException(file + ": may not be read by this user");
        }
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                throw new VideoReadException(file + ": an empty file (0 bytes)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(BytePointer url) {
        try (AVDictionary options = new AVDictionary(null)) {
            if (live) {
                av_dict_set(options, "rw_timeout", NETWORK_TIMEOUT_MICROS, 0);
                av_dict_set(options, "timeout", NETWORK_TIMEOUT_MICROS, 0);
                av_dict_set(options, "fflags", "nobuffer", 0);
            }
            int opened = avformat_open_input(format, url, null, options);
            av_dict_free(options);
            if (opened < 0) {
                throw new VideoReadException(
                        name
                                + ": no video that can be opened ("
                                + Ffmpeg.message(opened)
                                + "). Accepted are MP4, MOV, MKV, WebM, AVI and what else FFmpeg"
                                + " reads; an MP4 whose end is missing has lost its index and"
                                + " cannot be");
            }
        }
        int known = avformat_find_stream_info(format, (AVDictionary) null);
        streamIndex = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (known < 0 || streamIndex < 0) {
            throw new VideoReadException(
                    "%s: no pictures in it, only %d streams of other kinds"
                            .formatted(name, format.nb_streams()));
        }
        AVStream stream = format.streams(streamIndex);
        openDecoder(stream.codecpar());
        describe(stream);
    }

    private void openDecoder(AVCodecParameters parameters) {
        AVCodec codec = avcodec_find_decoder(parameters.codec_id());
        if (codec == null || codec.isNull()) {
            throw new VideoReadException(
                    "%s: its pictures are coded as '%s', for which this FFmpeg has no decoder"
                            .formatted(name, avcodec_get_name(parameters.codec_id()).getString()));
        }
        decoder = avcodec_alloc_context3(codec);
        avcodec_parameters_to_context(decoder, parameters);
        decoder.max_pixels(MOST_PIXELS);
        // Decoding frames side by side holds some of them back, which a live picture shows.
        decoder.thread_count(live ? 1 : Math.min(4, Runtime.getRuntime().availableProcessors()));
        int opened = avcodec_open2(decoder, codec, (AVDictionary) null);
        if (opened < 0) {
            throw new VideoReadException(
                    name + ": the decoder does not start (" + Ffmpeg.message(opened) + ")");
        }
    }

    private void describe(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        timeBase = av_q2d(stream.time_base());
        startSeconds =
                format.start_time() == AV_NOPTS_VALUE ? 0 : format.start_time() / Ffmpeg.MICROS;
        double rate = av_q2d(stream.avg_frame_rate());
        if (!(rate > 0 && Double.isFinite(rate))) {
            rate = av_q2d(av_guess_frame_rate(format, stream, null));
        }
        boolean rateKnown = rate > 0 && Double.isFinite(rate);
        frameSeconds = rateKnown ? 1 / rate : 0;
        declaredFrames = stream.nb_frames();
        converter.turn(quarterTurns(parameters));
        boolean onItsSide = converter.onItsSide();
        Optional<Duration> duration =
                format.duration() == AV_NOPTS_VALUE || format.duration() <= 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(format.duration() * 1000));
        OptionalLong count = OptionalLong.empty();
        if (declaredFrames > 0) {
            count = OptionalLong.of(declaredFrames);
        } else if (duration.isPresent() && rateKnown) {
            count = OptionalLong.of(Math.round(duration.get().toMillis() / 1e3 * rate));
        }
        info =
                new SourceInfo(
                        name,
                        Math.max(0, onItsSide ? parameters.height() : parameters.width()),
                        Math.max(0, onItsSide ? parameters.width() : parameters.height()),
                        rateKnown ? rate : 0,
                        count,
                        duration,
                        live);
    }

    /** Clockwise quarter turns that set the picture upright. */
    private static int quarterTurns(AVCodecParameters parameters) {
        AVPacketSideData matrix =
                av_packet_side_data_get(
                        parameters.coded_side_data(),
                        parameters.nb_coded_side_data(),
                        AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull()) {
            return 0;
        }
        double counterclockwise = av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterclockwise)
                ? 0
                : Math.floorMod(Math.round(-counterclockwise / 90), 4);
    }

    @Override
    public boolean grab() {
        requireOpen();
        if (ended) {
            return false;
        }
        while (true) {
            int received = avcodec_receive_frame(decoder, frame);
            if (received == 0) {
                arrived();
                return true;
            }
            if (received == AVERROR_EOF) {
                ended = true;
                checkEnd();
                return false;
            }
            if (received != AVERROR_EAGAIN()) {
                damage.add(lastSeconds, Ffmpeg.message(received));
            }
            feed();
        }
    }

    private void arrived() {
        frames++;
        double seconds =
                frame.best_effort_timestamp() == AV_NOPTS_VALUE
                        ? lastSeconds + (frames == 1 ? 0 : frameSeconds)
                        : frame.best_effort_timestamp() * timeBase - startSeconds;
        lastSeconds = frames == 1 ? Math.max(0, seconds) : Math.max(lastSeconds, seconds);
        if (frame.decode_error_flags() != 0 || (frame.flags() & FRAME_CORRUPT) != 0) {
            damage.add(lastSeconds, "a frame could be decoded in part only");
        }
    }

    private void feed() {
        if (draining) {
            // The decoder wants more when there is no more: only a damaged stream does that.
            avcodec_send_packet(decoder, null);
            return;
        }
        int read = av_read_frame(format, packet);
        if (read == AVERROR_EAGAIN()) {
            Thread.onSpinWait();
            return;
        }
        if (read < 0) {
            if (read != AVERROR_EOF) {
                damage.add(lastPacketEnd, Ffmpeg.message(read));
            }
            draining = true;
            avcodec_send_packet(decoder, null);
            return;
        }
        double seconds = packetSeconds();
        if (packet.stream_index() == streamIndex) {
            packets++;
            if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
                damage.add(seconds, "a packet is cut short");
            }
            int sent = avcodec_send_packet(decoder, packet);
            if (sent < 0 && sent != AVERROR_EAGAIN()) {
                damage.add(seconds, Ffmpeg.message(sent));
            }
        }
        av_packet_unref(packet);
    }

    private double packetSeconds() {
        double base = av_q2d(format.streams(packet.stream_index()).time_base());
        long at = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
        if (at == AV_NOPTS_VALUE) {
            return lastPacketEnd;
        }
        double seconds = at * base - startSeconds;
        lastPacketEnd = Math.max(lastPacketEnd, seconds + Math.max(0, packet.duration()) * base);
        return seconds;
    }

    /** At the end: was it the end that the file's head had promised? */
    private void checkEnd() {
        if (declaredFrames > 0 && packets < declaredFrames) {
            damage.add(
                    lastPacketEnd,
                    "the file ends after %d of %d packets".formatted(packets, declaredFrames));
        } else if (declaredFrames <= 0
                && info.duration().isPresent()
                && format.duration_estimation_method() != AVFMT_DURATION_FROM_BITRATE) {
            double declared = info.duration().get().toNanos() / 1e9;
            if (lastPacketEnd
                    < declared - Math.max(TOLERATED_SECONDS, TOLERATED_SHARE * declared)) {
                damage.add(
                        lastPacketEnd,
                        String.format(
                                java.util.Locale.ROOT,
                                "the file ends, but says to be %.2f s long",
                                declared));
            }
        }
        Optional<String> description = damage.describe(frames);
        if (description.isPresent()) {
            throw new VideoReadException(name + ": " + description.get());
        }
        if (frames == 0) {
            throw new VideoReadException(name + ": has no frame");
        }
    }

    @Override
    public Duration timestamp() {
        requireFrame();
        return Duration.ofNanos(Math.round(lastSeconds * 1e9));
    }

    @Override
    public void retrieve(Mat target) {
        requireFrame();
        converter.convert(frame, target, name);
    }

    private void requireFrame() {
        requireOpen();
        if (frames == 0) {
            throw new IllegalStateException("no frame yet: call grab() first");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        converter.close();
        if (decoder != null) {
            avcodec_free_context(decoder);
        }
        if (!format.isNull()) {
            avformat_close_input(format);
        }
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
