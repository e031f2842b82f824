package io.github.fer4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 3, 5", "4, 7, 16", "2, 5, 17", "1, 40, 33"})
    void kernel_scaledByOutputAndInput_isWhatTwoLoopsGive(int window, int inputs, int outputs) {
        Tensor keras = Nets.counting(0.25, window, inputs, outputs);
        double[] byOutput = factors(outputs, 1);
        double[] byInput = factors(inputs, 3);
        Tensor found =
                Weight.kernel(keras, Shape.of(outputs, inputs, window))
                        .scaled(byOutput, inputs * window)
                        .scaled(byInput, window)
                        .toTensor();
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int w = 0; w < window; w++) {
                    float first = (float) (keras.get((w * inputs + i) * outputs + o) * byOutput[o]);
                    assertThat(found.get((o * inputs + i) * window + w))
                            .isEqualTo((float) (first * byInput[i]));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "200, 100"})
    void rows_scaled_areReordered(int rows, int width) {
        Tensor matrix = Nets.counting(1, rows, width);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = rows - 1 - i;
        }
        Tensor found = Weight.rows(matrix, order).scaled(factors(width, 2), 1).toTensor();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                assertThat(found.get(row * width + column))
                        .isEqualTo(
                                (float)
                                        (matrix.get((rows - 1 - row) * width + column)
                                                * factors(width, 2)[column]));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "20000, 1", "20000, 7"})
    void asIs_scaled_appliesEachFactorToItsRun(int count, int inner) {
        Tensor found = Weight.of(Nets.filled(1, count)).scaled(factors(5, 1), inner).toTensor();
        for (int i = 0; i < count; i++) {
            assertThat(found.get(i)).isEqualTo((float) factors(5, 1)[i / inner % 5]);
        }
    }

    private static double[] factors(int count, double first) {
        double[] factors = new double[count];
        for (int i = 0; i < count; i++) {
            factors[i] = first + i * 0.5;
        }
        return factors;
    }
}
