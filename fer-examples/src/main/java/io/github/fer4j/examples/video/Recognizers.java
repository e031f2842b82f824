package io.github.fer4j.examples.video;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.detect.DetectorModelException;
import io.github.fer4j.examples.cli.RecognizerOptions;
import io.github.fer4j.model.FerException;
import io.github.fer4j.video.FrameSource;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/** Opens what analyses the frames of a source that is open already. */
final class Recognizers {
    private Recognizers() {}

    /**
     * @param options what the user chose
     * @param source closed if the recognizer cannot be opened
     * @param usage makes the exception for options that do not fit
     * @return the recognizer, to be closed
     */
    static EmotionRecognizer open(
            RecognizerOptions options,
            FrameSource source,
            Function<String, ParameterException> usage) {
        try {
            return options.open();
        } catch (RuntimeException | Error e) {
            source.close();
            if (e instanceof DetectorModelException) {
                throw new FerException(e.getMessage(), e);
            }
            if (e instanceof IllegalArgumentException) {
                throw usage.apply(e.getMessage());
            }
            throw e;
        }
    }
}
