package io.github.fer4j.examples;

import io.github.fer4j.AnalysisJson;
import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.ImageAnalysis;
import io.github.fer4j.detect.DetectorModelException;
import io.github.fer4j.examples.cli.ExitCodes;
import io.github.fer4j.examples.cli.FaceText;
import io.github.fer4j.examples.cli.FastStart;
import io.github.fer4j.examples.cli.Launcher;
import io.github.fer4j.examples.cli.MainCommand;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.image.ImageWriter;
import io.github.fer4j.model.FerException;
import io.github.fer4j.render.AnnotationRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the faces of pictures and says what each expresses. */
@Command(
        name = "AnalyzeImage",
        sortOptions = false,
        description = {
            "Finds the faces of pictures and says what each expresses.",
            "Without FILE: a picture that comes with fer, which is also written with its faces"
                    + " drawn in."
        },
        footer = {
            "",
            "Ends with 0 if every picture was analysed, 1 if some could not be, 2 for wrong usage."
        })
public final class AnalyzeImage extends MainCommand {
    @Parameters(paramLabel = "FILE", description = "Pictures.")
    private List<Path> pictures = new ArrayList<>();

    @Option(
            names = "--annotate",
            description =
                    "Also write each picture with its faces drawn in, as NAME-annotated.png into"
                            + " the working directory.")
    private boolean annotate;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where --annotate writes to; created if need be. Implies --annotate.")
    private Path directory;

    @Mixin private RecognizerOptions options;

    private Optional<AnnotatedFiles> annotated = Optional.empty();

    /** For {@link #main} and tests. */
    public AnalyzeImage() {}

    /**
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        FastStart.begin(args);
        Launcher.launch(new AnalyzeImage(), args);
    }

    @Override
    public Integer call() {
        boolean shipped = pictures.isEmpty();
        Path folder = directory == null ? Path.of("") : directory;
        if (annotate || shipped || directory != null) {
            annotated = Optional.of(new AnnotatedFiles(folder, pictures));
        }
        ImageDecoder decoder = openDecoder();
        try (EmotionRecognizer recognizer = openRecognizer()) {
            if (shipped) {
                return analyze(
                                recognizer,
                                ShippedPicture.NAME,
                                () -> decoder.decode(ShippedPicture.read()))
                        ? ExitCodes.DONE
                        : ExitCodes.FAILED;
            }
            int failed = 0;
            for (Path picture : pictures) {
                if (!analyze(recognizer, picture.toString(), () -> decoder.decode(picture))) {
                    failed++;
                }
            }
            return failed == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }

    private ImageDecoder openDecoder() {
        try {
            return options.decoder();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private EmotionRecognizer openRecognizer() {
        try {
            return options.open();
        } catch (DetectorModelException e) {
            throw new FerException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    /** One picture that fails does not end the rest, whatever the reason. */
    private boolean analyze(
            EmotionRecognizer recognizer, String name, Supplier<DecodedImage> decode) {
        try (DecodedImage image = decode.get()) {
            List<FaceResult> faces = recognizer.analyze(image.mat());
            ImageAnalysis analysis =
                    new ImageAnalysis(image.width(), image.height(), faces, image.warnings());
            Optional<Path> written = write(image, analysis, name);
            if (isJson()) {
                out().println(AnalysisJson.of(name, analysis));
                out().flush();
                written.ifPresent(file -> note("annotated picture: " + file));
            } else {
                FaceText.print(name, analysis, out());
                written.ifPresent(file -> out().println("  annotated picture: " + file));
                analysis.warnings().forEach(warning -> note("warning: " + name + ": " + warning));
            }
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            fail(name, e);
            return false;
        }
    }

    private Optional<Path> write(DecodedImage image, ImageAnalysis analysis, String name)
            throws IOException {
        if (annotated.isEmpty()) {
            return Optional.empty();
        }
        Path file = annotated.get().next(Path.of(name).getFileName().toString());
        try (Mat drawn = AnnotationRenderer.create().render(image.mat(), analysis)) {
            ImageWriter.write(drawn, file);
        }
        return Optional.of(file);
    }

    private void fail(String name, Throwable reason) {
        String message = Launcher.message(reason);
        if (isJson()) {
            out().println(AnalysisJson.ofError(name, message));
            out().flush();
        } else {
            note("error: " + (message.contains(name) ? message : name + ": " + message));
        }
    }
}
