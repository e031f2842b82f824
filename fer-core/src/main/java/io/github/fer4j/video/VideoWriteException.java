package io.github.fer4j.video;

import io.github.fer4j.model.FerException;

/** A video file that cannot be written. Names it and what went wrong. */
public class VideoWriteException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the file, what went wrong and what to do
     */
    public VideoWriteException(String message) {
        super(message);
    }

    /**
     * @param message names the file, what went wrong and what to do
     * @param cause what the library underneath said, or null
     */
    public VideoWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
