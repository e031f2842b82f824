package io.github.fer4j.examples.training;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.dataset.DataProblem;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.FaceReader;
import io.github.fer4j.model.dataset.FerPlusVotes;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.ReadSummary;
import io.github.fer4j.model.dataset.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the faces that a network is evaluated on, as large as that network wants them. */
final class EvaluationData {
    private final FaceDataOptions data;
    private final Optional<FerPlusVotes> votes;
    private final SplitChoice choice;

    /**
     * @param data where the faces are and what their labels mean
     * @param votes labels by the annotators' majority instead of the data's own
     * @param choice which faces are evaluated
     */
    EvaluationData(FaceDataOptions data, Optional<FerPlusVotes> votes, SplitChoice choice) {
        this.data = data;
        this.votes = votes;
        this.choice = choice;
    }

    /**
     * The faces.
     *
     * @param split which they are: {@code validation}, {@code all}
     * @param faces those to evaluate, at least one
     * @param validation those of the validation split, if there are any
     * @param summary how reading went
     */
    record Faces(
            String split,
            FaceDataset faces,
            Optional<FaceDataset> validation,
            ReadSummary summary) {}

    /**
     * @param spec what the network takes
     * @param problems is told of faces that cannot be used
     * @return the faces
     * @throws FerException if the data cannot be read or none of the wanted faces is there
     */
    Faces read(ModelSpec spec, Consumer<? super DataProblem> problems) {
        FaceReader reader =
                data.reader()
                        .size(spec.height(), spec.width())
                        .channels(spec.channels())
                        .onProblem(problems);
        votes.ifPresent(file -> reader.votes(file).dropNotFaces(true));
        Map<Split, List<LabeledFace>> bySplit = new EnumMap<>(Split.class);
        ReadSummary summary =
                reader.forEach(
                        face -> {
                            if (choice.mayWant(face.split(), bySplit.keySet())) {
                                bySplit.computeIfAbsent(face.split(), split -> new ArrayList<>())
                                        .add(face);
                                // Training faces are many, and are let go as soon as it is clear
                                // that there are others to evaluate.
                                bySplit.keySet()
                                        .removeIf(
                                                kept ->
                                                        !choice.mayWant(
                                                                kept, Set.of(face.split())));
                            }
                        });
        List<Split> wanted = choice.among(bySplit.keySet(), data.data());
        List<LabeledFace> chosen = new ArrayList<>();
        wanted.forEach(split -> chosen.addAll(bySplit.getOrDefault(split, List.of())));
        FaceDataset faces = labelled(chosen, wanted);
        Optional<FaceDataset> validation =
                Optional.ofNullable(bySplit.get(Split.VALIDATION))
                        .map(list -> labelled(list, List.of(Split.VALIDATION)));
        return new Faces(choice.name(wanted), faces, validation, summary);
    }

    private FaceDataset labelled(List<LabeledFace> chosen, List<Split> wanted) {
        boolean known =
                chosen.stream().allMatch(f -> LabelOrder.FER2013.emotions().contains(f.emotion()));
        FaceDataset faces =
                FaceDataset.of(
                        chosen,
                        data.classes().orElse(known ? LabelOrder.FER2013 : LabelOrder.FER_PLUS));
        if (votes.isEmpty()) {
            return faces;
        }
        FaceDataset majority = faces.withMajorityLabels();
        if (majority.size() == 0) {
            throw new FerException(
                    "none of the %d faces of %s in %s has votes with a majority in %s"
                            .formatted(
                                    faces.size(),
                                    choice.name(wanted),
                                    data.data(),
                                    votes.get().file()));
        }
        return majority;
    }
}
