package io.github.fer4j.video;

/**
 * Where a face is and how it moves: a Kalman filter of the box's centre and of the logarithms of
 * its sides, as SORT has it, with time in seconds. Between detections the movement itself is
 * measured; when it cannot be, the box goes on at a speed that dies away.
 *
 * <p>Deviations are in parts of the face's side, so that they hold for every size of face and
 * frame. They were chosen on the moved faces of the project's own clip.
 */
final class BoxFilter {
    private static final double DETECTION_DEVIATION = 0.04;
    private static final double DRIFT_DEVIATION_PER_ROOT_SECOND = 0.12;
    private static final double SPEED_DEVIATION = 1.0;
    private static final double ACCELERATION_NOISE = 4.0;
    private static final double SIZE_SPEED_DEVIATION = 0.3;
    private static final double SIZE_ACCELERATION_NOISE = 0.5;

    /** In how many seconds of not being seen a face's speed falls to 1/e. */
    private static final double COASTING_SECONDS = 1.0;

    /** A detection so far from where the face was thought to be is taken as it is. */
    private static final double TRUSTED_IOU = 0.65;

    private final KalmanAxis x;
    private final KalmanAxis y;
    private final KalmanAxis logWidth;
    private final KalmanAxis logHeight;

    BoxFilter(Rectangle box) {
        double side = box.side();
        x = place(box.centerX(), side);
        y = place(box.centerY(), side);
        logWidth = size(box.width());
        logHeight = size(box.height());
    }

    private static KalmanAxis place(double position, double side) {
        return new KalmanAxis(
                position,
                square(DETECTION_DEVIATION * side),
                square(SPEED_DEVIATION * side),
                ACCELERATION_NOISE * side * side);
    }

    private static KalmanAxis size(double length) {
        return new KalmanAxis(
                Math.log(length),
                square(DETECTION_DEVIATION),
                square(SIZE_SPEED_DEVIATION),
                SIZE_ACCELERATION_NOISE);
    }

    Rectangle box() {
        return new Rectangle(
                x.position(),
                y.position(),
                Math.exp(logWidth.position()),
                Math.exp(logHeight.position()));
    }

    /** The face was not seen: it goes on as it went. */
    void coast(double seconds) {
        double factor = Math.exp(-seconds / COASTING_SECONDS);
        x.slow(factor);
        y.slow(factor);
        logWidth.slow(0);
        logHeight.slow(0);
        x.predict(seconds);
        y.predict(seconds);
    }

    /** The face was seen to move. */
    void move(PatchFlow.Movement movement, double seconds) {
        double side = box().side();
        double drift = square(DRIFT_DEVIATION_PER_ROOT_SECOND) * seconds;
        x.shift(movement.dx(), drift * side * side, seconds);
        y.shift(movement.dy(), drift * side * side, seconds);
        logWidth.shift(Math.log(movement.scale()), drift, seconds);
        logHeight.shift(Math.log(movement.scale()), drift, seconds);
    }

    /** The face was detected. */
    void detected(Rectangle found) {
        double side = found.side();
        double variance = square(DETECTION_DEVIATION);
        if (box().iou(found) < TRUSTED_IOU) {
            x.reset(found.centerX(), variance * side * side);
            y.reset(found.centerY(), variance * side * side);
            logWidth.reset(Math.log(found.width()), variance);
            logHeight.reset(Math.log(found.height()), variance);
        } else {
            x.update(found.centerX(), variance * side * side);
            y.update(found.centerY(), variance * side * side);
            logWidth.update(Math.log(found.width()), variance);
            logHeight.update(Math.log(found.height()), variance);
        }
    }

    /** How far the centre may be from where it is thought to be, one deviation, in pixels. */
    double uncertainty() {
        return Math.sqrt(Math.max(x.positionVariance(), y.positionVariance()));
    }

    private static double square(double value) {
        return value * value;
    }
}
