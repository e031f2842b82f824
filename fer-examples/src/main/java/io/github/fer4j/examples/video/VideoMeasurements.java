package io.github.fer4j.examples.video;

import com.sun.management.OperatingSystemMXBean;
import io.github.fer4j.EmotionRecognizer;
import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.model.Emotion;
import io.github.fer4j.video.FrameResult;
import io.github.fer4j.video.FrameResults;
import io.github.fer4j.video.FrameSource;
import io.github.fer4j.video.SourceInfo;
import io.github.fer4j.video.TrackedFace;
import io.github.fer4j.video.VideoEmotionRecognizer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.opencv.opencv_core.Mat;

/** What {@link MeasureVideo} measures. */
final class VideoMeasurements {
    private static final double AGREEMENT_IOU = 0.6;
    private static final double TRUTH_IOU = 0.5;

    record Agreement(
            long frames,
            long detected,
            long found,
            long answered,
            long persons,
            long keyFrames,
            long rawChanges,
            long smoothedChanges) {}

    record Identity(
            long truth,
            long found,
            double meanIou,
            long switches,
            long numbers,
            long falseFaces,
            long rawChanges,
            long smoothedChanges) {}

    record Speed(
            double median, double lowest, double highest, double cpuMillis, double everyFrame) {}

    record Live(
            double answeredRate,
            long dropped,
            double medianMillis,
            double slowMillis,
            double worstMillis) {}

    private final EmotionRecognizer recognizer;
    private final VideoEmotionRecognizer video;

    VideoMeasurements(EmotionRecognizer recognizer) {
        this.recognizer = recognizer;
        this.video = VideoEmotionRecognizer.over(recognizer);
    }

    /** Do the faces that the detector finds on each frame by itself have a tracked one? */
    Agreement agreement(Path clip) {
        List<List<FaceBox>> detected = new ArrayList<>();
        try (FrameSource source = FrameSource.file(clip);
                Mat image = new Mat()) {
            while (source.grab()) {
                source.retrieve(image);
                detected.add(recognizer.detect(image).stream().map(DetectedFace::box).toList());
            }
        }
        LabelChanges changes = new LabelChanges();
        long frames = 0;
        long all = 0;
        long found = 0;
        long answered = 0;
        Set<Long> persons = new HashSet<>();
        try (FrameResults results = video.analyze(FrameSource.file(clip))) {
            while (results.hasNext()) {
                FrameResult frame = results.next();
                frames++;
                answered += frame.faces().size();
                frame.faces().forEach(face -> persons.add(face.trackId()));
                changes.add(frame);
                for (FaceBox box : detected.get((int) frame.index())) {
                    all++;
                    if (frame.faces().stream()
                            .anyMatch(face -> face.face().box().iou(box) >= AGREEMENT_IOU)) {
                        found++;
                    }
                }
            }
            return new Agreement(
                    frames,
                    all,
                    found,
                    answered,
                    persons.size(),
                    results.keyFrames(),
                    changes.raw,
                    changes.smoothed);
        }
    }

    /** Does each person of a made clip keep its number? */
    Identity identity(MadeClip clip, Path file) {
        LabelChanges changes = new LabelChanges();
        Map<Integer, Long> numberOfPerson = new HashMap<>();
        Set<Long> numbers = new HashSet<>();
        long truths = 0;
        long found = 0;
        long switches = 0;
        long falseFaces = 0;
        double iou = 0;
        try (FrameResults results = video.analyze(FrameSource.file(file))) {
            while (results.hasNext()) {
                FrameResult frame = results.next();
                changes.add(frame);
                Set<Long> used = new HashSet<>();
                frame.faces().forEach(face -> numbers.add(face.trackId()));
                List<MadeClip.Truth> all = clip.truth(frame.index());
                for (MadeClip.Truth truth : all) {
                    if (truth.face().isEmpty()) {
                        continue;
                    }
                    truths++;
                    FaceBox box = truth.face().get();
                    Optional<TrackedFace> best =
                            frame.faces().stream()
                                    .max(Comparator.comparingDouble(f -> f.face().box().iou(box)));
                    if (best.isPresent() && best.get().face().box().iou(box) >= TRUTH_IOU) {
                        found++;
                        iou += best.get().face().box().iou(box);
                        used.add(best.get().trackId());
                        Long before = numberOfPerson.put(truth.person(), best.get().trackId());
                        if (before != null && before != best.get().trackId()) {
                            switches++;
                        }
                    }
                }
                boolean someoneHidden = all.stream().anyMatch(truth -> truth.face().isEmpty());
                if (!someoneHidden) {
                    falseFaces += frame.faces().size() - used.size();
                }
            }
        }
        return new Identity(
                truths,
                found,
                found == 0 ? 0 : iou / found,
                switches,
                numbers.size(),
                falseFaces,
                changes.raw,
                changes.smoothed);
    }

