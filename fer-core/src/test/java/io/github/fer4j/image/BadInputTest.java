package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
    @TempDir private Path folder;

    private final ImageDecoder decoder = ImageDecoder.create();

    @Test
    void decode_missingFile_namesIt() {
        assertRefused(folder.resolve("nowhere.jpg"), "nowhere.jpg", "no such file");
    }

    @Test
    void decode_directory_namesIt() {
        assertRefused(folder, folder.getFileName().toString(), "a directory", "JPEG, PNG");
    }

    @Test
    void decode_emptyFile_namesIt() throws IOException {
        assertRefused(Files.createFile(folder.resolve("e.jpg")), "e.jpg", "an empty file", "PNG");
    }

    @Test
    void decode_unreadableFile_namesIt() throws IOException {
        Path file = Files.write(folder.resolve("secret.jpg"), new byte[] {1});
        assumeTrue(file.toFile().setReadable(false), "needs permissions");
        assumeFalse(Files.isReadable(file), "this user may read everything");
        assertRefused(file, "secret.jpg", "may not be read");
    }

    @Test
    void decode_linkToItself_namesIt() throws IOException {
        Path link = folder.resolve("loop.jpg");
        try {
            Files.createSymbolicLink(link, link);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no symbolic links here");
        }
        assertRefused(link, "loop.jpg", "cannot be opened");
    }

    @Test
    void decode_endlessFile_endsAtOnce() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.exists(zeros), "needs /dev/zero");
        assertRefused(zeros, "/dev/zero", "zero bytes");
    }

    @Test
    void decode_endlessStreamThatBeginsAsAPicture_endsAtTheBound() {
        byte[] start = TestPictures.encode(TestPictures.pattern(8, 8), "png");
        InputStream endless =
                new InputStream() {
                    private int position;

                    @Override
                    public int read() {
                        return position < 40 ? start[position++] & 0xff : 0;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        Arrays.fill(target, offset, offset + length, (byte) 0);
                        for (int i = 0; i < length && position < 40; i++) {
                            target[offset + i] = start[position++];
                        }
                        return length;
                    }
                };
        ImageDecoder bounded = ImageDecoder.builder().maxBytes(1 << 20).build();
        assertThatThrownBy(() -> bounded.decode(endless))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("1048576 bytes")
                .hasMessageContaining("maxBytes");
    }

    @Test
    void decode_failingStream_keepsTheCause() {
        IOException broken = new IOException("the line is dead");
        InputStream stream =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw broken;
                    }
                };
        assertThatThrownBy(() -> decoder.decode(stream))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("the line is dead")
                .hasCause(broken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%PDF-1.7| a PDF document",
                "<!DOCTYPE html><html>| an HTML page",
                "<html lang='en'>| an HTML page",
                "<?xml version='1.0'?><svg/>| an SVG drawing",
                "{\"a\": 1}| JSON text",
                "hello, this is no picture| text",
                "version https://git-lfs.github.com/spec/v1| a Git LFS pointer",
                "RIFF....AVI LIST| an AVI video",
                "....ftypisom| an MP4 video",
                "....ftypheic| a HEIF (HEIC) picture",
                "....ftypavif| an AVIF picture",
                "8BPS| a Photoshop document",
                "PKab| a ZIP archive"
            })
    void decode_somethingElse_saysWhatItIs(String beginning, String what) throws IOException {
        byte[] bytes = beginning.replace("PKab", "PK\3\4").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(Files.write(folder.resolve("x.jpg"), bytes), "x.jpg", what, "JPEG, PNG");
    }

    @Test
    void decode_unknownBytes_showsThem() {
        assertThatThrownBy(() -> decoder.decode(new byte[] {(byte) 0xde, (byte) 0xad, 3}))
                .hasMessageContaining("de ad 03");
    }

    @ParameterizedTest
    @CsvSource({"30000, 30000", "12000, 12000", "2147483647, 2147483647", "100000001, 1"})
    void decode_hugeHeader_isRefusedBeforeAnythingIsAllocated(int width, int height) {
        for (byte[] file :
                new byte[][] {
                    TestPictures.concat(
                            TestPictures.pngHeader(width, height, 8, 6),
                            TestPictures.pngChunk("IDAT", new byte[10]),
                            TestPictures.pngChunk("IEND", new byte[0])),
                    "P6 %d %d 255 abc".formatted(width, height).getBytes(StandardCharsets.US_ASCII)
                }) {
            assertThatThrownBy(() -> decoder.decode(file))
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining(width + "x" + height)
                    .hasMessageContaining("100000000")
                    .hasMessageContaining("maxPixels");
        }
    }

    @Test
    void decode_hugeHeaderOfEveryFormat_isRefused() {
        BufferedImage small = TestPictures.pattern(16, 16);
        byte[] jpeg = TestPictures.encodeNative(small, ".jpg");
        int frame = indexOf(jpeg, 0xff, 0xc0);
        putBig(jpeg, frame + 5, 30_000);
        putBig(jpeg, frame + 7, 30_000);
        byte[] bmp = TestPictures.encodeNative(small, ".bmp");
        putLittle(bmp, 18, 30_000);
        putLittle(bmp, 22, 30_000);
        byte[] gif = TestPictures.encode(small, "gif");
        putLittle(gif, 6, 30_000);
        putLittle(gif, 8, 30_000);
        byte[] tiff = TestPictures.tiff(small, 1);
        int directory = tiff.length - 6 - 4 - 120;
        putLittle(tiff, directory + 8, 30_000);
        putLittle(tiff, directory + 20, 30_000);
        byte[] webp =
                TestPictures.webpWithExif(TestPictures.losslessWebp(small), 16, 16, new byte[8]);
        putLittle(webp, 24, 29_999);
        putLittle(webp, 27, 29_999);
        for (byte[] file : new byte[][] {jpeg, bmp, gif, tiff, webp}) {
            assertThatThrownBy(() -> decoder.decode(file))
                    .isInstanceOf(ImageReadException.class)
                    .hasMessageContaining("30000x30000")
                    .hasMessageContaining("maxPixels");
        }
    }

    @Test
    void decode_zeroSize_isRefused() {
        byte[] png =
                TestPictures.concat(
                        TestPictures.pngHeader(0, 0, 8, 2),
                        TestPictures.pngChunk("IDAT", new byte[10]),
                        TestPictures.pngChunk("IEND", new byte[0]));
        assertThatThrownBy(() -> decoder.decode(png))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("0x0")
                .hasMessageContaining("at least 1x1");
    }

    @Test
    void decode_bufferedImageAboveTheBound_isRefused() {
        ImageDecoder bounded = ImageDecoder.builder().maxPixels(99).build();
        assertThatThrownBy(() -> bounded.decode(TestPictures.pattern(10, 10)))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("10x10 = 100 pixels")
                .hasMessageContaining("99");
    }

    @Test
    void decode_pictureAtTheBound_isRead() {
        ImageDecoder bounded = ImageDecoder.builder().maxPixels(100).build();
        byte[] png = TestPictures.encode(TestPictures.pattern(10, 10), "png");
        try (DecodedImage image = bounded.decode(png)) {
            assertThat(image.width()).isEqualTo(10);
        }
        byte[] larger = TestPictures.encode(TestPictures.pattern(101, 1), "png");
        assertThatThrownBy(() -> bounded.decode(larger)).isInstanceOf(ImageReadException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE})
    void builder_boundOutOfRange_isNamed(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageDecoder.builder().maxPixels(value))
                .withMessageContaining("maxPixels must be 1 to 1073741824, was " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageDecoder.builder().maxBytes(value))
                .withMessageContaining("maxBytes must be 1 to");
    }

    private void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageReadException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        for (int i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] == (byte) first && bytes[i + 1] == (byte) second) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static void putBig(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >> 8);
        bytes[offset + 1] = (byte) value;
    }

    private static void putLittle(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) value;
        bytes[offset + 1] = (byte) (value >> 8);
    }
}
