package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Network;
import io.github.fer4j.model.Npy;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.util.List;
import java.util.Random;

/** What networks answer, by ONNX Runtime. */
final class TestAnswers {
    private static final double TOLERANCE = 1e-4;

    private TestAnswers() {}

    static void assertAnswersAsKeras(KerasModel model, Fixtures.Row row) {
        List<Tensor> found = answers(model, Npy.read(row.folder().resolve("input.npy")));
        assertClose(found, row.outputs().stream().map(Npy::read).toList());
    }

    static void assertSameAnswers(KerasModel model, List<KerasModel> others) {
        Shape shape = model.shape(model.inputs().get(0)).with(0, 5);
        Random random = new Random(3);
        float[] values = new float[(int) shape.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5 * random.nextFloat() - 2.5f;
        }
        Tensor input = Tensor.wrap(shape, values);
        List<Tensor> expected = answers(model, input);
        others.forEach(other -> assertClose(answers(other, input), expected));
    }

    private static List<Tensor> answers(KerasModel model, Tensor input) {
        try (Network network = OnnxNetwork.load(model)) {
            return network.predict(input);
        }
    }

    private static void assertClose(List<Tensor> found, List<Tensor> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).shape()).isEqualTo(expected.get(i).shape());
            for (int j = 0; j < found.get(i).count(); j++) {
                double value = expected.get(i).get(j);
                assertThat(Math.abs(found.get(i).get(j) - value) / Math.max(1, Math.abs(value)))
                        .isLessThan(TOLERANCE);
            }
        }
    }
}
