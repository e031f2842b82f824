package io.github.fer4j.model.dataset;

import java.util.Locale;
import java.util.Optional;

/** What a face is for. */
public enum Split {
    /** To learn from; FER-2013's {@code Training}. */
    TRAIN,
    /** To choose by; FER-2013's {@code PublicTest}. */
    VALIDATION,
    /** To judge by, once; FER-2013's {@code PrivateTest}. */
    TEST,
    /** The data do not say. */
    UNSPLIT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * @return the name as it is printed and written to JSON: {@code validation}
     */
    public String label() {
        return label;
    }

    /**
     * Understands what folders and columns are called: {@code train}, {@code Training}, {@code
     * val}, {@code PublicTest}, {@code private_test}, in any case.
     *
     * @param name a folder's name or the value of a {@code Usage} column
     * @return the split, or nothing if the name is that of none
     */
    public static Optional<Split> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return switch (plain) {
            case "train", "training", "trainset", "trainingset" -> Optional.of(TRAIN);
            case "validation", "valid", "val", "dev", "publictest", "validationset", "valset" ->
                    Optional.of(VALIDATION);
            case "test", "testing", "privatetest", "testset" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
