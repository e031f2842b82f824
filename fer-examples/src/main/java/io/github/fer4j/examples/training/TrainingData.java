package io.github.fer4j.examples.training;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.DataProblem;
import io.github.fer4j.model.dataset.EmptyClasses;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.FerPlusVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * The faces to learn from and those to choose by.
 *
 * @param training learnt from; its labels are the network's classes
 * @param validation chosen by; of the same classes
 * @param notes what the user should know about how they came about
 */
record TrainingData(FaceDataset training, FaceDataset validation, List<String> notes) {
    private static final double VALIDATION_SHARE = 0.2;

    TrainingData {
        notes = List.copyOf(notes);
    }

    /**
     * @param data where the faces are
     * @param votes FER+'s votes, if they are wanted
     * @param labels the classes, if they are named
     * @param kept the order of the classes where they are not named, if it is of the same ones
     * @param shape height, width and channels of the faces
     * @param seed divides data without a validation split
     * @param problems is told of what cannot be used
     */
    static TrainingData read(
            FaceFiles data,
            Optional<Path> votes,
            Optional<LabelOrder> labels,
            Optional<LabelOrder> kept,
            int[] shape,
            long seed,
            Consumer<DataProblem> problems) {
        Path path = data.data();
        if (!Files.exists(path)) {
            throw new FerException(
                    "there is no %s; --data takes fer2013.csv, or a folder or .zip with a folder for each class"
                            .formatted(path));
        }
        EmptyClasses.check(path);
        FaceReader reader =
                data.reader().size(shape[0], shape[1]).channels(shape[2]).onProblem(problems);
        votes.ifPresent(file -> reader.votes(FerPlusVotes.read(file)).dropNotFaces(true));
        labels.ifPresent(reader::labels);
        FaceDataset all = reader.read();
        List<String> notes = new ArrayList<>();
        if (votes.isPresent() && all.summary().withVotes() == 0) {
            throw new FerException(
                    "none of the faces of %s is in %s; votes are joined by the row of FER-2013 that a file's name or line says"
                            .formatted(path, votes.get()));
        }
        if (labels.isEmpty()) {
            all = inOrder(withPresentClasses(all, notes), kept, notes);
        }
        if (!all.splits().contains(Split.VALIDATION)) {
            all = all.splitStratified(VALIDATION_SHARE, seed);
            notes.add(
                    "the data have no validation split: 20 % of each class, chosen by the seed, are"
                            + " kept for it");
        }
        FaceDataset training =
                all.filter(face -> face.split() == Split.TRAIN || face.split() == Split.UNSPLIT);
        FaceDataset validation = all.subset(Split.VALIDATION);
        checkEveryClass(path, training, validation, notes);
        return new TrainingData(training, validation, notes);
    }

    private static FaceDataset withPresentClasses(FaceDataset all, List<String> notes) {
        Set<Emotion> present = EnumSet.noneOf(Emotion.class);
        for (int i = 0; i < all.size(); i++) {
            present.add(all.face(i).emotion());
        }
        if (present.size() == all.labels().size()) {
            return all;
        }
        LabelOrder order =
                new LabelOrder(all.labels().emotions().stream().filter(present::contains).toList());
        notes.add("the data have %d classes: %s".formatted(order.size(), order.labels()));
        return all.withLabels(order);
    }

    /** A network that is gone on from keeps the meaning of its outputs. */
    private static FaceDataset inOrder(
            FaceDataset all, Optional<LabelOrder> kept, List<String> notes) {
        if (kept.isEmpty() || kept.get().equals(all.labels())) {
            return all;
        }
        List<String> own = kept.get().labels();
        if (Set.copyOf(own).equals(Set.copyOf(all.labels().labels()))) {
            notes.add("the classes stand in the network's order: %s".formatted(own));
            return all.withLabels(kept.get());
        }
        notes.add(
                "warning: the network answered %s, the data have %s; its last layer is another one if their number is"
                        .formatted(own, all.labels().labels()));
        return all;
    }

    private static void checkEveryClass(
            Path path, FaceDataset training, FaceDataset validation, List<String> notes) {
        int[] learnt = training.counts();
        int[] judged = validation.counts();
        for (int i = 0; i < learnt.length; i++) {
            String label = training.labels().labels().get(i);
            if (learnt[i] == 0) {
                throw new FerException(
                        "%s has no face of the class '%s' to learn from; add some, or name the classes with --labels"
                                .formatted(path, label));
            }
            if (judged[i] == 0) {
                notes.add("no validation face is of the class '%s'".formatted(label));
            }
        }
        if (learnt.length < 2) {
            throw new FerException(
                    "%s has faces of one class alone, '%s'; at least two are needed"
                            .formatted(path, training.labels().labels().get(0)));
        }
        if (validation.size() == 0) {
            throw new FerException("%s has no faces to validate on".formatted(path));
        }
    }

    /** What tells these faces from others: numbers, and a sum over labels, pixels and votes. */
    String fingerprint() {
        return "%d training faces, %d validation faces, classes %s, checksum %08x"
                .formatted(
                        training.size(), validation.size(), training.labels().labels(), checksum());
    }

    private long checksum() {
        CRC32 sum = new CRC32();
        byte[] pixels = new byte[training.pixelCount()];
        for (FaceDataset faces : List.of(training, validation)) {
            for (int i = 0; i < faces.size(); i++) {
                LabeledFace face = faces.face(i);
                face.copyPixels(pixels, 0);
                sum.update(pixels);
                sum.update(faces.label(i));
                sum.update(
                        face.votes()
                                .map(Object::toString)
                                .orElse("")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        return sum.getValue();
    }
}
