package io.github.fer4j.model.dataset;

import io.github.fer4j.model.FerException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings faces to their size, joins votes and counts. */
final class FaceCollector implements FaceSink {
    private final ClassReader classes;
    private final Pixels wanted;
    private final Optional<FerPlusVotes> votes;
    private final boolean dropNotFaces;
    private final Consumer<? super DataProblem> onProblem;
    private final Consumer<? super LabeledFace> consumer;

    private final BitSet rows = new BitSet();
    private final List<DataProblem> problems = new ArrayList<>();
    private DataProblem firstSkipped;
    private long faces;
    private long skipped;
    private long notFaces;
    private long withVotes;

    /**
     * @param wanted a picture of the size and channels that faces shall have
     */
    FaceCollector(
            ClassReader classes,
            Pixels wanted,
            Optional<FerPlusVotes> votes,
            boolean dropNotFaces,
            Consumer<? super DataProblem> onProblem,
            Consumer<? super LabeledFace> consumer) {
        this.classes = classes;
        this.wanted = wanted;
        this.votes = votes;
        this.dropNotFaces = dropNotFaces;
        this.onProblem = onProblem;
        this.consumer = consumer;
    }

    @Override
    public ClassReader classes() {
        return classes;
    }

    @Override
    public int knownRows() {
        return votes.map(FerPlusVotes::rows).orElse(0);
    }

    @Override
    public void problem(String origin, String message) {
        DataProblem problem = new DataProblem(origin, message);
        if (skipped++ == 0) {
            firstSkipped = problem;
        }
        tell(problem);
    }

    @Override
    public void note(String origin, String message) {
        tell(new DataProblem(origin, message));
    }

    /** Hands on a problem; nothing is counted as left out. */
    void tell(DataProblem problem) {
        if (problems.size() < ReadSummary.MOST_PROBLEMS) {
            problems.add(problem);
        }
        onProblem.accept(problem);
    }

    @Override
    public Pixels fit(Pixels pixels) {
        return pixels.fit(wanted.height(), wanted.width(), wanted.channels());
    }

    @Override
    public int faceBytes() {
        return wanted.height() * wanted.width() * wanted.channels();
    }

    @Override
    public void face(RawFace raw) {
        Optional<FaceVotes> said = votes.flatMap(all -> join(all, raw));
        if (dropNotFaces && said.isPresent() && said.get().isNotFace()) {
            notFaces++;
            return;
        }
        Pixels pixels = fit(raw.pixels());
        faces++;
        withVotes += said.isPresent() ? 1 : 0;
        consumer.accept(
                new LabeledFace(
                        pixels.values(),
                        pixels.height(),
                        pixels.width(),
                        pixels.channels(),
                        raw.emotion(),
                        raw.split(),
                        raw.origin(),
                        raw.row(),
                        said.orElse(null)));
    }

    private Optional<FaceVotes> join(FerPlusVotes all, RawFace raw) {
        if (raw.row() == LabeledFace.NO_ROW) {
            return Optional.empty();
        }
        int row = Math.toIntExact(raw.row());
        if (rows.get(row)) {
            throw new FerException(
                    "%s: FER+'s votes cannot be joined, because there are two faces of the row %d:"
                                    .formatted(raw.origin(), row)
                            + " these names are not FER-2013's rows");
        }
        rows.set(row);
        return all.forRow(row);
    }

    /**
     * @throws FerException if there was no usable face
     */
    ReadSummary summary(Path data) {
        if (faces == 0) {
            throw new FerException(
                    data
                            + " holds no usable face"
                            + (skipped > 0
                                    ? ": %d were left out, the first %s"
                                            .formatted(skipped, firstSkipped)
                                    : "")
                            + "; "
                            + DataFinder.LOOKED_FOR);
        }
        return new ReadSummary(faces, skipped, notFaces, withVotes, problems);
    }
}
