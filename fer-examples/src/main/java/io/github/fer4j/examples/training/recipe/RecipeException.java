package io.github.fer4j.examples.training.recipe;

import io.github.fer4j.model.FerException;

/** A recipe that cannot be used; the message names the key, what was found and what is accepted. */
public final class RecipeException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong
     */
    public RecipeException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong
     * @param cause what was thrown
     */
    public RecipeException(String message, Throwable cause) {
        super(message, cause);
    }
}