    Speed speed(Path clip, int rounds) {
        double[] rates = new double[rounds];
        double[] cpu = new double[rounds];
        pass(video, clip);
        for (int i = 0; i < rounds; i++) {
            long cpuBefore = cpuNanos();
            long before = System.nanoTime();
            long frames = pass(video, clip);
            rates[i] = frames / ((System.nanoTime() - before) / 1e9);
            cpu[i] = (cpuNanos() - cpuBefore) / 1e6 / frames;
        }
        Arrays.sort(rates);
        Arrays.sort(cpu);
        VideoEmotionRecognizer everyFrame =
                VideoEmotionRecognizer.builder(recognizer).keyFrameInterval(Duration.ZERO).build();
        long before = System.nanoTime();
        long frames = pass(everyFrame, clip);
        return new Speed(
                rates[rounds / 2],
                rates[0],
                rates[rounds - 1],
                cpu[rounds / 2],
                frames / ((System.nanoTime() - before) / 1e9));
    }

    private static long pass(VideoEmotionRecognizer video, Path clip) {
        long frames = 0;
        try (FrameResults results = video.analyze(FrameSource.file(clip))) {
            while (results.hasNext()) {
                results.next();
                frames++;
            }
        }
        return frames;
    }

    /** Plays a file as a camera would, at a rate of one's own. */
    Live live(Path clip, double rate) {
        LiveStatistics statistics = new LiveStatistics();
        double worst = 0;
        try (FrameResults results =
                video.analyze(FrameSource.live(new Retimed(FrameSource.file(clip), rate)))) {
            while (results.hasNext()) {
                results.next();
                Duration latency = results.latency();
                worst = Math.max(worst, latency.toNanos() / 1e6);
                statistics.add(latency, System.nanoTime());
            }
            return new Live(
                    statistics.meanRate(),
                    results.droppedFrames(),
                    statistics.latencyMillis(0.5),
                    statistics.latencyMillis(0.99),
                    worst);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** How often each person's likeliest emotion changes from one frame to the next. */
    private static final class LabelChanges {
        private final Map<Long, Emotion> lastRaw = new HashMap<>();
        private final Map<Long, Emotion> lastSmoothed = new HashMap<>();
        private long raw;
        private long smoothed;

        void add(FrameResult frame) {
            for (TrackedFace face : frame.faces()) {
                raw += changed(lastRaw, face.trackId(), face.face().emotions().dominant());
                smoothed += changed(lastSmoothed, face.trackId(), face.smoothed().dominant());
            }
        }

        private static int changed(Map<Long, Emotion> last, long id, Emotion now) {
            Emotion before = last.put(id, now);
            return before != null && before != now ? 1 : 0;
        }
    }

    /** The frames of a source at another rate. */
    private static final class Retimed implements FrameSource {
        private final FrameSource source;
        private final double rate;
        private long index = -1;

        private Retimed(FrameSource source, double rate) {
            this.source = source;
            this.rate = rate;
        }

        @Override
        public boolean grab() {
            index++;
            return source.grab();
        }

        @Override
        public Duration timestamp() {
            return Duration.ofNanos(Math.round(index * 1e9 / rate));
        }

        @Override
        public void retrieve(Mat target) {
            source.retrieve(target);
        }

        @Override
        public SourceInfo info() {
            return source.info();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
