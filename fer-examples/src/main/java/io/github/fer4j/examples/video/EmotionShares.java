package io.github.fer4j.examples.video;

import io.github.fer4j.examples.cli.TextTable;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.TrackedFace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long each person was seen, and which share of that time with which emotion. */
final class EmotionShares {
    private static final double LONGEST_STEP = 1.0;

    private final Map<Long, Person> persons = new TreeMap<>();
    private final List<Emotion> emotions;
    private double lastSeconds;
    private double frameSeconds;
    private boolean first = true;

    /**
     * @param emotions those that the network knows
     */
    EmotionShares(List<Emotion> emotions) {
        this.emotions = List.copyOf(emotions);
    }

    void add(FrameResult frame) {
        if (!first) {
            frameSeconds = Math.min(LONGEST_STEP, frame.seconds() - lastSeconds);
        }
        for (TrackedFace face : frame.faces()) {
            Person person =
                    persons.computeIfAbsent(face.trackId(), id -> new Person(frame.seconds()));
            // A frame is shown until the next one comes, which is about as long as the one before.
            person.seconds.merge(face.smoothed().dominant(), frameSeconds, Double::sum);
            person.total += frameSeconds;
            person.last = frame.seconds();
        }
        lastSeconds = frame.seconds();
        first = false;
    }

    /**
     * Prints a row for each person, the longest seen first, and one for all.
     *
     * @param out where to
     */
    void print(PrintWriter out) {
        if (persons.isEmpty()) {
            out.println("no face was seen");
            out.flush();
            return;
        }
        List<String> head = new ArrayList<>(List.of("person", "from s", "to s", "seen s"));
        emotions.forEach(emotion -> head.add(emotion.label()));
        TextTable table = new TextTable(head.toArray(String[]::new));
        Person all = new Person(0);
        persons.entrySet().stream()
                .sorted((a, b) -> Double.compare(b.getValue().total, a.getValue().total))
                .forEach(
                        entry -> {
                            Person person = entry.getValue();
                            table.row(
                                    row(
                                            "#" + entry.getKey(),
                                            time(person.first),
                                            time(person.last),
                                            person));
                            person.seconds.forEach((e, s) -> all.seconds.merge(e, s, Double::sum));
                            all.total += person.total;
                        });
        table.row(row("all", "", "", all));
        table.print(out);
    }

    private Object[] row(String name, String from, String to, Person person) {
        List<String> cells = new ArrayList<>(List.of(name, from, to, time(person.total)));
        for (Emotion emotion : emotions) {
            double share =
                    person.total == 0
                            ? 0
                            : person.seconds.getOrDefault(emotion, 0.0) / person.total;
            cells.add(String.format(Locale.ROOT, "%.1f%%", 100 * share));
        }
        return cells.toArray();
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static final class Person {
        private final double first;
        private final Map<Emotion, Double> seconds = new EnumMap<>(Emotion.class);
        private double last;
        private double total;

        private Person(double first) {
            this.first = first;
        }
    }
}
