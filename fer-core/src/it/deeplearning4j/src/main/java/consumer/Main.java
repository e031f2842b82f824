package consumer;

import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.FaceResult;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.engine.Engine;
import java.nio.file.Path;
import java.util.List;

/** An application that adds Deeplearning4j to fer-core and has it run the network. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        List<FaceResult> faces = analyze(Engine.DEEPLEARNING4J, arguments[0]);
        List<FaceResult> expected = analyze(Engine.ONNX, arguments[0]);
        System.out.println(faces);
        if (faces.size() != 1 || expected.size() != 1) {
            throw new IllegalStateException("expected one face, found " + faces + ", " + expected);
        }
        for (Emotion emotion : Emotion.values()) {
            double difference =
                    faces.get(0).emotions().of(emotion) - expected.get(0).emotions().of(emotion);
            if (Math.abs(difference) > 1e-4) {
                throw new IllegalStateException("the engines differ: " + faces + ", " + expected);
            }
        }
    }

    private static List<FaceResult> analyze(Engine engine, String picture) {
        try (EmotionRecognizer recognizer = EmotionRecognizer.builder().engine(engine).build()) {
            return List.copyOf(recognizer.analyze(Path.of(picture)));
        }
    }
}
