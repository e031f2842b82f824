package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.model.dataset.FaceDataset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures that can be decoded and yet hold no face, or not all of it.
 *
 * @param blank indices of faces of one grey: their pixels' standard deviation is below {@value
 *     #BLANK} of 255 levels
 * @param cutOff indices of faces that end in one grey, over a quarter of their height or more, as a
 *     download that broke off does
 */
public record PictureFlaws(List<Integer> blank, List<Integer> cutOff) {
    /** Below this standard deviation there is nothing to see. */
    public static final double BLANK = 2;

    private static final double FLAT = 0.5;
    private static final int SHARE = 4;

    /** Copies the lists. */
    public PictureFlaws {
        blank = List.copyOf(blank);
        cutOff = List.copyOf(cutOff);
    }

    /**
     * Looks at every face.
     *
     * @param faces the data
     * @return what is wrong with them
     */
    public static PictureFlaws of(FaceDataset faces) {
        List<Integer> blank =
                IntStream.range(0, faces.size())
                        .parallel()
                        .filter(i -> isBlank(Grey.of(faces.face(i))))
                        .boxed()
                        .toList();
        List<Integer> cutOff =
                IntStream.range(0, faces.size())
                        .parallel()
                        .filter(i -> isCutOff(Grey.of(faces.face(i))))
                        .boxed()
                        .toList();
        return new PictureFlaws(blank, cutOff);
    }

    static boolean isBlank(Grey grey) {
        return grey.deviation() < BLANK;
    }

    private static boolean isCutOff(Grey grey) {
        int from = grey.height() - Math.max(1, grey.height() / SHARE);
        return !isBlank(grey) && grey.deviation(from, grey.height()) < FLAT;
    }
}
