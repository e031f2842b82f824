package consumer;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** An application whose only dependency is fer-core. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try (EmotionRecognizer recognizer = EmotionRecognizer.create()) {
            List<FaceResult> faces = recognizer.analyze(Path.of(arguments[0]));
            for (FaceResult face : faces) {
                System.out.println(face.box() + " " + face.emotions().dominant());
            }
            if (faces.size() != 1 || faces.get(0).emotions().dominant() != Emotion.HAPPY) {
                throw new IllegalStateException("expected one happy face, found " + faces);
            }
        }
        requireHelpWithoutDeeplearning4j();
    }

    private static void requireHelpWithoutDeeplearning4j() {
        try (EmotionRecognizer recognizer =
                EmotionRecognizer.builder().engine(Engine.DEEPLEARNING4J).build()) {
            throw new AssertionError("Deeplearning4j is not among the dependencies");
        } catch (IllegalStateException e) {
            String message = e.getMessage();
            if (!message.contains("org.deeplearning4j:deeplearning4j-modelimport")
                    || !message.contains("org.nd4j:nd4j-native-platform")) {
                throw e;
            }
            System.out.println(message);
        }
    }
}
