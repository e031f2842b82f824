package io.github.fer4j.model;

/** What fer throws when an input from outside (a picture, a network's file) cannot be used. */
public class FerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message names the file, what was found and what would be accepted
     */
    public FerException(String message) {
        super(message);
    }

    /**
     * @param message names the file, what was found and what would be accepted
     * @param cause what the library underneath said, or null
     */
    public FerException(String message, Throwable cause) {
        super(message, cause);
    }
}
