package io.github.fer4j.video;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;

/** What reading and writing have in common. */
final class Ffmpeg {
    static final double MICROS = 1e6;

    private static final String COORDINATES = "org.bytedeco:ffmpeg-platform:8.0.1-1.5.13";
    private static final int LONGEST_MESSAGE = 256;

    private Ffmpeg() {}

    /**
     * Loads the natives and keeps them from writing to the terminal, unless the application has
     * chosen a level itself.
     *
     * @throws IllegalStateException if the jar is missing
     */
    static void load() {
        try {
            // All at once and by one thread: JavaCPP's classes lock each other out when two
            // threads load them at the same time.
            Loader.load(avutil.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
            Loader.load(swscale.class);
            if (avutil.av_log_get_level() == avutil.AV_LOG_INFO) {
                avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            }
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "video files are read and written by FFmpeg, which cannot be loaded: add "
                            + COORDINATES
                            + " to the application's dependencies",
                    e);
        }
    }

    /** A file's name as FFmpeg takes it: without the scheme, "a:b.mp4" would be a protocol. */
    static BytePointer url(Path file) {
        return bytes("file:" + file.toAbsolutePath());
    }

    /** FFmpeg's strings are UTF-8 whatever the platform's charset. */
    static BytePointer bytes(String text) {
        return new BytePointer((text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    static String message(int error) {
        byte[] text = new byte[LONGEST_MESSAGE];
        avutil.av_strerror(error, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
