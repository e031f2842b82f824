package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any byte string either decodes or is an {@link ImageReadException}. */
class AnyBytesTest {
    private static final List<byte[]> SIGNATURES =
            List.of(
                    new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
                    new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
                    "GIF89a".getBytes(StandardCharsets.US_ASCII),
                    "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII),
                    new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0},
                    new byte[] {'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0},
                    "P6 ".getBytes(StandardCharsets.US_ASCII));

    private final ImageDecoder refusing = decoder(TruncatedImages.REFUSE);
    private final ImageDecoder accepting = decoder(TruncatedImages.ACCEPT);

    private static ImageDecoder decoder(TruncatedImages truncatedImages) {
        return ImageDecoder.builder().maxPixels(40_000).truncatedImages(truncatedImages).build();
    }

    @Test
    void decode_randomBytesBehindASignature_decodesOrIsTyped() {
        Random random = new Random(20261121);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            decodeBoth(TestPictures.concat(SIGNATURES.get(i % SIGNATURES.size()), noise));
        }
    }

    @ParameterizedTest
    @EnumSource
    void decode_mutatedFile_decodesOrIsTyped(Seed seed) {
        Random random = new Random(seed.ordinal());
        byte[] file = seed.file;
        int decoded = 0;
        for (int i = 0; i < 200; i++) {
            byte[] mutated = file.clone();
            IntStream.range(0, 1 + random.nextInt(4))
                    .forEach(
                            n -> {
                                int reach = random.nextBoolean() ? 64 : mutated.length;
                                int place = random.nextInt(Math.min(reach, mutated.length));
                                mutated[place] = (byte) random.nextInt(256);
                            });
            decoded += decodeBoth(mutated);
        }
        assertThat(decoded).as("not everything is refused at the door").isPositive();
    }

    private int decodeBoth(byte[] bytes) {
        decode(refusing, bytes);
        return decode(accepting, bytes);
    }

    private static int decode(ImageDecoder decoder, byte[] bytes) {
        byte[] before = bytes.clone();
        try (DecodedImage image = decoder.decode(bytes)) {
            assertThat(image.width()).isPositive();
            assertThat(image.mat().depth()).isZero();
            assertThat(image.mat().channels()).isIn(1, 3);
            return 1;
        } catch (ImageReadException e) {
            assertThat(e.getMessage()).startsWith("bytes: ");
            return 0;
        } finally {
            assertThat(Arrays.equals(bytes, before)).isTrue();
        }
    }

    /** Whole files to begin with. */
    private enum Seed {
        JPEG(TestPictures.encodeNative(TestPictures.pattern(40, 30), ".jpg")),
        PROGRESSIVE_JPEG(TestPictures.progressiveJpeg(TestPictures.pattern(40, 30))),
        PNG(TestPictures.encode(TestPictures.pattern(40, 30), "png")),
        TRANSPARENT_PNG(TestPictures.encode(TestPictures.transparent(40, 30), "png")),
        GIF(TestPictures.encode(TestPictures.pattern(40, 30), "gif")),
        BMP(TestPictures.encodeNative(TestPictures.pattern(40, 30), ".bmp")),
        TIFF(TestPictures.encodeNative(TestPictures.pattern(40, 30), ".tiff")),
        WEBP(TestPictures.encodeNative(TestPictures.pattern(40, 30), ".webp")),
        PPM(TestPictures.encodeNative(TestPictures.pattern(40, 30), ".ppm"));

        private final byte[] file;

        Seed(byte[] file) {
            this.file = file;
        }
    }
}
