package io.github.fer4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class PatchFlowTest {
    @Test
    void track_headMovedAndGrown_answersTheMovementAndTheGrowth() {
        PatchFlow.Movement movement = movement(300, 180, 150, 309, 174, 157.5).orElseThrow();
        assertThat(movement.dx()).isCloseTo(9, within(1.0));
        assertThat(movement.dy()).isCloseTo(-6, within(1.0));
        assertThat(movement.scale()).isCloseTo(1.05, within(0.015));
    }

    @Test
    void track_sameFrame_answersNoMovement() {
        PatchFlow.Movement movement = movement(300, 180, 90, 300, 180, 90).orElseThrow();
        assertThat(movement.dx()).isCloseTo(0, within(0.05));
        assertThat(movement.scale()).isCloseTo(1, within(0.005));
    }

    @Test
    void track_faceOutsideThePicture_isNotSeen() {
        try (Astronaut astronaut = new Astronaut();
                Mat frame = astronaut.empty();
                Mat grey = new Mat();
                PatchFlow flow = new PatchFlow()) {
            opencv_imgproc.cvtColor(frame, grey, opencv_imgproc.COLOR_BGR2GRAY);
            assertThat(flow.track(grey, grey, new Rectangle(-500, -500, 80, 80))).isEmpty();
        }
    }

    private static Optional<PatchFlow.Movement> movement(
            double x0, double y0, double side0, double x1, double y1, double side1) {
        try (Astronaut astronaut = new Astronaut();
                Mat first = astronaut.empty();
                Mat second = astronaut.empty();
                Mat greyFirst = new Mat();
                Mat greySecond = new Mat();
                PatchFlow flow = new PatchFlow()) {
            astronaut.put(first, x0, y0, side0);
            astronaut.put(second, x1, y1, side1);
            opencv_imgproc.cvtColor(first, greyFirst, opencv_imgproc.COLOR_BGR2GRAY);
            opencv_imgproc.cvtColor(second, greySecond, opencv_imgproc.COLOR_BGR2GRAY);
            return flow.track(greyFirst, greySecond, Astronaut.face(x0, y0, side0));
        }
    }
}
