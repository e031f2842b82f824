package io.github.fer4j.model;

/** A network that cannot be used: a damaged file, an unknown layer, weights that do not fit. */
public class ModelFormatException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the file or layer, what was found and what would be accepted
     */
    public ModelFormatException(String message) {
        super(message);
    }

    /**
     * @param message names the file or layer, what was found and what would be accepted
     * @param cause what the library underneath said, or null
     */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
