package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by {@link VideoFileWriter}, whole, turned and broken, read again. */
class VideoFilesTest {
    @TempDir Path folder;

    @Test
    void file_frames_comeBackUprightInOrderAndAtTheirTimes() {
        Path file = write("clip.mp4", 60, 64, 48);
        try (FrameSource source = FrameSource.file(file);
                Mat image = new Mat()) {
            SourceInfo info = source.info();
            assertThat(info.width()).isEqualTo(64);
            assertThat(info.height()).isEqualTo(48);
            assertThat(info.frameRate()).isCloseTo(30, within(0.5));
            assertThat(info.frameCount()).hasValue(60);
            assertThat(info.duration().orElseThrow().toMillis()).isBetween(1900L, 2100L);
            assertThat(info.live()).isFalse();
            assertThatIllegalStateException().isThrownBy(source::timestamp);
            for (int i = 0; i < 60; i++) {
                assertThat(source.grab()).isTrue();
                assertThat(source.timestamp().toNanos() / 1e9).isCloseTo(i / 30.0, within(2e-3));
                source.retrieve(image);
                assertThat(image.cols()).isEqualTo(64);
                assertThat(NumberedFrames.number(image)).isCloseTo(3 * i, within(6));
            }
            assertThat(source.grab()).isFalse();
            assertThat(source.grab()).isFalse();
        }
    }

