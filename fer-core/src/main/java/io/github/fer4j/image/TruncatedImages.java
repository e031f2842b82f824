package io.github.fer4j.image;

/** What to do with a picture whose file is cut off or damaged inside. */
public enum TruncatedImages {
    /** An {@link ImageReadException} that says where. */
    REFUSE,
    /**
     * The picture as far as it goes, the rest in one colour, with a warning in the result. Formats
     * that keep nothing readable when cut off (WebP, TIFF) are refused all the same.
     */
    ACCEPT
}
