package io.github.fer4j.examples.cli;

import io.github.fer4j.FaceResult;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.EmotionScores;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints results for people. */
public final class FaceText {
    private static final int BAR_LENGTH = 40;

    private FaceText() {}

    /**
     * Prints a picture's faces, each with its box and its emotions, likeliest first.
     *
     * @param name what the picture is called
     * @param analysis what was found in it
     * @param out where to
     */
    public static void print(String name, ImageAnalysis analysis, PrintWriter out) {
        out.println(
                "%s: %d x %d pixels, %s"
                        .formatted(
                                name, analysis.width(), analysis.height(), count(analysis.size())));
        for (int i = 0; i < analysis.size(); i++) {
            print(i + 1, analysis.get(i), out);
        }
        out.flush();
    }

    private static void print(int number, FaceResult face, PrintWriter out) {
        FaceBox box = face.box();
        out.println(
                String.format(
                        Locale.ROOT,
                        "  face %d: %s, box x=%d y=%d width=%d height=%d, confidence %.2f",
                        number,
                        face.emotions().dominant().label(),
                        box.x(),
                        box.y(),
                        box.width(),
                        box.height(),
                        face.confidence()));
        for (EmotionScores.Score score : face.emotions().ranked()) {
            String line =
                    String.format(
                            Locale.ROOT,
                            "    %-9s %5.1f %%  %s",
                            score.emotion().label(),
                            100 * score.probability(),
                            "#".repeat((int) Math.round(BAR_LENGTH * score.probability())));
            out.println(line.stripTrailing());
        }
    }

    private static String count(int faces) {
        return faces == 0 ? "no face" : faces == 1 ? "1 face" : faces + " faces";
    }
}
