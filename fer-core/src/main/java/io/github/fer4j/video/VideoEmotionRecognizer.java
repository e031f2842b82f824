package io.github.fer4j.video;

import io.github.fer4j.EmotionRecognizer;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Finds the faces of a video, follows them from frame to frame, and says what each expresses, frame
 * by frame and calmed over time.
 *
 * <pre>{@code
 * try (EmotionRecognizer faces = EmotionRecognizer.create();
 *         FrameResults frames =
 *                 VideoEmotionRecognizer.over(faces).analyze(FrameSource.file(Path.of("clip.mp4")))) {
 *     while (frames.hasNext()) {
 *         FrameResult frame = frames.next();
 *         for (TrackedFace face : frame.faces()) {
 *             System.out.println(
 *                     frame.seconds() + " " + face.trackId() + " " + face.smoothed().dominant());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>The detector runs on key frames; in between faces are followed by their movement, so a frame
 * costs little more than the network's one run for all its faces. Reading, analysis and what the
 * caller does with a frame overlap; only a fixed number of frames is in memory.
 *
 * <p>Immutable and thread-safe. The recognizer underneath stays the caller's to close, after the
 * results.
 */
public final class VideoEmotionRecognizer {
    private final EmotionRecognizer recognizer;
    private final Options options;

    private VideoEmotionRecognizer(EmotionRecognizer recognizer, Options options) {
        this.recognizer = recognizer;
        this.options = options;
    }

    /**
     * @param recognizer finds and classifies faces; stays the caller's to close
     * @return a recognizer of videos with the default options, which {@link Builder} names
     */
    public static VideoEmotionRecognizer over(EmotionRecognizer recognizer) {
        return builder(recognizer).build();
    }

    /**
     * @param recognizer finds and classifies faces; stays the caller's to close
     * @return options, to be changed where the defaults do not fit
     */
    public static Builder builder(EmotionRecognizer recognizer) {
        return new Builder(recognizer);
    }

    /**
     * Starts to analyse. Each call has tracks and a pipeline of its own.
     *
     * @param source where the frames come from; closed with the results
     * @return a result for each frame, in order; to be closed
     */
    public FrameResults analyze(FrameSource source) {
        return new FrameResults(new FrameAnalyzer(recognizer, options), source, options);
    }

    /**
     * For frames that come one by one and are answered before the next one is there, as over a
     * network: nothing is read ahead and no thread is started.
     *
     * @return tracks of its own; to be closed
     */
    public FrameSession session() {
        return new FrameSession(new FrameAnalyzer(recognizer, options));
    }

    /** What was chosen. Times are in seconds. */
    record Options(
            double keyFrameSeconds,
            double occlusionSeconds,
            double smoothingSeconds,
            int every,
            OptionalDouble framesPerSecond) {}

    /** Options of a {@link VideoEmotionRecognizer}. */
    public static final class Builder {
        private final EmotionRecognizer recognizer;
        private Duration keyFrameInterval = Duration.ofMillis(330);
        private Duration occlusion = Duration.ofSeconds(2);
        private Duration smoothing = Duration.ofMillis(500);
        private int every = 1;
        private OptionalDouble framesPerSecond = OptionalDouble.empty();

        private Builder(EmotionRecognizer recognizer) {
            this.recognizer = Objects.requireNonNull(recognizer, "recognizer");
        }

        /**
         * @param interval how much time lies between two runs of the detector while all known faces
         *     are in view; it runs more often when one is lost and when there is none, and at once
         *     when the scene changes. {@link Duration#ZERO} runs it on every frame. 330 ms by
         *     default
         * @return this
         */
        public Builder keyFrameInterval(Duration interval) {
            keyFrameInterval = requireNotNegative(interval, "keyFrameInterval");
            return this;
        }

        /**
         * @param longest for how long a face that is hidden keeps its id; 2 s by default
         * @return this
         */
        public Builder occlusion(Duration longest) {
            occlusion = requireNotNegative(longest, "occlusion");
            return this;
        }

        /**
         * @param timeConstant over which time {@link TrackedFace#smoothed()} averages a steady
         *     expression; a clear change of expression passes six times as fast. {@link
         *     Duration#ZERO} answers with each frame's own scores. 500 ms by default
         * @return this
         */
        public Builder smoothing(Duration timeConstant) {
            smoothing = requireNotNegative(timeConstant, "smoothing");
            return this;
        }

        /**
         * @param n only every nth frame is analysed and answered, at least 1
         * @return this
         */
        public Builder every(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("every must be >= 1, was " + n);
            }
            every = n;
            return this;
        }

        /**
         * @param framesPerSecond at most so many frames a second are analysed and answered, above 0
         * @return this
         */
        public Builder fps(double framesPerSecond) {
            if (!(framesPerSecond > 0 && Double.isFinite(framesPerSecond))) {
                throw new IllegalArgumentException("fps must be > 0, was " + framesPerSecond);
            }
            this.framesPerSecond = OptionalDouble.of(framesPerSecond);
            return this;
        }

        /**
         * @return a recognizer of videos
         */
        public VideoEmotionRecognizer build() {
            return new VideoEmotionRecognizer(
                    recognizer,
                    new Options(
                            seconds(keyFrameInterval),
                            seconds(occlusion),
                            seconds(smoothing),
                            every,
                            framesPerSecond));
        }

        private static Duration requireNotNegative(Duration duration, String name) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(name + " must be >= 0, was " + duration);
            }
            return duration;
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }
}
