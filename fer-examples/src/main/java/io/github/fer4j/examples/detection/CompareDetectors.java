package io.github.fer4j.examples.detection;

import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.sun.management.OperatingSystemMXBean;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.HaarCascade;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries face detectors with many options: faces found and false ones against time. */
@Command(
        name = "CompareDetectors",
        sortOptions = false,
        description =
                "Tries every combination of the given options on photos whose faces are known and"
                        + " prints a table of faces found, false ones and time, fastest first.",
        footer = {
            "",
            "Ends with 0 if all photos were read, 1 if one cannot be; 2 for wrong usage."
        })
public final class CompareDetectors extends MainCommand {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Parameters(paramLabel = "FOLDER", description = "Where the photos are.")
    private Path folder;

    @Option(
            names = "--truth",
            paramLabel = "CSV",
            description =
                    "file,x,y,width,height,kind (clear, partial or none); by default the"
                            + " development photos'.")
    private Path truthFile;

    @Option(
            names = "--cascades",
            split = ",",
            defaultValue =
                    "FRONTAL_DEFAULT,FRONTAL_ALT,FRONTAL_ALT2,FRONTAL_ALT_TREE,LBP_FRONTAL,LBP_FRONTAL_IMPROVED",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<HaarCascade> cascades;

    @Option(
            names = "--scale-factors",
            split = ",",
            defaultValue = "1.2,1.3",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Double> scaleFactors;

    @Option(
            names = "--min-neighbors",
            split = ",",
            defaultValue = "3,5",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> minNeighbors;

    @Option(
            names = "--min-faces",
            split = ",",
            defaultValue = "24",
            description = "Smallest face in pixels. Default: ${DEFAULT-VALUE}.")
    private List<Integer> minFaces;

    @Option(
            names = "--min-shares",
            split = ",",
            defaultValue = "0,0.04",
            description = "Smallest face as a share of the longer side. Default: ${DEFAULT-VALUE}.")
    private List<Double> minShares;

    @Option(
            names = "--max-min-face",
            defaultValue = "68",
            description =
                    "No share asks for a smallest face above these pixels. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int maxMinFace;

    @Option(
            names = "--max-sides",
            split = ",",
            defaultValue = "0",
            description =
                    "Longer side of the copy that is looked at, 0 for the photo itself. Default:"
                            + " ${DEFAULT-VALUE}.")
    private List<Integer> maxSides;

    @Option(names = "--yunet", paramLabel = "ONNX", description = "Also tries this network.")
    private Path yuNet;

    @Option(
            names = "--yunet-sides",
            split = ",",
            defaultValue = "320,640,1280",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> yuNetSides;

    @Option(
            names = "--yunet-confidences",
            split = ",",
            defaultValue = "0.6",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<Double> yuNetConfidences;

    @Option(
            names = "--copies",
            split = ",",
            defaultValue = "1,0.8,0.6",
            description =
                    "Sizes of the copies of each photo in which faces are counted; time is that of"
                            + " the photo itself. Default: ${DEFAULT-VALUE}.")
    private List<Double> copies;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "The best of so many tries is the time. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    /** For {@link #main} and tests. */
    public CompareDetectors() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Launcher.launch(new CompareDetectors(), args);
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw usage("--rounds must be at least 1, was " + rounds);
        }
        GroundTruth truth =
                truthFile == null ? GroundTruth.ofPhotos() : GroundTruth.read(truthFile);
        List<Candidate> candidates = candidates();
        int failed = 0;
        try {
            for (String file : truth.files()) {
                try (Mat photo = imread(folder.resolve(file).toString())) {
                    if (photo.empty()) {
                        note("error: " + folder.resolve(file) + " is no picture that OpenCV reads");
                        failed++;
                        continue;
                    }
                    note(file);
                    count(candidates, truth, file, photo);
                    time(candidates, photo);
                }
            }
        } finally {
            candidates.forEach(Candidate::close);
        }
        print(candidates);
        return failed == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        all.add(Candidate.standard());
        for (HaarCascade cascade : cascades) {
            for (double scaleFactor : scaleFactors) {
                for (int neighbors : minNeighbors) {
                    for (int minFace : minFaces) {
                        for (double share : minShares) {
                            for (int side : maxSides) {
                                all.add(
                                        Candidate.haar(
                                                cascade,
                                                scaleFactor,
                                                neighbors,
                                                minFace,
                                                share,
                                                maxMinFace,
                                                side));
                            }
                        }
                    }
                }
            }
        }
        if (yuNet != null) {
            for (int side : yuNetSides) {
                for (double confidence : yuNetConfidences) {
                    all.add(Candidate.yuNet(yuNet, side, confidence));
                }
            }
        }
        return all;
    }

    private void count(List<Candidate> candidates, GroundTruth truth, String file, Mat photo) {
        for (double copy : copies) {
            try (Mat scaled = new Mat();
                    Size size =
                            new Size(
                                    (int) Math.round(photo.cols() * copy),
                                    (int) Math.round(photo.rows() * copy))) {
                resize(photo, scaled, size, 0, 0, INTER_AREA);
                for (Candidate candidate : candidates) {
                    List<DetectedFace> faces = candidate.detect(scaled);
                    candidate.add(
                            truth.score(
                                    file, faces.stream().map(DetectedFace::box).toList(), copy));
                }
            }
        }
    }

    /** One after the other in every round, so that what else the machine does hits all alike. */
    private void time(List<Candidate> candidates, Mat photo) {
        double[] best = new double[candidates.size()];
        double[] bestCpu = new double[candidates.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        Arrays.fill(bestCpu, Double.POSITIVE_INFINITY);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < best.length; i++) {
                long cpu = SYSTEM.getProcessCpuTime();
                long start = System.nanoTime();
                candidates.get(i).detect(photo);
                best[i] = Math.min(best[i], (System.nanoTime() - start) / 1e6);
                bestCpu[i] = Math.min(bestCpu[i], (SYSTEM.getProcessCpuTime() - cpu) / 1e6);
            }
        }
        for (int i = 0; i < best.length; i++) {
            candidates.get(i).took(best[i], bestCpu[i]);
        }
    }

    private void print(List<Candidate> candidates) {
        candidates.sort(Comparator.comparingDouble(Candidate::cpuMillis));
        if (!isJson()) {
            out().println(
                            "| cascade | scale factor | neighbours | faces from | looks at"
                                    + " | found | missed | false | ms | CPU ms |");
            out().println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        }
        for (Candidate candidate : candidates) {
            GroundTruth.Score score = candidate.score();
            if (isJson()) {
                jsonLines()
                        .write(
                                json -> {
                                    json.writeStringField("detector", candidate.name());
                                    json.writeNumberField("found", score.found());
                                    json.writeNumberField("missed", score.missed());
                                    json.writeNumberField("false", score.wrong());
                                    json.writeNumberField("millis", candidate.millis());
                                    json.writeNumberField("cpuMillis", candidate.cpuMillis());
                                });
            } else {
                out().println(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %d | %d | %d | %.0f | %.0f |",
                                        candidate.name(),
                                        score.found(),
                                        score.missed(),
                                        score.wrong(),
                                        candidate.millis(),
                                        candidate.cpuMillis()));
            }
        }
    }
}
