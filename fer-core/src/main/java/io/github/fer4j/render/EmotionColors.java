package io.github.fer4j.render;

import io.github.fer4j.model.Emotion;

/**
 * A colour for each emotion, from the palette of Okabe and Ito (Color Universal Design, 2008),
 * whose colours people with any colour vision tell apart.
 */
public final class EmotionColors {
    private EmotionColors() {}

    /**
     * @param emotion an emotion
     * @return its colour as 0xRRGGBB
     */
    public static int rgb(Emotion emotion) {
        return switch (emotion) {
            case ANGRY -> 0xd55e00; // vermilion
            case DISGUST -> 0x009e73; // bluish green
            case FEAR -> 0xcc79a7; // reddish purple
            case HAPPY -> 0xf0e442; // yellow
            case SAD -> 0x0072b2; // blue
            case SURPRISE -> 0xe69f00; // orange
            case CONTEMPT -> 0x56b4e9; // sky blue
            case NEUTRAL -> 0xc8ccd0; // a light grey in place of the palette's black
        };
    }

    /**
     * @param rgb a background as 0xRRGGBB
     * @return black or white, whichever is read better on it
     */
    public static int textOn(int rgb) {
        double luminance = luminance(rgb);
        return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? 0x000000 : 0xffffff;
    }

    /** Relative luminance as WCAG 2.1 defines it. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff)
                + 0.7152 * linear(rgb >> 8 & 0xff)
                + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int level) {
        double value = level / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
