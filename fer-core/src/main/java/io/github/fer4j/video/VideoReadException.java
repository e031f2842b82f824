package io.github.fer4j.video;

import io.github.fer4j.model.FerException;

/** A video or camera that cannot be read, or not to its end. Names it and what was found. */
public class VideoReadException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the source, what was found and what would be accepted
     */
    public VideoReadException(String message) {
        super(message);
    }

    /**
     * @param message names the source, what was found and what would be accepted
     * @param cause what the library underneath said, or null
     */
    public VideoReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
