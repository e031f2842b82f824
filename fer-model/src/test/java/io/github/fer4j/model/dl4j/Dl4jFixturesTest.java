package io.github.fer4j.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.Fixtures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that real Kerases wrote against what these answered. */
class Dl4jFixturesTest {
    private static final double TOLERANCE = 1e-4;

    static List<Fixtures.Row> shipped() {
        return usable(Fixtures.rows(Fixtures.shipped()));
    }

    private static List<Fixtures.Row> usable(List<Fixtures.Row> rows) {
        return rows.stream().filter(row -> row.expect().equals("ok")).toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void predict_shippedNetwork_answersAsKeras(Fixtures.Row row) {
        check(row);
    }

    @Test
    void predict_everyNetworkThatADeveloperHas_answersAsKeras() {
        List<String> refused = new ArrayList<>();
        for (Fixtures.Row row : usable(Fixtures.rows(Fixtures.all()))) {
            try {
                check(row);
            } catch (ModelFormatException e) {
                refused.add(row + ": " + e.getMessage());
            }
        }
        // Deeplearning4j can express all of them; what is refused from now on is a step back.
        assertThat(refused).isEmpty();
    }

    private static void check(Fixtures.Row row) {
        try (Dl4jNetwork network = Dl4jNetwork.load(row.read())) {
            List<Tensor> found = network.predict(Npy.read(row.folder().resolve("input.npy")));
            assertThat(found).hasSameSizeAs(row.outputs());
            for (int i = 0; i < found.size(); i++) {
                assertThat(difference(found.get(i), Npy.read(row.outputs().get(i))))
                        .as(row.toString())
                        .isLessThanOrEqualTo(TOLERANCE);
            }
        }
    }

    private static double difference(Tensor found, Tensor expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        double largest = 0;
        for (int i = 0; i < found.count(); i++) {
            double difference =
                    Math.abs(found.get(i) - expected.get(i))
                            / Math.max(1, Math.abs(expected.get(i)));
            // Not Math.max, which would let a NaN on either side pass or stop the comparison.
            largest = difference <= largest ? largest : difference;
        }
        return largest;
    }
}
