package io.github.fer4j.examples.training.exploration;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.dataset.DataProblem;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.ReadSummary;
import io.github.fer4j.model.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes an {@link Exploration} as the fields of a JSON object; docs/dataset.md names them. */
public final class ExplorationJson {
    private ExplorationJson() {}

    /**
     * @param json stands inside the object
     * @param exploration what there is to say
     * @param files what else was written, by what it is
     * @throws IOException if it cannot be written
     */
    public static void write(JsonGenerator json, Exploration exploration, Map<String, Path> files)
            throws IOException {
        FaceDataset faces = exploration.faces();
        ReadSummary summary = faces.summary();
        json.writeStringField("data", exploration.name());
        json.writeNumberField("n", faces.size());
        json.writeNumberField("skipped", summary.skipped());
        json.writeArrayFieldStart("problems");
        for (DataProblem problem : summary.problems()) {
            json.writeStartObject();
            json.writeStringField("origin", problem.origin());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("classes");
        for (String label : faces.labels().labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("counts");
        for (Map.Entry<Split, int[]> entry : exploration.counts().entrySet()) {
            json.writeObjectFieldStart(entry.getKey().label());
            for (int i = 0; i < entry.getValue().length; i++) {
                json.writeNumberField(faces.labels().labels().get(i), entry.getValue()[i]);
            }
            json.writeNumberField("total", Arrays.stream(entry.getValue()).sum());
            json.writeEndObject();
        }
        json.writeEndObject();
        Duplicates duplicates = exploration.duplicates();
        writeCounts(json, "exactDuplicates", duplicates.exact(), faces.size());
        writeCounts(json, "nearDuplicates", duplicates.near(), faces.size());
        writeCounts(json, "duplicates", duplicates.all(), faces.size());
        writeOrigins(json, "blank", faces, exploration.flaws().blank());
        writeOrigins(json, "cutOff", faces, exploration.flaws().cutOff());
        if (exploration.votes().isPresent()) {
            writeVotes(json, exploration.votes().get(), faces, summary);
        }
        json.writeObjectFieldStart("files");
        for (Map.Entry<String, Path> file : files.entrySet()) {
            json.writeStringField(file.getKey(), file.getValue().toString());
        }
        json.writeEndObject();
    }

    private static void writeCounts(
            JsonGenerator json, String field, List<FaceGroup> groups, int size) throws IOException {
        DuplicateCounts counts = DuplicateCounts.of(groups);
        json.writeObjectFieldStart(field);
        json.writeNumberField("groups", counts.groups());
        json.writeNumberField("faces", counts.faces());
        json.writeNumberField("redundant", counts.redundant());
        json.writeNumberField("groupsAcrossSplits", counts.acrossSplits());
        json.writeNumberField("facesAcrossSplits", counts.leaked());
        json.writeNumberField("groupsWithSeveralLabels", counts.severalLabels());
        json.writeNumberField("facesWithSeveralLabels", counts.ambiguous());
        json.writeNumberField("contradictingLabels", counts.contradicting());
        json.writeNumberField("contradictingShare", counts.contradicting() / (double) size);
        json.writeEndObject();
    }

    private static void writeOrigins(
            JsonGenerator json, String field, FaceDataset faces, List<Integer> indices)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (int index : indices) {
            json.writeString(faces.face(index).origin());
        }
        json.writeEndArray();
    }

    private static void writeVotes(
            JsonGenerator json, VoteComparison votes, FaceDataset faces, ReadSummary summary)
            throws IOException {
        json.writeObjectFieldStart("votes");
        json.writeNumberField("joined", votes.joined());
        json.writeNumberField("notFaces", votes.notFaces());
        json.writeNumberField("droppedNotFaces", summary.notFaces());
        json.writeNumberField("withMajority", votes.withMajority());
        json.writeNumberField("agreeing", votes.agreeing());
        json.writeObjectFieldStart("withMajorityBySplit");
        for (Split split : faces.splits()) {
            json.writeNumberField(
                    split.label(), VoteComparison.of(faces.subset(split)).withMajority());
        }
        json.writeEndObject();
        int[][] table = votes.table();
        json.writeObjectFieldStart("majorityByLabel");
        for (int row = 0; row < table.length; row++) {
            json.writeObjectFieldStart(faces.labels().labels().get(row));
            for (int column = 0; column < table[row].length; column++) {
                json.writeNumberField(LabelOrder.FER_PLUS.labels().get(column), table[row][column]);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
