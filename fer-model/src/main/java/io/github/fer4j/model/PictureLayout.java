package io.github.fer4j.model;

/**
 * Where height, width and channels are in a network's input.
 *
 * @param channelsFirst whether the channels come before height and width
 * @param height rows, or {@link Shape#UNKNOWN}
 * @param width columns, or {@link Shape#UNKNOWN}
 * @param channels channels, or {@link Shape#UNKNOWN}
 */
public record PictureLayout(boolean channelsFirst, int height, int width, int channels) {
    /**
     * @param input the shape of a network's input, batch first
     * @return the layout: channels last, unless only the axis after the batch has a picture's 1 or
     *     3 channels
     * @throws IllegalArgumentException if the network does not take pictures
     */
    public static PictureLayout of(Shape input) {
        if (input.rank() != 4) {
            throw new IllegalArgumentException(
                    "a network that takes pictures has an input (None, height, width, channels),"
                            + " this one "
                            + input);
        }
        boolean last = isChannels(input.size(3)) || input.size(3) == Shape.UNKNOWN;
        boolean first = !last && isChannels(input.size(1));
        return first
                ? new PictureLayout(true, input.size(2), input.size(3), input.size(1))
                : new PictureLayout(false, input.size(1), input.size(2), input.size(3));
    }

    private static boolean isChannels(int size) {
        return size == 1 || size == 3;
    }
}
