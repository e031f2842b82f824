package io.github.fer4j.detect;

/** A cascade or a network from which no face detector can be made. */
public class DetectorModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the file, what was found and what would be accepted
     */
    public DetectorModelException(String message) {
        super(message);
    }

    /**
     * @param message names the file, what was found and what would be accepted
     * @param cause what the library underneath said, or null
     */
    public DetectorModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
