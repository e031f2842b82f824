package io.github.fer4j.examples.training.loop;

import io.github.fer4j.model.FerException;

/** A training that cannot go on; the message says why and what to change. */
public final class TrainingException extends FerException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong
     */
    public TrainingException(String message) {
        super(message);
    }
}
