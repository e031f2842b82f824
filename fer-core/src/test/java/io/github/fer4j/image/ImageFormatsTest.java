package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatsTest {
    private static final BufferedImage PATTERN = TestPictures.pattern(60, 44);

    private final ImageDecoder decoder = ImageDecoder.create();

    @ParameterizedTest
    @ValueSource(strings = {".png", ".bmp", ".ppm", ".tiff"})
    void decode_losslessColorFile_givesItsPixels(String ending) {
        assertDecoded(TestPictures.encodeNative(PATTERN, ending), PATTERN, 0);
    }

    @Test
    void decode_losslessWebp_givesItsPixels() {
        assertDecoded(TestPictures.losslessWebp(PATTERN), PATTERN, 0);
    }

    @Test
    void decode_jpegs_giveThePixelsNearly() {
        assertDecoded(TestPictures.encodeNative(PATTERN, ".jpg"), PATTERN, 6);
        assertDecoded(TestPictures.progressiveJpeg(PATTERN), PATTERN, 6);
        assertDecoded(TestPictures.jpegWithRestarts(PATTERN, 2), PATTERN, 6);
        assertDecoded(TestPictures.encode(PATTERN, "jpg"), PATTERN, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {".jpg", ".png", ".pgm"})
    void decode_greyFile_staysGrey(String ending) {
        BufferedImage grey = TestPictures.pattern(60, 44, BufferedImage.TYPE_BYTE_GRAY);
        try (DecodedImage image = decoder.decode(TestPictures.encodeNative(grey, ending))) {
            assertThat(image.mat().type()).isEqualTo(opencv_core.CV_8UC1);
            assertThat(ImageAssert.meanDifference(image.toBufferedImage(), grey)).isLessThan(1);
        }
    }

    @Test
    void decode_indexedAndOneBitFiles_giveTheirColors() {
        BufferedImage indexed = TestPictures.pattern(60, 44, BufferedImage.TYPE_BYTE_INDEXED);
        assertDecoded(TestPictures.encode(indexed, "png"), indexed, 0);
        assertDecoded(TestPictures.encode(indexed, "gif"), indexed, 0);
        assertDecoded(TestPictures.encode(indexed, "bmp"), indexed, 0);
        BufferedImage bits = TestPictures.pattern(60, 44, BufferedImage.TYPE_BYTE_BINARY);
        assertDecoded(TestPictures.encode(bits, "png"), bits, 0);
        assertDecoded(TestPictures.encode(bits, "bmp"), bits, 0);
        assertDecoded(TestPictures.encode(bits, "tiff"), bits, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {".png", ".tiff", ".ppm"})
    void decode_sixteenBitFile_isScaledToEight(String ending) {
        try (Mat eight = BufferedImages.toMat(PATTERN);
                Mat sixteen = new Mat()) {
            eight.convertTo(sixteen, opencv_core.CV_16U, 257, 0);
            assertDecoded(TestPictures.encode(sixteen, ending), PATTERN, 0);
        }
    }

    @Test
    void decode_interlacedPng_givesItsPixels() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(PATTERN, null, null), parameters);
        } finally {
            writer.dispose();
        }
        assertThat(out.toByteArray()[28]).as("interlace flag").isEqualTo((byte) 1);
        assertDecoded(out.toByteArray(), PATTERN, 0);
    }

    @Test
    void decode_transparentPicture_isLaidOverWhite() {
        BufferedImage transparent = TestPictures.transparent(40, 20);
        for (byte[] file :
                new byte[][] {
                    TestPictures.encode(transparent, "png"), TestPictures.encode(transparent, "gif")
                }) {
            try (DecodedImage image = decoder.decode(file)) {
                BufferedImage seen = image.toBufferedImage();
                assertThat(seen.getRGB(5, 10)).isEqualTo(0xff0000ff);
                assertThat(seen.getRGB(35, 10)).isEqualTo(0xffffffff);
            }
        }
    }

    @Test
    void decode_halfTransparentPixel_isMixedWithWhite() {
        BufferedImage half = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64; i++) {
            half.setRGB(i % 8, i / 8, 0x80400000);
        }
        for (DecodedImage image :
                new DecodedImage[] {
                    decoder.decode(TestPictures.encode(half, "png")), decoder.decode(half)
                }) {
            try (image) {
                int rgb = image.toBufferedImage().getRGB(3, 3);
                assertThat(rgb >> 16 & 0xff).isBetween(158, 160); // 0.5 * 64 + 0.5 * 255
                assertThat(rgb & 0xff).isBetween(126, 128);
            }
        }
    }

    @Test
    void decode_greyPngWithTransparency_keepsItsGrey() {
        byte[] rows = {0, 77, (byte) 255, 77, 0}; // one row: grey 77 opaque, grey 77 transparent
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] data = new byte[64];
        int length = deflater.deflate(data);
        byte[] deflated = Arrays.copyOf(data, length);
        deflater.end();
        byte[] png =
                TestPictures.concat(
                        TestPictures.pngHeader(2, 1, 8, 4),
                        TestPictures.pngChunk("IDAT", deflated),
                        TestPictures.pngChunk("IEND", new byte[0]));
        try (DecodedImage image = decoder.decode(png)) {
            assertThat(image.toBufferedImage().getRGB(0, 0)).isEqualTo(0xff4d4d4d);
            assertThat(image.toBufferedImage().getRGB(1, 0)).isEqualTo(0xffffffff);
        }
    }

    @Test
    void decode_cmykJpegWithAdobeMarker_givesItsColors() {
        BufferedImage grey = TestPictures.pattern(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        byte[] greyJpeg = TestPictures.encodeNative(grey, ".jpg");
        byte[] cmyk = TestPictures.cmykOfFourEqualPlanes(greyJpeg, true);
        try (DecodedImage one = decoder.decode(greyJpeg);
                DecodedImage four = decoder.decode(cmyk)) {
            assertThat(four.mat().channels()).isEqualTo(3);
            BufferedImage seen = four.toBufferedImage();
            for (int i = 0; i < 32; i++) {
                int value = one.toBufferedImage().getRaster().getSample(i, i, 0);
                int dimmed = value * value / 255; // an ink's plane, dimmed by black's
                assertThat(seen.getRaster().getSample(i, i, 0)).isBetween(dimmed - 2, dimmed + 2);
                assertThat(seen.getRaster().getSample(i, i, 2)).isBetween(dimmed - 2, dimmed + 2);
            }
        }
    }

    @Test
    void decode_cmykJpegWithoutAdobeMarker_isRefused() {
        BufferedImage grey = TestPictures.pattern(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        byte[] greyJpeg = TestPictures.encodeNative(grey, ".jpg");
        byte[] cmyk = TestPictures.cmykOfFourEqualPlanes(greyJpeg, false);
        assertThatThrownBy(() -> decoder.decode(cmyk))
                .isInstanceOf(ImageReadException.class)
                .hasMessageContaining("four components")
                .hasMessageContaining("RGB");
    }

    @Test
    void decode_textPgmWithoutLastLineEnd_givesItsPixels() {
        byte[] pgm = "P2\n# two by one\n2 1\n255\n10 200".getBytes(StandardCharsets.US_ASCII);
        try (DecodedImage image = decoder.decode(pgm);
                BytePointer data = image.mat().data()) {
            assertThat(data.get(0)).isEqualTo((byte) 10);
            assertThat(data.get(1)).isEqualTo((byte) 200);
        }
    }

    @Test
    void decode_onePixel_isAPicture() {
        for (String ending : new String[] {".png", ".jpg", ".bmp", ".webp", ".tiff", ".ppm"}) {
            byte[] file = TestPictures.encodeNative(TestPictures.pattern(1, 1), ending);
            try (DecodedImage image = decoder.decode(file)) {
                assertThat(image.width()).as(ending).isEqualTo(1);
                assertThat(image.height()).isEqualTo(1);
            }
        }
    }

    @Test
    void decode_pathStreamAndBytes_giveTheSame(@TempDir Path folder) throws IOException {
        byte[] bytes = TestPictures.encode(PATTERN, "png");
        Path file = Files.write(folder.resolve("pattern.jpg"), bytes); // the content counts
        try (InputStream stream = new ByteArrayInputStream(bytes);
                DecodedImage fromFile = decoder.decode(file);
                DecodedImage fromStream = decoder.decode(stream)) {
            ImageAssert.assertSame(fromFile, PATTERN, 0);
            ImageAssert.assertSame(fromStream, PATTERN, 0);
        }
    }

    @Test
    void decode_portrait_isExactlyWhatOpenCvReads() throws IOException {
        try (InputStream stream = getClass().getResourceAsStream("/astronaut.png");
                DecodedImage image = decoder.decode(stream);
                Mat difference = new Mat();
                Mat direct = Mats.decode(astronaut(), 1)) {
            opencv_core.absdiff(image.mat(), direct, difference);
            try (Mat grey = new Mat()) {
                opencv_imgproc.cvtColor(difference, grey, opencv_imgproc.COLOR_BGR2GRAY);
                assertThat(opencv_core.countNonZero(grey)).isZero();
            }
        }
    }

    @Test
    void mat_afterClose_isIllegalState() {
        DecodedImage image = decoder.decode(PATTERN);
        image.close();
        image.close();
        assertThatThrownBy(image::mat).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] astronaut() throws IOException {
        try (InputStream stream = ImageFormatsTest.class.getResourceAsStream("/astronaut.png")) {
            return stream.readAllBytes();
        }
    }

    private void assertDecoded(byte[] file, BufferedImage expected, double tolerance) {
        try (DecodedImage image = decoder.decode(file)) {
            ImageAssert.assertSame(image, expected, tolerance);
            assertThat(image.warnings()).isEmpty();
        }
    }
}
