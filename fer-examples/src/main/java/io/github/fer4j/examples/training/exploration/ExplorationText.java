package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.examples.cli.TextTable;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.ReadSummary;
import io.github.fer4j.model.dataset.Split;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Writes an {@link Exploration} for people. */
public final class ExplorationText {
    private static final int SHOWN = 20;

    private final Exploration exploration;
    private final FaceDataset faces;
    private final PrintWriter out;

    private ExplorationText(Exploration exploration, PrintWriter out) {
        this.exploration = exploration;
        this.faces = exploration.faces();
        this.out = out;
    }

    /**
     * @param exploration what there is to say
     * @param out where to; stays open
     */
    public static void write(Exploration exploration, PrintWriter out) {
        new ExplorationText(exploration, out).write();
    }

    private void write() {
        ReadSummary summary = faces.summary();
        out.println(
                "%s: %s, %dx%d, %s"
                        .formatted(
                                exploration.name(),
                                number(faces.size(), "face"),
                                faces.width(),
                                faces.height(),
                                faces.channels() == 1 ? "grey" : "colour"));
        if (!summary.problems().isEmpty()) {
            out.println(number(summary.skipped(), "face") + " left out; what could not be used:");
            summary.problems().stream()
                    .limit(SHOWN)
                    .forEach(problem -> out.println("  " + problem));
            if (summary.skipped() > SHOWN) {
                out.println("  and " + number(summary.skipped() - SHOWN, "more face"));
            }
        }
        if (summary.notFaces() > 0) {
            out.println(number(summary.notFaces(), "picture") + " left out: FER+ sees no face");
        }
        out.println();
        writeCounts();
        writeDuplicates();
        writeFlaws("of one grey", exploration.flaws().blank());
        writeFlaws(
                "cut off: one grey over the lowest quarter or more", exploration.flaws().cutOff());
        exploration.votes().ifPresent(this::writeVotes);
        out.flush();
    }

    private void writeCounts() {
        List<String> header = new ArrayList<>(List.of("class"));
        for (Split split : exploration.counts().keySet()) {
            header.add(split.label());
            header.add("%");
        }
        if (exploration.counts().size() > 1) {
            header.add("all");
        }
        TextTable table = new TextTable(header.toArray(String[]::new));
        int[] all = faces.counts();
        for (int i = 0; i < all.length; i++) {
            table.row(row(faces.labels().labels().get(i), i, all).toArray());
        }
        table.row(row("all", -1, all).toArray());
        table.print(out);
        out.println();
    }

    /** A class' row, or that of all classes if its number is −1. */
    private List<Object> row(String name, int label, int[] all) {
        List<Object> row = new ArrayList<>(List.of(name));
        for (int[] counts : exploration.counts().values()) {
            int total = Arrays.stream(counts).sum();
            int count = label < 0 ? total : counts[label];
            row.add(grouped(count));
            row.add(String.format(Locale.ROOT, "%.1f", 100.0 * count / total));
        }
        if (exploration.counts().size() > 1) {
            row.add(grouped(label < 0 ? faces.size() : all[label]));
        }
        return row;
    }

    private void writeDuplicates() {
        TextTable table =
                new TextTable(
                        "there twice or more",
                        "groups",
                        "faces",
                        "redundant",
                        "groups across splits",
                        "under several labels",
                        "contradicting",
                        "%");
        Duplicates duplicates = exploration.duplicates();
        addDuplicates(table, "the same pixels", duplicates.exact());
        addDuplicates(table, "nearly the same", duplicates.near());
        addDuplicates(table, "either", duplicates.all());
        table.print(out);
        out.println("contradicting: labelled otherwise than most of their group; % of all faces");
        out.println();
    }

    private void addDuplicates(TextTable table, String name, List<FaceGroup> groups) {
        DuplicateCounts counts = DuplicateCounts.of(groups);
        table.row(
                name,
                grouped(counts.groups()),
                grouped(counts.faces()),
                grouped(counts.redundant()),
                grouped(counts.acrossSplits()),
                grouped(counts.ambiguous()),
                grouped(counts.contradicting()),
                String.format(Locale.ROOT, "%.2f", 100.0 * counts.contradicting() / faces.size()));
    }

    private void writeFlaws(String what, List<Integer> indices) {
        out.println(number(indices.size(), "picture") + " " + what);
        indices.stream()
                .limit(SHOWN)
                .forEach(index -> out.println("  " + faces.face(index).origin()));
        if (indices.size() > SHOWN) {
            out.println("  and " + number(indices.size() - SHOWN, "more"));
        }
    }

    private void writeVotes(VoteComparison votes) {
        out.println();
        out.println(
                String.format(
                        Locale.ROOT,
                        "FER+ votes on %s; %s a label by majority, which is the data's for"
                                + " %s (%.1f %%)",
                        number(votes.joined(), "face"),
                        votes.withMajority() == 1
                                ? "1 has"
                                : grouped(votes.withMajority()) + " have",
                        grouped(votes.agreeing()),
                        100.0 * votes.agreeing() / Math.max(1, votes.withMajority())));
        if (votes.notFaces() > 0) {
            out.println(number(votes.notFaces(), "picture") + " without a face, FER+ says");
        }
        List<String> header = new ArrayList<>(List.of("label \\ majority"));
        header.addAll(LabelOrder.FER_PLUS.labels());
        TextTable table = new TextTable(header.toArray(String[]::new));
        int[][] counts = votes.table();
        for (int i = 0; i < counts.length; i++) {
            List<Object> row = new ArrayList<>(List.of(faces.labels().labels().get(i)));
            Arrays.stream(counts[i]).forEach(count -> row.add(grouped(count)));
            table.row(row.toArray());
        }
        table.print(out);
    }

    private static String number(long count, String noun) {
        return grouped(count) + " " + noun + (count == 1 || noun.equals("more") ? "" : "s");
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
