package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DamagedImagesTest {
    private static final BufferedImage PATTERN = TestPictures.pattern(96, 64);

    private final ImageDecoder refusing = ImageDecoder.create();
    private final ImageDecoder accepting =
            ImageDecoder.builder().truncatedImages(TruncatedImages.ACCEPT).build();

    static Map<String, byte[]> files() {
        BufferedImage grey = TestPictures.pattern(96, 64, BufferedImage.TYPE_BYTE_GRAY);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("baseline JPEG", TestPictures.encodeNative(PATTERN, ".jpg"));
        files.put("grey JPEG", TestPictures.encodeNative(grey, ".jpg"));
        files.put("progressive JPEG", TestPictures.progressiveJpeg(PATTERN));
        files.put("JPEG with restarts", TestPictures.jpegWithRestarts(PATTERN, 3));
        files.put("PNG", TestPictures.encode(PATTERN, "png"));
        files.put("grey PNG", TestPictures.encode(grey, "png"));
        files.put(
                "indexed PNG",
                TestPictures.encode(
                        TestPictures.pattern(96, 64, BufferedImage.TYPE_BYTE_INDEXED), "png"));
        files.put("BMP", TestPictures.encodeNative(PATTERN, ".bmp"));
        files.put("PPM", TestPictures.encodeNative(PATTERN, ".ppm"));
        files.put("TIFF", TestPictures.encodeNative(PATTERN, ".tiff"));
        files.put("WebP", TestPictures.losslessWebp(PATTERN));
        files.put("GIF", TestPictures.encode(PATTERN, "gif"));
        return files;
    }

    static Stream<String> kinds() {
        return files().keySet().stream();
    }

    /** Formats of which something can be read although the end is missing. */
    static Stream<String> readableKinds() {
        return kinds().filter(kind -> !kind.matches("TIFF|WebP|GIF"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void decode_fileCutOffAnywhere_isRefused(String kind) {
        byte[] file = files().get(kind);
        // A GIF's first frame ends before its trailer, a PNG's last sum behind its name
        int last = file.length - (kind.equals("GIF") ? 2 : kind.contains("PNG") ? 5 : 1);
        for (int length = 1; length <= last; length += length < last - 40 ? 7 : 1) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> refusing.decode(cut).close())
                    .as("%s of %d bytes, cut off after %d", kind, file.length, length)
                    .isInstanceOf(ImageReadException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void decode_fileCutOffAnywhereButAccepted_answersOrRefuses(String kind) {
        byte[] file = files().get(kind);
        for (int length = 1; length < file.length; length += 11) {
            try (DecodedImage image = accepting.decode(Arrays.copyOf(file, length))) {
                assertThat(image.width()).isEqualTo(96);
                assertThat(image.height()).isEqualTo(64);
                if (length < file.length - 12) {
                    assertThat(image.warnings()).hasSize(1);
                    assertThat(image.warnings().get(0)).contains("cut off").contains("" + length);
                }
            } catch (ImageReadException e) {
                assertThat(e).hasMessageContaining("bytes");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("readableKinds")
    void decode_twoThirdsOfAFileAccepted_givesItsUpperPart(String kind) {
        byte[] file = files().get(kind);
        try (DecodedImage cut = accepting.decode(Arrays.copyOf(file, file.length * 2 / 3));
                DecodedImage whole = accepting.decode(file)) {
            BufferedImage seen = cut.toBufferedImage().getSubimage(0, 0, 96, 8);
            BufferedImage expected = whole.toBufferedImage().getSubimage(0, 0, 96, 8);
            double tolerance = kind.startsWith("progressive") ? 12 : 1;
            if (kind.equals("BMP")) { // its last rows come first
                seen = cut.toBufferedImage().getSubimage(0, 56, 96, 8);
                expected = whole.toBufferedImage().getSubimage(0, 56, 96, 8);
            }
            assertThat(ImageAssert.meanDifference(seen, expected)).isLessThan(tolerance);
            assertThat(cut.warnings()).hasSize(1);
            assertThat(whole.warnings()).isEmpty();
        }
    }

    @Test
    void decode_cutOffFile_saysWhereAndWhatToDo() {
        byte[] jpeg = TestPictures.encodeNative(PATTERN, ".jpg");
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length * 9 / 10);
        assertThatThrownBy(() -> refusing.decode(cut))
                .hasMessageContaining("a JPEG picture is cut off after " + cut.length + " bytes")
                .hasMessageContaining("TruncatedImages.ACCEPT");
    }

    @Test
    void decode_downloadFilledWithZeros_isRefused() {
        for (String kind : new String[] {"baseline JPEG", "progressive JPEG", "PNG"}) {
            byte[] file = files().get(kind);
            Arrays.fill(file, file.length * 3 / 5, file.length, (byte) 0);
            assertThatThrownBy(() -> refusing.decode(file))
                    .as(kind)
                    .isInstanceOf(ImageReadException.class);
        }
    }

    @Test
    void decode_missingRestartMarkers_isRefused() {
        byte[] jpeg = TestPictures.jpegWithRestarts(PATTERN, 3);
        int first = indexOfMarker(jpeg, 0xd1);
        int second = indexOfMarker(jpeg, 0xd2);
        byte[] spliced =
                TestPictures.concat(
                        Arrays.copyOf(jpeg, first), Arrays.copyOfRange(jpeg, second, jpeg.length));
        assertThatThrownBy(() -> refusing.decode(spliced))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("restart marker");
    }

    @Test
    void decode_everyBitFlippedInPngData_isRefused() {
        byte[] png = TestPictures.encode(PATTERN, "png");
        for (int i = 60; i < png.length - 16; i += 5) {
            byte[] flipped = png.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> refusing.decode(flipped).close())
                    .as("byte %d of %d", i, png.length)
                    .isInstanceOf(ImageReadException.class);
        }
    }

    @Test
    void decode_pngWithDamagedTextAndBrokenProfile_isFine() {
        byte[] png = TestPictures.encode(PATTERN, "png");
        byte[] profile = TestPictures.pngWithChunk(png, "iCCP", new byte[] {1, 2, 3});
        byte[] text = TestPictures.pngWithChunk(profile, "zTXt", new byte[] {'a', 0, 0, 1, 2});
        text[33 + 9] ^= 1;
        try (DecodedImage image = refusing.decode(text)) {
            ImageAssert.assertSame(image, PATTERN, 0);
        }
    }

    @Test
    void decode_pngWhoseDataAreShortButSummedRight_isRefused() {
        byte[] png =
                TestPictures.concat(
                        TestPictures.pngHeader(40, 40, 8, 2),
                        TestPictures.pngChunk("IDAT", new byte[] {0x78, 0x01, 0x03, 0, 0, 0, 0, 1}),
                        TestPictures.pngChunk("IEND", new byte[0]));
        assertThatThrownBy(() -> refusing.decode(png)).isInstanceOf(ImageReadException.class);
    }

    @Test
    void decode_bmpThatPromisesGigabytes_isRefusedEvenIfAccepted() {
        byte[] bmp = TestPictures.encodeNative(PATTERN, ".bmp");
        byte[] farAway = bmp.clone();
        farAway[13] = 0x7f; // its pixels begin behind two gigabytes
        byte[] deep = bmp.clone();
        deep[29] = 0x7f; // a pixel has thirty thousand bits
        for (byte[] file : new byte[][] {farAway, deep}) {
            assertThatThrownBy(() -> accepting.decode(file).close())
                    .isInstanceOf(ImageReadException.class);
        }
    }

    @Test
    void decode_gifCutOffBehindItsFirstFrame_isWhole() {
        byte[] gif = TestPictures.encode(PATTERN, "gif");
        try (DecodedImage image = refusing.decode(Arrays.copyOf(gif, gif.length - 1))) {
            assertThat(image.warnings()).isEmpty();
        }
    }

    @Test
    void decode_bytesBehindTheEnd_doNotMatter() {
        for (String kind : new String[] {"baseline JPEG", "progressive JPEG", "PNG", "GIF"}) {
            byte[] file = TestPictures.concat(files().get(kind), new byte[] {1, 2, 3, 4, 5});
            try (DecodedImage image = refusing.decode(file)) {
                assertThat(image.warnings()).as(kind).isEmpty();
            }
        }
    }

    private static int indexOfMarker(byte[] jpeg, int code) {
        for (int i = 0; i < jpeg.length - 1; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) code) {
                return i;
            }
        }
        throw new AssertionError("no marker " + code);
    }
}