    @Test
    void file_variableFrameRate_keepsEachTime() {
        double[] times = {0, 0.04, 0.1, 0.5, 0.52, 1.9};
        Path file = folder.resolve("variable.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build()) {
            FrameSource frames = FrameSource.of(new NumberedFrames(6, 64, 48), 1);
            try (frames;
                    Mat image = new Mat()) {
                for (double time : times) {
                    frames.grab();
                    frames.retrieve(image);
                    writer.write(image, Duration.ofMillis(Math.round(time * 1000)));
                }
            }
        }
        try (FrameSource source = FrameSource.file(file)) {
            for (double time : times) {
                assertThat(source.grab()).isTrue();
                assertThat(source.timestamp().toMillis() / 1e3).isCloseTo(time, within(0.002));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {58, 60, 62, 64, 66, 100, 596})
    void file_anyWidth_isReadToTheEndOfEachLine(int width) {
        Path file = folder.resolve("wide.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build();
                Mat image = new Mat(48, width, opencv_core.CV_8UC3, Scalar.all(160))) {
            writer.write(image, Duration.ZERO);
        }
        try (FrameSource source = FrameSource.file(file);
                Mat image = new Mat(48, width, opencv_core.CV_8UC3, Scalar.all(0))) {
            source.grab();
            source.retrieve(image);
            assertThat(image.cols()).isEqualTo(width);
            assertThat(image.isContinuous()).isTrue();
            for (int x = 0; x < width; x++) {
                assertThat(image.ptr(24, x).get(1) & 0xff)
                        .as("column " + x)
                        .isCloseTo(160, within(8));
            }
        }
    }

    @Test
    void file_rotationMetadata_isApplied() throws IOException {
        Path file = folder.resolve("lying.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build();
                Mat image = new Mat(48, 64, org.bytedeco.opencv.global.opencv_core.CV_8UC3)) {
            Astronaut.cover(image, 0, 0, 64, 48);
            whiteTopLeft(image);
            for (int i = 0; i < 10; i++) {
                writer.write(image, Duration.ofMillis(33L * i));
            }
        }
        // The matrix of a quarter turn clockwise in the place of none, in the track's head.
        byte[] bytes = Files.readAllBytes(file);
        int index = lastIndexOf(bytes, "moov".getBytes(StandardCharsets.US_ASCII));
        int head =
                index
                        + indexOf(
                                Arrays.copyOfRange(bytes, index, bytes.length),
                                "tkhd".getBytes(StandardCharsets.US_ASCII));
        int matrix = head + 4 + 40;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertThat(buffer.getInt(matrix)).isEqualTo(0x10000);
        buffer.putInt(matrix, 0).putInt(matrix + 4, 0x10000);
        buffer.putInt(matrix + 12, -0x10000).putInt(matrix + 16, 0);
        Files.write(file, bytes);
        try (FrameSource source = FrameSource.file(file);
                Mat image = new Mat()) {
            assertThat(source.info().width()).isEqualTo(48);
            assertThat(source.info().height()).isEqualTo(64);
            source.grab();
            source.retrieve(image);
            assertThat(image.cols()).isEqualTo(48);
            assertThat(image.rows()).isEqualTo(64);
            assertThat(image.ptr(4, 43).get(1) & 0xff).as("top right").isGreaterThan(200);
            assertThat(image.ptr(4, 4).get(1) & 0xff).as("top left").isLessThan(150);
        }
    }

    private static void whiteTopLeft(Mat image) {
        try (org.bytedeco.opencv.opencv_core.Rect rect =
                        new org.bytedeco.opencv.opencv_core.Rect(0, 0, 16, 16);
                org.bytedeco.opencv.opencv_core.Scalar white =
                        org.bytedeco.opencv.opencv_core.Scalar.all(255)) {
            org.bytedeco.opencv.global.opencv_imgproc.rectangle(image, rect, white, -1, 8, 0);
        }
    }

    @Test
    void grab_truncatedFile_answersWhatIsThereAndThenSaysWhereItEnds() throws IOException {
        byte[] whole = Files.readAllBytes(fragmented());
        Path file = folder.resolve("truncated.mp4");
        Files.write(file, Arrays.copyOf(whole, whole.length * 6 / 10));
        Read read = read(file);
        assertThat(read.frames).isBetween(30, 239);
        assertThat(read.problem).get().asString().contains("damaged at ");
    }

    @Test
    void grab_indexedFileCutShort_saysWhereItBroke() throws IOException {
        Path file = write("whole.mp4", 120, 320, 240);
        byte[] bytes = Files.readAllBytes(file);
        Path moved = folder.resolve("moved.mp4");
        Files.write(moved, Arrays.copyOf(indexFirst(bytes), bytes.length * 7 / 10));
        Read read = read(moved);
        assertThat(read.frames).isBetween(10, 119);
        assertThat(read.problem)
                .get()
                .asString()
                .startsWith(moved.toString())
                .contains("damaged at ")
                .contains(read.frames + " frames could be read");
    }

    @Test
    void grab_bytesOverwrittenInTheMiddle_readsOnAndSaysWhereItBroke() throws IOException {
        Path file = write("noise.mp4", 150, 320, 240);
        byte[] bytes = Files.readAllBytes(file);
        int start = indexOf(bytes, "mdat".getBytes(StandardCharsets.US_ASCII));
        for (int i = start + (bytes.length - start) / 3; i < start + bytes.length / 2; i += 3) {
            if (i < bytes.length - 12_000) {
                bytes[i] ^= 0x5a;
            }
        }
        Files.write(file, bytes);
        Read read = read(file);
        assertThat(read.frames).isBetween(20, 150);
        assertThat(read.problem).get().asString().contains("damaged at ");
    }

    @Test
    void file_nothingThatCanBeRead_saysWhatWasFound() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path text = Files.writeString(folder.resolve("text.mp4"), "this is no video\n".repeat(99));
        Path missing = folder.resolve("missing.mp4");
        byte[] whole = Files.readAllBytes(write("clip.mp4", 30, 64, 48));
        Path headless = Files.write(folder.resolve("head.mp4"), Arrays.copyOf(whole, 30));
        Path sound = Files.write(folder.resolve("sound.wav"), wave(1));
        assertProblem(empty, "an empty file (0 bytes)");
        assertProblem(text, "no video that can be opened");
        assertProblem(missing, "no such file");
        assertProblem(folder, "a directory");
        assertProblem(headless, "no video that can be opened");
        assertProblem(sound, "no pictures in it, only 1 streams");
    }

    private static void assertProblem(Path file, String message) {
        assertThatExceptionOfType(VideoReadException.class)
                .isThrownBy(() -> FrameSource.file(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void address_nothingThere_saysSo() {
        assertThatExceptionOfType(VideoReadException.class)
                .isThrownBy(() -> FrameSource.address(URI.create("http://127.0.0.1:9/none.mp4")))
                .withMessageContaining("http://127.0.0.1:9/none.mp4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameSource.address(URI.create("clip.mp4")));
    }

    @Test
    void address_ofAFile_isThatFile() {
        Path file = write("clip.mp4", 5, 64, 48);
        try (FrameSource source = FrameSource.address(file.toUri())) {
            assertThat(source.grab()).isTrue();
            assertThat(source.info().live()).isFalse();
        }
    }

    @Test
    void camera_thatIsNotThere_saysWhatWasLookedFor() {
        VideoReadException problem =
                catchThrowableOfType(
                        VideoReadException.class, () -> FrameSource.camera(97).close());
        assertThat(problem).hasMessageContaining("camera 97").hasMessageContaining("looked for");
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSource.camera(-1));
    }

    @Test
    void close_twice_isFineAndUseAfterwardsIsAnError() {
        FrameSource source = FrameSource.file(write("clip.mp4", 5, 64, 48));
        source.grab();
        source.close();
        source.close();
        assertThatIllegalStateException().isThrownBy(source::grab);
        assertThatIllegalStateException().isThrownBy(() -> source.retrieve(new Mat()));
    }

    @Test
    void write_processKilled_leavesAFileThatPlays() throws IOException {
        Read read = read(fragmented());
        assertThat(read.frames).isGreaterThanOrEqualTo(120);
        assertThat(read.problem).isEmpty();
    }

    /** A copy of a file of eight seconds that its writer never got to end. */
    private Path fragmented() throws IOException {
        Path file = folder.resolve("open.mp4");
        Path copy = folder.resolve("killed.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build()) {
            writeFrames(writer, 240, 320, 240);
            Files.copy(file, copy);
        }
        return copy;
    }

    @Test
    void write_frameOfAnotherSize_isAnErrorAndTheFileStaysGood() {
        Path file = folder.resolve("sizes.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build();
                Mat large = new Mat(96, 128, org.bytedeco.opencv.global.opencv_core.CV_8UC3)) {
            writeFrames(writer, 10, 64, 48);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(large, Duration.ofSeconds(1)))
                    .withMessageContaining("128x96");
        }
        assertThat(read(file).frames).isEqualTo(10);
    }

    @Test
    void write_oddSize_leavesOutARowAndAColumn() {
        Path file = folder.resolve("odd.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build()) {
            writeFrames(writer, 10, 65, 49);
        }
        try (FrameSource source = FrameSource.file(file)) {
            assertThat(source.info().width()).isEqualTo(64);
            assertThat(source.info().height()).isEqualTo(48);
        }
    }

    @Test
    void write_folderThatIsNotThere_namesTheFile() {
        Path file = folder.resolve("no").resolve("out.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build()) {
            assertThatExceptionOfType(VideoWriteException.class)
                    .isThrownBy(() -> writeFrames(writer, 1, 64, 48))
                    .withMessageContaining(file.toString());
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void close_withoutFrames_writesNoFile() {
        Path file = folder.resolve("none.mp4");
        VideoFileWriter.builder(file).build().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void soundOf_fileWithSound_isCopiedAsItIs() throws IOException {
        Path sound = Files.write(folder.resolve("sound.wav"), wave(2));
        Path finished = folder.resolve("finished.mp4");
        Path interrupted = folder.resolve("interrupted.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(finished).soundOf(sound).build()) {
            writeFrames(writer, 30, 64, 48);
            writer.finish();
        }
        try (VideoFileWriter writer = VideoFileWriter.builder(interrupted).soundOf(sound).build()) {
            writeFrames(writer, 30, 64, 48);
            assertThat(writer.soundProblem()).isEmpty();
        }
        assertThat(soundBytes(finished)).isEqualTo(soundBytes(sound)).isEqualTo(2 * 2 * 8000);
        assertThat(soundBytes(interrupted)).isBetween(12_000L, 24_000L);
        assertThat(read(finished).frames).isEqualTo(30);
    }

    @Test
    void soundOf_fileWithoutSound_isNoProblem() {
        Path silent = write("silent.mp4", 10, 64, 48);
        Path file = folder.resolve("out.mp4");
        try (VideoFileWriter writer = VideoFileWriter.builder(file).soundOf(silent).build()) {
            writeFrames(writer, 10, 64, 48);
            writer.finish();
        }
        assertThat(read(file).frames).isEqualTo(10);
    }

    private record Read(int frames, Optional<String> problem) {}

    private static Read read(Path file) {
        int frames = 0;
        try (FrameSource source = FrameSource.file(file);
                Mat image = new Mat()) {
            try {
                while (source.grab()) {
                    source.retrieve(image);
                    frames++;
                }
            } catch (VideoReadException e) {
                return new Read(frames, Optional.of(e.getMessage()));
            }
        }
        return new Read(frames, Optional.empty());
    }

    private Path write(String name, int frames, int width, int height) {
        Path file = folder.resolve(name);
        try (VideoFileWriter writer = VideoFileWriter.builder(file).build()) {
            writeFrames(writer, frames, width, height);
        }
        return file;
    }

    private static void writeFrames(VideoFileWriter writer, int count, int width, int height) {
        try (FrameSource frames = FrameSource.of(new NumberedFrames(count, width, height), 30);
                Mat image = new Mat();
                Mat noise =
                        new Mat(height, width, org.bytedeco.opencv.global.opencv_core.CV_8UC3)) {
            for (int i = 0; frames.grab(); i++) {
                frames.retrieve(image);
                image.convertTo(image, -1, 3, 0);
                if (width > 100) {
                    // Something to code, so that the file has bytes to break.
                    try (Mat low = new Mat(1, 1, 6, new org.bytedeco.opencv.opencv_core.Scalar(0));
                            Mat high =
                                    new Mat(
                                            1,
                                            1,
                                            6,
                                            new org.bytedeco.opencv.opencv_core.Scalar(60))) {
                        org.bytedeco.opencv.global.opencv_core.randu(noise, low, high);
                    }
                    org.bytedeco.opencv.global.opencv_core.add(image, noise, image);
                }
                writer.write(image, frames.timestamp());
            }
        }
    }

    /** The same MP4 with its index before its frames, as files for the web have it. */
    private static byte[] indexFirst(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> before = new ArrayList<>();
        byte[] index = null;
        List<byte[]> after = new ArrayList<>();
        while (in.remaining() >= 8) {
            int at = in.position();
            long size = in.getInt(at) & 0xffffffffL;
            String kind = new String(bytes, at + 4, 4, StandardCharsets.US_ASCII);
            if (size == 1) {
                size = in.getLong(at + 8);
            }
            byte[] box = Arrays.copyOfRange(bytes, at, (int) (at + size));
            in.position((int) (at + size));
            if (kind.equals("moov")) {
                index = box;
            } else if (kind.equals("ftyp")) {
                before.add(box);
            } else {
                after.add(box);
            }
        }
        shiftOffsets(index, index.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        before.forEach(out::writeBytes);
        out.writeBytes(index);
        after.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void shiftOffsets(byte[] index, int shift) {
        int at = indexOf(index, "stco".getBytes(StandardCharsets.US_ASCII)) + 8;
        ByteBuffer buffer = ByteBuffer.wrap(index);
        int count = buffer.getInt(at);
        for (int i = 0; i < count; i++) {
            int place = at + 4 + 4 * i;
            buffer.putInt(place, buffer.getInt(place) + shift);
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found: " + new String(wanted, StandardCharsets.US_ASCII));
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        for (int i = bytes.length - wanted.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found: " + new String(wanted, StandardCharsets.US_ASCII));
    }

    /** A WAV file: one channel, 8,000 samples a second, 16 bits. */
    private static byte[] wave(int seconds) {
        int bytes = 2 * 8000 * seconds;
        ByteBuffer out = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        out.putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < bytes / 2; i++) {
            out.putShort((short) (8000 * Math.sin(i / 6.0)));
        }
        return out.array();
    }

    private static long soundBytes(Path file) {
        AVFormatContext format = new AVFormatContext(null);
        try (BytePointer url = Ffmpeg.url(file)) {
            assertThat(avformat.avformat_open_input(format, url, null, null)).isZero();
        }
        avformat.avformat_find_stream_info(format, (AVDictionary) null);
        AVPacket packet = avcodec.av_packet_alloc();
        long bytes = 0;
        while (avformat.av_read_frame(format, packet) >= 0) {
            if (format.streams(packet.stream_index()).codecpar().codec_type()
                    == avutil.AVMEDIA_TYPE_AUDIO) {
                bytes += packet.size();
            }
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        avformat.avformat_close_input(format);
        return bytes;
    }
}
