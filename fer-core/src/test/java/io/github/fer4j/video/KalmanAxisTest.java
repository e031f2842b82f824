package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KalmanAxisTest {
    @Test
    void update_noisyConstantSpeed_findsSpeedAndPlaceBetterThanTheMeasurements() {
        KalmanAxis axis = new KalmanAxis(0, 100, 1e4, 1);
        Random random = new Random(1);
        double squares = 0;
        int counted = 0;
        for (int i = 1; i <= 300; i++) {
            double truth = 60.0 * i / 30;
            axis.predict(1.0 / 30);
            axis.update(truth + 5 * random.nextGaussian(), 25);
            if (i > 60) {
                squares += Math.pow(axis.position() - truth, 2);
                counted++;
            }
        }
        assertThat(Math.sqrt(squares / counted)).isLessThan(2.5);
        assertThat(axis.velocity()).isCloseTo(60, within(5.0));
    }

    @Test
    void shift_movementSeen_growsTheDoubtAndLearnsTheSpeed() {
        KalmanAxis axis = new KalmanAxis(10, 1, 100, 1);
        for (int i = 0; i < 30; i++) {
            axis.shift(2, 0.01, 1.0 / 30);
        }
        assertThat(axis.position()).isCloseTo(70, within(1e-9));
        assertThat(axis.positionVariance()).isCloseTo(1.3, within(1e-9));
        assertThat(axis.velocity()).isCloseTo(60, within(3.0));
    }

    @Test
    void predict_twoHalfSteps_areOneWholeStep() {
        KalmanAxis whole = new KalmanAxis(0, 1, 4, 2);
        KalmanAxis halves = new KalmanAxis(0, 1, 4, 2);
        for (KalmanAxis axis : new KalmanAxis[] {whole, halves}) {
            axis.predict(0.1);
            axis.update(1, 0.5);
        }
        whole.predict(0.2);
        halves.predict(0.1);
        halves.predict(0.1);
        assertThat(halves.position()).isCloseTo(whole.position(), within(1e-12));
        assertThat(halves.positionVariance()).isCloseTo(whole.positionVariance(), within(1e-12));
    }
}
