package io.github.fer4j.video;

import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/** Takes the sound out of one file and puts it into another, packet by packet, as it is. */
final class SoundCopy implements AutoCloseable {
    /** What is to be thrown when FFmpeg answers with an error. */
    @FunctionalInterface
    interface Check {
        void check(int result, String problem);
    }

    private final AVFormatContext input;
    private final AVPacket packet = av_packet_alloc();
    private final int streamIndex;
    private final double startSeconds;
    private AVStream target;
    private String problem;
    private boolean waiting;
    private boolean ended;
    private boolean closed;

    private SoundCopy(AVFormatContext input, int streamIndex) {
        this.input = input;
        this.streamIndex = streamIndex;
        this.startSeconds =
                input.start_time() == AV_NOPTS_VALUE ? 0 : input.start_time() / Ffmpeg.MICROS;
    }

    /** The sound of a file, or empty if it has none or cannot be opened. */
    static Optional<SoundCopy> open(Path file) {
        AVFormatContext input = new AVFormatContext(null);
        try (BytePointer url = Ffmpeg.url(file)) {
            if (avformat_open_input(input, url, null, null) < 0) {
                return Optional.empty();
            }
        }
        avformat_find_stream_info(input, (AVDictionary) null);
        int index = av_find_best_stream(input, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
        if (index < 0) {
            avformat_close_input(input);
            return Optional.empty();
        }
        return Optional.of(new SoundCopy(input, index));
    }

    /** Adds a stream to a file whose head is not yet written. */
    void addStream(AVFormatContext output, Check check) {
        AVStream source = input.streams(streamIndex);
        int codec = source.codecpar().codec_id();
        if (avformat_query_codec(output.oformat(), codec, FF_COMPLIANCE_NORMAL) != 1) {
            problem =
                    "sound coded as '%s' does not go into an MP4 file, so there is none in it"
                            .formatted(avcodec_get_name(codec).getString());
            ended = true;
            return;
        }
        target = avformat_new_stream(output, null);
        check.check(avcodec_parameters_copy(target.codecpar(), source.codecpar()), "no sound");
        target.codecpar().codec_tag(0);
        target.time_base(source.time_base());
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Copies what is to be heard before a time. */
    void until(double seconds, AVFormatContext output, Check check) {
        double base = av_q2d(input.streams(streamIndex).time_base());
        while (!ended) {
            if (!waiting) {
                if (av_read_frame(input, packet) < 0) {
                    ended = true;
                    return;
                }
                if (packet.stream_index() != streamIndex || packet.dts() == AV_NOPTS_VALUE) {
                    av_packet_unref(packet);
                    continue;
                }
                waiting = true;
            }
            if (packet.dts() * base - startSeconds >= seconds) {
                return;
            }
            waiting = false;
            long shift = Math.round(startSeconds / base);
            packet.dts(packet.dts() - shift);
            if (packet.pts() != AV_NOPTS_VALUE) {
                packet.pts(packet.pts() - shift);
            }
            packet.stream_index(target.index());
            packet.pos(-1);
            av_packet_rescale_ts(
                    packet, input.streams(streamIndex).time_base(), target.time_base());
            check.check(av_interleaved_write_frame(output, packet), "sound cannot be written");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avformat_close_input(input);
        }
    }
}
