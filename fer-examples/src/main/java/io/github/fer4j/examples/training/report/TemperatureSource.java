package io.github.fer4j.examples.training.report;

/** Where a temperature comes from. It is never fitted on faces that are then reported as a test. */
public enum TemperatureSource {
    /** Fitted on the data's validation split. */
    VALIDATION("fitted on the validation split"),
    /** The network's own, as its file or the library says. */
    MODEL("the network's own; the data have no validation split to fit one on"),
    /** Named by the user. */
    NAMED("named on the command line");

    private final String words;

    TemperatureSource(String words) {
        this.words = words;
    }

    /**
     * @return it in words
     */
    public String words() {
        return words;
    }
}
