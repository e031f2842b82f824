package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void solve_randomCosts_isAsCheapAsTheBestOfAllPermutations() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(5);
            int columns = 1 + random.nextInt(5);
            double[][] costs = new double[rows][columns];
            for (double[] row : costs) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextInt(4) == 0 ? Assignment.FORBIDDEN : random.nextDouble();
                }
            }
            int[] solved = Assignment.solve(costs);
            double cost = 0;
            boolean[] taken = new boolean[columns];
            for (int i = 0; i < rows; i++) {
                if (solved[i] >= 0) {
                    assertThat(taken[solved[i]]).isFalse();
                    taken[solved[i]] = true;
                    cost += costs[i][solved[i]];
                } else {
                    cost += Assignment.FORBIDDEN;
                }
            }
            assertThat(cost).isCloseTo(best(costs, 0, new boolean[columns]), within(1e-6));
        }
    }

    private static double best(double[][] costs, int row, boolean[] taken) {
        if (row == costs.length) {
            return 0;
        }
        double best = Assignment.FORBIDDEN + best(costs, row + 1, taken);
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j] && costs[row][j] < Assignment.FORBIDDEN) {
                taken[j] = true;
                best = Math.min(best, costs[row][j] + best(costs, row + 1, taken));
                taken[j] = false;
            }
        }
        return best;
    }

    @Test
    void solve_forbiddenPair_isLeftAlone() {
        assertThat(Assignment.solve(new double[][] {{Assignment.FORBIDDEN, 0.5}, {0.1, 0.2}}))
                .containsExactly(1, 0);
        assertThat(Assignment.solve(new double[][] {{Assignment.FORBIDDEN}})).containsExactly(-1);
    }

    @Test
    void solve_nobodyOrNothing_isEmptyOrUnassigned() {
        assertThat(Assignment.solve(new double[0][0])).isEmpty();
        assertThat(Assignment.solve(new double[2][0])).containsExactly(-1, -1);
    }
}
