package io.github.fer4j.examples.training.exploration;

import io.github.fer4j.examples.cli.JsonLines;
import io.github.fer4j.examples.training.chart.Charts;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Writes an {@link Exploration} into a folder. */
public final class ExplorationFiles {
    private final Exploration exploration;
    private final Path folder;

    /**
     * @param exploration what there is to say
     * @param folder where to; made if it is not there
     */
    public ExplorationFiles(Exploration exploration, Path folder) {
        this.exploration = exploration;
        this.folder = folder;
    }

    /**
     * Writes all files; those that are there are replaced.
     *
     * @param seed decides which random faces are shown
     * @return where they are, by what they are
     * @throws IOException if one cannot be written
     */
    public Map<String, Path> write(long seed) throws IOException {
        Files.createDirectories(folder);
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("counts", folder.resolve("counts.png"));
        files.put("faces", folder.resolve("faces.png"));
        files.put("meanFaces", folder.resolve("mean-faces.png"));
        files.put("duplicates", folder.resolve("duplicates.png"));
        files.put("duplicatesTable", folder.resolve("duplicates.csv"));
        files.put("report", folder.resolve("report.txt"));
        files.put("summary", folder.resolve("summary.json"));

        ExplorationPictures pictures = new ExplorationPictures(exploration);
        Charts.writePng(pictures.counts(), files.get("counts"));
        Charts.writePng(pictures.randomFaces(seed), files.get("faces"));
        Charts.writePng(pictures.means(), files.get("meanFaces"));
        Charts.writePng(pictures.duplicates(), files.get("duplicates"));
        write(files.get("duplicatesTable"), this::writeDuplicates);
        write(files.get("report"), out -> ExplorationText.write(exploration, out));
        write(
                files.get("summary"),
                out ->
                        new JsonLines(out)
                                .write(json -> ExplorationJson.write(json, exploration, files)));
        return files;
    }

    private static void write(Path file, Consumer<PrintWriter> words) throws IOException {
        StringWriter text = new StringWriter();
        words.accept(new PrintWriter(text, true));
        StagedFiles.write(file, text.toString());
    }

    private void writeDuplicates(PrintWriter out) {
        Set<FaceGroup> exact = Set.copyOf(exploration.duplicates().exact());
        out.println("group,kind,origin,split,label");
        List<FaceGroup> groups = exploration.duplicates().all();
        for (int i = 0; i < groups.size(); i++) {
            String kind = exact.contains(groups.get(i)) ? "exact" : "near";
            for (int index : groups.get(i).members()) {
                LabeledFace face = exploration.faces().face(index);
                out.println(
                        String.join(
                                ",",
                                Integer.toString(i + 1),
                                kind,
                                quoted(face.origin()),
                                face.split().label(),
                                face.emotion().label()));
            }
        }
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
