package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageOrientationTest {
    private static final BufferedImage UPRIGHT = TestPictures.pattern(64, 48);

    private final ImageDecoder decoder = ImageDecoder.create();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_jpegWithOrientation_turnsUpright(int orientation) {
        byte[] jpeg = TestPictures.encodeNative(TestPictures.stored(UPRIGHT, orientation), ".jpg");
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] file = TestPictures.jpegWithExif(jpeg, TestPictures.exif(orientation, order));
            try (DecodedImage image = decoder.decode(file)) {
                ImageAssert.assertSame(image, UPRIGHT, 6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_pngWithOrientation_turnsUpright(int orientation) {
        byte[] png = TestPictures.encode(TestPictures.stored(UPRIGHT, orientation), "png");
        byte[] exif = TestPictures.exif(orientation, ByteOrder.BIG_ENDIAN);
        try (DecodedImage image = decoder.decode(TestPictures.pngWithChunk(png, "eXIf", exif))) {
            ImageAssert.assertSame(image, UPRIGHT, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_webpWithOrientation_turnsUpright(int orientation) {
        BufferedImage stored = TestPictures.stored(UPRIGHT, orientation);
        byte[] webp =
                TestPictures.webpWithExif(
                        TestPictures.losslessWebp(stored),
                        stored.getWidth(),
                        stored.getHeight(),
                        TestPictures.exif(orientation, ByteOrder.LITTLE_ENDIAN));
        try (DecodedImage image = decoder.decode(webp)) {
            ImageAssert.assertSame(image, UPRIGHT, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_tiffWithOrientation_turnsUpright(int orientation) {
        BufferedImage stored = TestPictures.stored(UPRIGHT, orientation);
        try (DecodedImage image = decoder.decode(TestPictures.tiff(stored, orientation))) {
            ImageAssert.assertSame(image, UPRIGHT, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255, 65535})
    void decode_orientationThatDoesNotExist_leavesPictureAsStored(int orientation) {
        byte[] png = TestPictures.encode(UPRIGHT, "png");
        byte[] exif = TestPictures.exif(orientation, ByteOrder.BIG_ENDIAN);
        try (DecodedImage image = decoder.decode(TestPictures.pngWithChunk(png, "eXIf", exif))) {
            ImageAssert.assertSame(image, UPRIGHT, 0);
        }
    }

    @Test
    void decode_damagedExif_leavesPictureAsStored() {
        byte[] exif = TestPictures.exif(6, ByteOrder.BIG_ENDIAN);
        byte[] png = TestPictures.encode(UPRIGHT, "png");
        for (int length = 0; length < exif.length - 4; length++) {
            byte[] cut = Arrays.copyOf(exif, length);
            try (DecodedImage image = decoder.decode(TestPictures.pngWithChunk(png, "eXIf", cut))) {
                assertThat(image.width()).isEqualTo(UPRIGHT.getWidth());
            }
        }
        exif[4] = 0x7f; // a directory far outside
        try (DecodedImage image = decoder.decode(TestPictures.pngWithChunk(png, "eXIf", exif))) {
            assertThat(image.width()).isEqualTo(UPRIGHT.getWidth());
        }
    }
}
