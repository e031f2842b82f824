package io.github.fer4j.examples.training.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
    private static final int RED = 0xffff0000;

    @TempDir private Path folder;

    private static BufferedImage red() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4; i++) {
            image.setRGB(i % 2, i / 2, RED);
        }
        return image;
    }

    private static long count(BufferedImage image, int rgb) {
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).filter(pixel -> pixel == rgb).count();
    }

    @Test
    void draw_morePicturesThanColumns_drawsAllWhole() {
        ContactSheet sheet = new ContactSheet("Title", 3, 20).row("a", "detail", "more");
        for (int i = 0; i < 7; i++) {
            sheet.add(red(), "a caption much too long for it");
        }
        sheet.row("b").add(red());

        assertThat(count(sheet.draw(), RED)).isEqualTo(8 * 20 * 20);
    }

    @Test
    void draw_nothing_isASheetWithItsTitle() {
        BufferedImage sheet = new ContactSheet("Title", 3, 20).draw();

        assertThat(sheet.getWidth()).isGreaterThan(100);
        assertThat(count(sheet, 0xff20242a)).isPositive();
    }

    @Test
    void of_values_areTheGreyLevelsOfThePicture() {
        BufferedImage image = FacePictures.of(new float[] {9, 0, 0.5f, 1, 1.5f}, 1, 2, 2, 1);

        assertThat(image.getRGB(0, 0) & 0xffffff).isZero();
        assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0x808080);
        assertThat(image.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
    }

    @Test
    void writePng_fileThatIsThere_isReplacedAndNothingElseLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("bars.png"), "old");

        Charts.writePng(
                Charts.bars("Title", "faces", List.of("a", "b"), Map.of("train", List.of(3, 0))),
                file);

        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1100);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void lines_onePoint_isDrawn() {
        BufferedImage chart =
                Charts.lines(
                        "Loss",
                        "epoch",
                        "loss",
                        List.of(new Charts.Line("a", new double[] {1}, new double[] {2})));

        assertThat(count(chart, 0xff0072b2)).isPositive();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Charts.Line("a", new double[2], new double[3]))
                .withMessageContaining("had 2 and 3");
    }
}
