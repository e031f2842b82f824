package io.github.fer4j.examples.training;

import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.FerPlusVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link DrawnFaces} as a data set. */
public final class DrawnData {
    public static final LabelOrder ORDER = new LabelOrder(DrawnFaces.CLASSES);

    private DrawnData() {}

    public static Path architecture(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve("tiny.json"), DrawnFaces.ARCHITECTURE);
    }

    public static FaceDataset dataset(Path folder, int training, int validation)
            throws IOException {
        Path tree = DrawnFaces.tree(folder.resolve("tree"), training, validation);
        return FaceReader.of(tree).read().withLabels(ORDER);
    }

    /** Those to learn from, of each class as many. */
    public static List<LabeledFace> faces(Path folder, int training, int validation)
            throws IOException {
        return list(dataset(folder, training, validation).subset(Split.TRAIN));
    }

    /** Those to learn from, with votes. */
    public static List<LabeledFace> votedFaces(Path folder, int training) throws IOException {
        Path tree = DrawnFaces.tree(folder.resolve("tree"), training, 0);
        Path votes =
                DrawnFaces.votes(folder.resolve("votes.csv"), training * DrawnFaces.CLASSES.size());
        return list(FaceReader.of(tree).votes(FerPlusVotes.read(votes)).read());
    }

    private static List<LabeledFace> list(FaceDataset faces) {
        List<LabeledFace> list = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            list.add(faces.face(i));
        }
        return list;
    }
}
