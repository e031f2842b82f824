package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One face with its label. Immutable. Its pixels are bytes of 0 to 255, row by row from the top;
 * where there are three channels they are red, green, blue of one pixel after the other.
 */
public final class LabeledFace {
    /** Where a face has no row in FER-2013. */
    static final long NO_ROW = -1;

    private final byte[] pixels;
    private final int height;
    private final int width;
    private final int channels;
    private final Emotion emotion;
    private final Split split;
    private final String origin;
    private final long row;
    private final FaceVotes votes;

    /**
     * @param pixels bytes of 0 to 255, row by row, channels last
     * @param height in pixels
     * @param width in pixels
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param emotion what it expresses
     * @param split what it is for
     * @param origin where it comes from, for messages
     * @return the face
     * @throws IllegalArgumentException if the number of pixels does not fit
     */
    public static LabeledFace of(
            byte[] pixels,
            int height,
            int width,
            int channels,
            Emotion emotion,
            Split split,
            String origin) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3, was " + channels);
        }
        if (height < 1 || width < 1 || pixels.length != (long) height * width * channels) {
            throw new IllegalArgumentException(
                    "%d pixels do not make a face of %dx%dx%d"
                            .formatted(pixels.length, height, width, channels));
        }
        return new LabeledFace(
                pixels.clone(), height, width, channels, emotion, split, origin, NO_ROW, null);
    }

    /** Takes the array over. */
    LabeledFace(
            byte[] pixels,
            int height,
            int width,
            int channels,
            Emotion emotion,
            Split split,
            String origin,
            long row,
            FaceVotes votes) {
        this.pixels = pixels;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.emotion = Objects.requireNonNull(emotion, "emotion");
        this.split = Objects.requireNonNull(split, "split");
        this.origin = Objects.requireNonNull(origin, "origin");
        this.row = row;
        this.votes = votes;
    }

    /**
     * @return the height in pixels
     */
    public int height() {
        return height;
    }

    /**
     * @return the width in pixels
     */
    public int width() {
        return width;
    }

    /**
     * @return 1 (grey) or 3 (red, green, blue)
     */
    public int channels() {
        return channels;
    }

    /**
     * @return a copy of the pixels
     */
    public byte[] pixels() {
        return pixels.clone();
    }

    /**
     * Copies the pixels.
     *
     * @param target where to
     * @param offset where the first goes
     */
    public void copyPixels(byte[] target, int offset) {
        System.arraycopy(pixels, 0, target, offset, pixels.length);
    }

    /** The same face under another label. */
    LabeledFace withEmotion(Emotion other) {
        return new LabeledFace(pixels, height, width, channels, other, split, origin, row, votes);
    }

    /** The same face for another purpose. */
    LabeledFace withSplit(Split other) {
        return new LabeledFace(pixels, height, width, channels, emotion, other, origin, row, votes);
    }

    /** The pixels themselves, not to be written to. */
    byte[] shared() {
        return pixels;
    }

    /**
     * @return what the data say it expresses
     */
    public Emotion emotion() {
        return emotion;
    }

    /**
     * @return what it is for
     */
    public Split split() {
        return split;
    }

    /**
     * @return where it comes from: a file in its folder or archive, {@code fer2013.csv:17} (a line)
     *     or {@code faces.npy[16]} (a row, from 0)
     */
    public String origin() {
        return origin;
    }

    /**
     * @return its row in FER-2013's original file, from 0, if it is known
     */
    public OptionalLong row() {
        return row == NO_ROW ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /**
     * @return what FER+'s annotators said, if it was joined and they did
     */
    public Optional<FaceVotes> votes() {
        return Optional.ofNullable(votes);
    }

    @Override
    public String toString() {
        return "%s (%s, %s, %dx%dx%d)"
                .formatted(origin, emotion.label(), split.label(), height, width, channels);
    }
}
