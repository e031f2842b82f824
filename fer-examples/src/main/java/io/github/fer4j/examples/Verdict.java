package io.github.fer4j.examples;

import io.github.fer4j.examples.cli.Difference;
import io.github.fer4j.examples.cli.Launcher;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What came of a network.
 *
 * @param status in a word
 * @param difference the largest difference, where values were compared
 * @param detail the largest difference or the message, in one line
 */
record Verdict(Status status, OptionalDouble difference, String detail) {
    Verdict {
        detail = detail.replaceAll("\\s*\\R\\s*", " ");
    }

    /** What came of a network, in a word. */
    enum Status {
        /** It answers as expected. */
        OK,
        /** It answers otherwise. */
        DIFFERS,
        /** It is refused with a clear error. */
        REFUSED,
        /** Anything else: a crash, a missing file, no end. */
        ERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict compared(Difference difference, double tolerance) {
        return new Verdict(
                difference.isWithin(tolerance) ? Status.OK : Status.DIFFERS,
                OptionalDouble.of(difference.largest()),
                difference.toString());
    }

    static Verdict differs(String how) {
        return new Verdict(Status.DIFFERS, OptionalDouble.empty(), how);
    }

    static Verdict answered() {
        return new Verdict(Status.OK, OptionalDouble.empty(), "answered, nothing to compare with");
    }

    static Verdict refused(Throwable reason) {
        return new Verdict(Status.REFUSED, OptionalDouble.empty(), Launcher.message(reason));
    }

    static Verdict error(String message) {
        return new Verdict(Status.ERROR, OptionalDouble.empty(), message);
    }
}
