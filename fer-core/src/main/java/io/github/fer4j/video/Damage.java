package io.github.fer4j.video;

import java.util.Locale;
import java.util.Optional;

/** Where a source could not be read: the first place, and how many there are. */
final class Damage {
    private String first;
    private double firstSeconds;
    private long count;

    void add(double seconds, String what) {
        if (count++ == 0) {
            first = what;
            firstSeconds = Math.max(0, seconds);
        }
    }

    /**
     * @param frames how many frames could be read
     * @return a sentence without the source's name, or empty if there is no damage
     */
    Optional<String> describe(long frames) {
        if (count == 0) {
            return Optional.empty();
        }
        String where = String.format(Locale.ROOT, "damaged at %.2f s: %s", firstSeconds, first);
        String more = count == 1 ? "" : " (and in " + (count - 1) + " more places)";
        return Optional.of(where + more + "; " + frames + " frames could be read");
    }
}
