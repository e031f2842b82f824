package io.github.fer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.image.DecodedImage;
import io.github.fer4j.image.ImageDecoder;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.LabelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The detector and the network that come with fer, on the portrait that comes with it. */
class BundledRecognizerTest {
    private static EmotionRecognizer recognizer;
    private static byte[] portrait;

    @BeforeAll
    static void load() throws IOException {
        recognizer = EmotionRecognizer.create();
        try (InputStream stream =
                BundledRecognizerTest.class.getResourceAsStream("/astronaut.png")) {
            portrait = stream.readAllBytes();
        }
    }

    @AfterAll
    static void close() {
        recognizer.close();
    }

    @Test
    void analyze_portrait_findsOneHappyFace() {
        ImageAnalysis faces = recognizer.analyze(portrait);
        assertThat(faces).hasSize(1);
        assertThat(faces.get(0).box().iou(new FaceBox(170, 65, 110, 110))).isGreaterThan(0.5);
        assertThat(faces.get(0).emotions().dominant()).isEqualTo(Emotion.HAPPY);
        assertThat(faces.get(0).emotions().of(Emotion.HAPPY)).isGreaterThan(0.8);
    }

    @Test
    void analyze_portraitAsMatAndBufferedImage_givesTheSame() {
        ImageAnalysis expected = recognizer.analyze(portrait);
        try (DecodedImage image = ImageDecoder.create().decode(portrait)) {
            assertThat(recognizer.analyze(image.mat())).isEqualTo(expected);
            assertThat(recognizer.analyze(image.toBufferedImage())).isEqualTo(expected);
        }
    }

    @Test
    void analyze_eightThreadsAtOnce_giveTheAnswersOfOne() throws Exception {
        ImageAnalysis expected = recognizer.analyze(portrait);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<ImageAnalysis>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> recognizer.analyze(portrait));
            }
            for (Future<ImageAnalysis> answer : threads.invokeAll(calls)) {
                assertSame(answer.get(), expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void builder_labelsOfFerPlus_choosesTheNetworkOfEightClasses() {
        try (EmotionRecognizer ferPlus =
                EmotionRecognizer.builder().labels(LabelOrder.FER_PLUS).build()) {
            assertThat(ferPlus.spec().labels()).isEqualTo(LabelOrder.FER_PLUS);
            ImageAnalysis faces = ferPlus.analyze(portrait);
            assertThat(faces.get(0).emotions().asMap()).hasSize(8);
            assertThat(faces.get(0).emotions().dominant()).isEqualTo(Emotion.HAPPY);
        }
    }

    private static void assertSame(ImageAnalysis answer, ImageAnalysis expected) {
        assertThat(answer).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(answer.get(i).box()).isEqualTo(expected.get(i).box());
            for (Emotion emotion : Emotion.values()) {
                assertThat(answer.get(i).emotions().of(emotion))
                        .isCloseTo(expected.get(i).emotions().of(emotion), within(1e-6));
            }
        }
    }
}
