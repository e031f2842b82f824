package io.github.fer4j.video;

/** One coordinate that moves: a Kalman filter of position and velocity. Time is in seconds. */
final class KalmanAxis {
    private final double accelerationNoise;
    private double position;
    private double velocity;
    private double positionVariance;
    private double covariance;
    private double velocityVariance;

    /**
     * @param position where it starts
     * @param variance how far off that may be, squared
     * @param velocityVariance how fast it may move at first, squared
     * @param accelerationNoise spectral density of the acceleration
     */
    KalmanAxis(
            double position, double variance, double velocityVariance, double accelerationNoise) {
        this.position = position;
        this.positionVariance = variance;
        this.velocityVariance = velocityVariance;
        this.accelerationNoise = accelerationNoise;
    }

    double position() {
        return position;
    }

    double velocity() {
        return velocity;
    }

    double positionVariance() {
        return positionVariance;
    }

    /** Lets time pass at constant velocity. */
    void predict(double seconds) {
        double dt = seconds;
        double q = accelerationNoise;
        position += velocity * dt;
        positionVariance += 2 * covariance * dt + velocityVariance * dt * dt + q * dt * dt * dt / 3;
        covariance += velocityVariance * dt + q * dt * dt / 2;
        velocityVariance += q * dt;
    }

    /**
     * Lets time pass while the movement itself is seen. The shift adds to the position, so its
     * error does too: seeing a movement never makes the position surer.
     */
    void shift(double shift, double shiftVariance, double seconds) {
        position += shift;
        positionVariance += shiftVariance;
        covariance = 0;
        velocityVariance += accelerationNoise * seconds;
        double measured = shift / seconds;
        double noise = 2 * shiftVariance / (seconds * seconds);
        double gain = velocityVariance / (velocityVariance + noise);
        velocity += gain * (measured - velocity);
        velocityVariance *= 1 - gain;
    }

    /** Takes in a measured position. */
    void update(double measured, double variance) {
        double sum = positionVariance + variance;
        double positionGain = positionVariance / sum;
        double velocityGain = covariance / sum;
        double innovation = measured - position;
        position += positionGain * innovation;
        velocity += velocityGain * innovation;
        velocityVariance -= velocityGain * covariance;
        covariance *= 1 - positionGain;
        positionVariance *= 1 - positionGain;
    }

    /** Starts again from a measured position; the velocity stays. */
    void reset(double measured, double variance) {
        position = measured;
        positionVariance = variance;
        covariance = 0;
    }

    void slow(double factor) {
        velocity *= factor;
    }
}
