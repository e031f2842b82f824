package io.github.fer4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReshapingTest {
    /**
     * Whatever is said to work where it lies gives what moving, reshaping and moving back gives.
     */
    @Test
    void inPlace_randomShapesAndLayouts_keepsEveryValueInKerasOrder() {
        Random random = new Random(7);
        int inPlace = 0;
        for (int round = 0; round < 3000; round++) {
            List<Integer> factors = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                factors.add(1 + random.nextInt(4));
            }
            Shape from = grouped(random, factors);
            Shape to = grouped(random, factors);
            List<Integer> order = new ArrayList<>();
            for (int axis = 0; axis < from.rank(); axis++) {
                order.add(axis);
            }
            Collections.shuffle(order, random);
            Layout layout = Layout.of(order.stream().mapToInt(axis -> axis).toArray());

            Optional<Layout> result = Reshaping.inPlace(from, layout, to);

            if (result.isPresent()) {
                inPlace++;
                Tensor logical = Nets.counting(1, from.toArray());
                Tensor lying = Permutation.transpose(logical, axes(layout));
                Tensor reshaped = lying.reshape(result.get().physical(to));
                Tensor back = Permutation.transpose(reshaped, inverse(result.get()));
                assertThat(back)
                        .as("%s as %s to %s", from, layout, to)
                        .isEqualTo(logical.reshape(to));
            }
        }
        assertThat(inPlace).isGreaterThan(500);
    }

    @Test
    void inPlace_channelsSecondToTokens_needsNoMove() {
        assertThat(
                        Reshaping.inPlace(
                                Shape.of(-1, 4, 5, 6),
                                Layout.channelsSecond(4),
                                Shape.of(-1, 20, 6)))
                .contains(Layout.channelsSecond(3));
    }

    @Test
    void inPlace_channelsSecondToVector_needsAMove() {
        assertThat(
                        Reshaping.inPlace(
                                Shape.of(-1, 4, 5, 6), Layout.channelsSecond(4), Shape.of(-1, 120)))
                .isEmpty();
    }

    private static Shape grouped(Random random, List<Integer> factors) {
        List<Integer> sizes = new ArrayList<>();
        int product = 1;
        for (int factor : factors) {
            product *= factor;
            if (random.nextBoolean()) {
                sizes.add(product);
                product = 1;
            }
            if (random.nextInt(6) == 0) {
                sizes.add(1);
            }
        }
        sizes.add(product);
        return new Shape(sizes);
    }

    private static int[] axes(Layout layout) {
        int[] axes = new int[layout.rank()];
        for (int p = 0; p < axes.length; p++) {
            axes[p] = layout.axis(p);
        }
        return axes;
    }

    private static int[] inverse(Layout layout) {
        int[] axes = new int[layout.rank()];
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = layout.position(axis);
        }
        return axes;
    }
}
