package io.github.fer4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks that real Kerases wrote against what these answered. */
class OnnxNetworkFixturesTest {
    private static final double TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> predict_shippedFixture_answersAsKeras() {
        return tests(Fixtures.shipped());
    }

    @TestFactory
    Stream<DynamicTest> predict_everyFixtureOfDevelopment_answersAsKeras() {
        return tests(Fixtures.all());
    }

    private static Stream<DynamicTest> tests(Path folder) {
        return Fixtures.rows(folder).stream()
                .filter(row -> row.expect().equals("ok"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
    }

    private static void check(Fixtures.Row row) {
        try (OnnxNetwork network = OnnxNetwork.load(row.read())) {
            List<Tensor> found = network.predict(Npy.read(row.folder().resolve("input.npy")));
            assertThat(found).hasSameSizeAs(row.outputs());
            for (int i = 0; i < found.size(); i++) {
                assertThat(difference(found.get(i), Npy.read(row.outputs().get(i))))
                        .isLessThan(TOLERANCE);
            }
        }
    }

    private static double difference(Tensor found, Tensor expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        double largest = 0;
        for (int i = 0; i < found.count(); i++) {
            double difference = Math.abs(found.get(i) - expected.get(i));
            largest = Math.max(largest, difference / Math.max(1, Math.abs(expected.get(i))));
        }
        return largest;
    }
}
