package io.github.fer4j.examples.detection;

import io.github.fer4j.detect.FaceBox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which faces a person sees in which file. */
final class GroundTruth {
    /** Truth boxes are as narrow as a face, detectors' boxes may be square. */
    private static final double MIN_IOU = 0.35;

    /** How a detector's answer compares. */
    record Score(int found, int missed, int wrong) {
        Score plus(Score other) {
            return new Score(found + other.found, missed + other.missed, wrong + other.wrong);
        }
    }

    private record Face(FaceBox box, boolean counts) {}

    private final Map<String, List<Face>> faces = new LinkedHashMap<>();

    /** The development photos' faces. */
    static GroundTruth ofPhotos() throws IOException {
        try (InputStream in = GroundTruth.class.getResourceAsStream("faces.csv");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new GroundTruth(lines.lines().toList());
        }
    }

    static GroundTruth read(Path csv) throws IOException {
        return new GroundTruth(Files.readAllLines(csv));
    }

    private GroundTruth(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("#") || line.startsWith("file,") || line.isBlank()) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (cells.length != 6) {
                throw new IllegalArgumentException(
                        "'" + line + "': file,x,y,width,height,kind is accepted");
            }
            List<Face> inFile = faces.computeIfAbsent(cells[0], file -> new ArrayList<>());
            if (!cells[5].equals("none")) {
                inFile.add(new Face(box(cells), cells[5].equals("clear")));
            }
        }
    }

    private static FaceBox box(String[] cells) {
        return new FaceBox(
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Integer.parseInt(cells[3]),
                Integer.parseInt(cells[4]));
    }

    List<String> files() {
        return List.copyOf(faces.keySet());
    }

    /**
     * @param found boxes in a copy of the file
     * @param scale the copy's size to the file's
     */
    Score score(String file, List<FaceBox> found, double scale) {
        List<FaceBox> open = new ArrayList<>(found);
        int hits = 0;
        int missed = 0;
        for (Face face : faces.get(file)) {
            FaceBox truth = scaled(face.box, scale);
            FaceBox best = null;
            for (FaceBox box : open) {
                double iou = box.iou(truth);
                if (iou >= MIN_IOU && (best == null || iou > best.iou(truth))) {
                    best = box;
                }
            }
            if (best != null) {
                open.remove(best);
            }
            if (face.counts) {
                hits += best != null ? 1 : 0;
                missed += best == null ? 1 : 0;
            }
        }
        return new Score(hits, missed, open.size());
    }

    private static FaceBox scaled(FaceBox box, double scale) {
        return new FaceBox(
                (int) Math.round(box.x() * scale),
                (int) Math.round(box.y() * scale),
                Math.max(1, (int) Math.round(box.width() * scale)),
                Math.max(1, (int) Math.round(box.height() * scale)));
    }
}
