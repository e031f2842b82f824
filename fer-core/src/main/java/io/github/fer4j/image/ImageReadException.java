package io.github.fer4j.image;

import io.github.fer4j.model.FerException;

/**
 * A picture that cannot be read: no such file, something else than a picture, a format that is not
 * accepted, too large, cut off or damaged.
 */
public class ImageReadException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the file, what was found and what would be accepted
     */
    public ImageReadException(String message) {
        super(message);
    }

    /**
     * @param message names the file, what was found and what would be accepted
     * @param cause what the system or the library underneath said, or null
     */
    public ImageReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
