package io.github.fer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void between_smallExpectedValues_isAbsolute() {
        Difference difference = difference(of(0.5f, 0.25f), of(0.5f, 0.5f));
        assertThat(difference).isEqualTo(new Difference(0.25, 1));
    }

    @Test
    void between_largeExpectedValues_isRelativeToThem() {
        assertThat(difference(of(99, 0), of(100, 0)).largest()).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void between_nanOnOneSide_isNeverAccepted() {
        Difference difference = difference(of(1, Float.NaN), of(1, 2));
        assertThat(difference.largest()).isNaN();
        assertThat(difference.isWithin(Double.MAX_VALUE)).isFalse();
        assertThat(difference(of(1, 2), of(1, Float.NaN)).isWithin(1)).isFalse();
        assertThat(difference(of(1, 2), of(1, Float.POSITIVE_INFINITY)).isWithin(1)).isFalse();
    }

    @Test
    void between_sameNonFiniteValues_areEqual() {
        assertThat(difference(of(Float.NaN, 0), of(Float.NaN, 0)).largest()).isZero();
    }

    @Test
    void between_otherShapes_namesBoth() {
        Tensor answer = Tensor.of(Shape.of(2, 1), 1, 2);
        assertThatThrownBy(() -> Difference.between(answer, of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(2, 1)", "(2,)");
    }

    @Test
    void toString_isReadByPrograms() {
        assertThat(new Difference(3.14e-7, 0)).hasToString("3.1e-07");
    }

    private static Difference difference(Tensor answer, Tensor expected) {
        return Difference.between(answer, expected);
    }

    private static Tensor of(float... values) {
        return Tensor.of(Shape.of(values.length), values);
    }
}
