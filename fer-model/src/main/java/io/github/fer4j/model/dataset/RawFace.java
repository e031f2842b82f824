package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;

/**
 * A face as it was found. Its picture may have the wanted size already; the sink sees to that.
 *
 * @param pixels its picture
 * @param emotion its label
 * @param split what it is for
 * @param origin where it comes from
 * @param row its row in FER-2013, or {@link LabeledFace#NO_ROW}
 */
record RawFace(Pixels pixels, Emotion emotion, Split split, String origin, long row) {}
