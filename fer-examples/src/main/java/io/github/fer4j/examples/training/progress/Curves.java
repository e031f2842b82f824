package io.github.fer4j.examples.training.progress;

import io.github.fer4j.examples.training.chart.Charts;
import io.github.fer4j.examples.training.chart.Charts.Line;
import io.github.fer4j.model.FerException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The loss and accuracy curves of a training, as one picture. */
public final class Curves {
    private Curves() {}

    /**
     * @param title what was trained
     * @param history at least one epoch
     * @return loss above, accuracy below
     */
    public static BufferedImage draw(String title, History history) {
        List<Line> losses = new ArrayList<>();
        List<Line> accuracies = new ArrayList<>();
        losses.add(line("training", history, EpochResult::loss));
        accuracies.add(line("training, augmented", history, EpochResult::accuracy));
        int heads = history.epochs().get(0).heads().size();
        for (int h = 0; h < heads; h++) {
            int head = h;
            String name =
                    heads == 1
                            ? "validation"
                            : "validation, " + history.epochs().get(0).heads().get(h).name();
            losses.add(line(name, history, epoch -> epoch.heads().get(head).loss()));
            accuracies.add(line(name, history, epoch -> epoch.heads().get(head).accuracy()));
        }
        return stacked(
                Charts.lines(title + ": loss", "epoch", "loss", losses),
                Charts.lines(title + ": accuracy", "epoch", "accuracy", accuracies));
    }

    private static Line line(String name, History history, ToDoubleFunction<EpochResult> value) {
        return new Line(
                name,
                history.epochs().stream().mapToDouble(EpochResult::epoch).toArray(),
                history.epochs().stream().mapToDouble(value).toArray());
    }

    private static BufferedImage stacked(BufferedImage above, BufferedImage below) {
        BufferedImage both =
                new BufferedImage(
                        above.getWidth(),
                        above.getHeight() + below.getHeight(),
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = both.createGraphics();
        try {
            graphics.drawImage(above, 0, 0, null);
            graphics.drawImage(below, 0, above.getHeight(), null);
        } finally {
            graphics.dispose();
        }
        return both;
    }

    /**
     * @param title what was trained
     * @param history at least one epoch
     * @param file where to, as PNG
     * @throws FerException if it cannot be written
     */
    public static void write(String title, History history, Path file) {
        try {
            Charts.writePng(draw(title, history), file);
        } catch (IOException e) {
            throw new FerException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
