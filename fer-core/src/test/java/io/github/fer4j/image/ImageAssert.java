package io.github.fer4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;

/** Compares pictures. */
final class ImageAssert {
    private ImageAssert() {}

    /** The largest mean difference of a pixel's channels, over all pixels. */
    static double meanDifference(BufferedImage a, BufferedImage b) {
        long sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                int p = a.getRGB(x, y);
                int q = b.getRGB(x, y);
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((p >> shift & 0xff) - (q >> shift & 0xff));
                }
            }
        }
        return sum / (3.0 * a.getWidth() * a.getHeight());
    }

    static void assertSame(DecodedImage decoded, BufferedImage expected, double tolerance) {
        assertThat(decoded.width()).isEqualTo(expected.getWidth());
        assertThat(decoded.height()).isEqualTo(expected.getHeight());
        assertThat(meanDifference(decoded.toBufferedImage(), expected))
                .isLessThanOrEqualTo(tolerance);
    }
}
