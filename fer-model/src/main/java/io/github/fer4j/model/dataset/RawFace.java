package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;

/**
 * A face as it was found, before it is brought to the wanted size.
 *
 * @param pixels its picture
 * @param emotion its label
 * @param split what it is for
 * @param origin where it comes from
 * @param row its row in FER-2013, or {@link LabeledFace#NO_ROW}
 */
record RawFace(Pixels pixels, Emotion emotion, Split split, String origin, long row) {}
