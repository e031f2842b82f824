package io.github.fer4j.model;

/** The order of a colour picture's channels as a network wants it; of no meaning for grey. */
public enum ColorOrder {
    /** Red first: what Keras' own image loading gives. */
    RGB,
    /** Blue first: what OpenCV's image loading gives. */
    BGR
}
