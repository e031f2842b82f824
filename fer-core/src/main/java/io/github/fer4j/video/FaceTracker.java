package io.github.fer4j.video;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Detects faces on key frames and follows them in between. Not thread-safe.
 *
 * <p>A frame is a key frame when the interval is over, when a face is lost, and when the scene
 * changes. On it, what is detected and who is known are brought together by {@link Assignment}: a
 * face in view by how much the boxes overlap, a hidden one by how far it may have gone and how
 * alike it looks. What is left over is somebody new.
 */
final class FaceTracker implements AutoCloseable {
    /** A face in view is the one detected when their boxes overlap by this much, or more. */
    private static final double LEAST_IOU = 0.3;

    /** Two tracks with so much in common are of one face. */
    private static final double SAME_FACE_IOU = 0.5;

    /** A box that lies in a larger one by so much of itself shows a part of that face. */
    private static final double PART_OF_FACE_OVERLAP = 0.7;

    /** How far a hidden face may be from where it was expected, in sides of it, and per second. */
    private static final double REACH = 0.8;

    private static final double REACH_PER_SECOND = 1.5;
    private static final double FARTHEST_REACH = 3;
    private static final double LARGEST_GROWTH = 1.7;
    private static final double LEAST_LIKENESS = 0.35;

    /** For how long a face is followed that the detector does not find any more. */
    private static final double UNDETECTED_SECONDS = 2.0;

    /** The same for one that it found only once, perhaps by chance. */
    private static final double UNCONFIRMED_SECONDS = 0.5;

    /** For how long such a one may come back under its id once it is given up. */
    private static final double UNCONFIRMED_OCCLUSION_SECONDS = 0.7;

    /** How often a face that the last key frame missed is looked for around its place. */
    private static final double PROBE_SECONDS = 0.06;

    private static final double PROBED_REGION = 2.0;

    /** With nobody in view there is time to look more often. */
    private static final double IDLE_SHARE = 0.25;

    private static final double LOST_SHARE = 0.5;

    /** Thumbnails that differ by more, of 255, show different scenes. */
    private static final double SCENE_CHANGE = 30;

    private final Function<Mat, List<DetectedFace>> detector;
    private final double keyFrameSeconds;
    private final double occlusionSeconds;
    private final PatchFlow flow = new PatchFlow();
    private final Mat thumbnail = new Mat();
    private final Mat lastThumbnail = new Mat();
    private final Size thumbnailSize = new Size(32, 18);
    private final List<FaceTrack> tracks = new ArrayList<>();
    private Mat grey = new Mat();
    private Mat lastGrey = new Mat();
    private double lastKeyFrame = Double.NEGATIVE_INFINITY;
    private double lastProbe = Double.NEGATIVE_INFINITY;
    private double lastTime = Double.NEGATIVE_INFINITY;
    private long nextId = 1;
    private long keyFrames;

    /**
     * @param detector finds faces in a BGR picture
     * @param keyFrameSeconds how much time lies between two detections; 0 detects on every frame
     * @param occlusionSeconds for how long a face that is not seen keeps its id
     */
    FaceTracker(
            Function<Mat, List<DetectedFace>> detector,
            double keyFrameSeconds,
            double occlusionSeconds) {
        this.detector = detector;
        this.keyFrameSeconds = keyFrameSeconds;
        this.occlusionSeconds = occlusionSeconds;
    }

    /**
     * @param image the next frame, BGR
     * @param time when it is shown, in seconds; later than the one before
     * @return the faces in view, the longest known first
     */
    List<FaceTrack> update(Mat image, double time) {
        Mat free = lastGrey;
        lastGrey = grey;
        grey = free;
        toGrey(image);
        boolean comparable = sameSize(lastGrey, grey) && time > lastTime;
        boolean sceneChanged = sceneChanged();
        long inView = visibleCount();
        for (FaceTrack track : tracks) {
            if (comparable) {
                track.follow(flow, lastGrey, grey, time);
            } else {
                track.lose();
            }
        }
        separate();
        boolean someoneLost = visibleCount() < inView;
        if (sceneChanged || someoneLost || time - lastKeyFrame >= interval(time)) {
            detect(image, time);
        } else {
            probe(image, time);
        }
        forget(time);
        lastTime = time;
        return tracks.stream().filter(FaceTrack::visible).toList();
    }

    /**
     * @return on how many frames the detector ran
     */
    long keyFrames() {
        return keyFrames;
    }

    private long visibleCount() {
        return tracks.stream().filter(FaceTrack::visible).count();
    }

    /** Frames come at times that are not exact: half a millisecond is not to cost a frame. */
    private double interval(double time) {
        double share = 1;
        if (visibleCount() == 0) {
            share = IDLE_SHARE;
        } else if (tracks.stream().anyMatch(t -> !t.visible() && time - t.seenAt() < 1)) {
            share = LOST_SHARE;
        }
        return keyFrameSeconds * share - 5e-4;
    }

    private void toGrey(Mat image) {
        if (image.channels() == 1) {
            image.copyTo(grey);
        } else {
            opencv_imgproc.cvtColor(
                    image,
                    grey,
                    image.channels() == 4
                            ? opencv_imgproc.COLOR_BGRA2GRAY
                            : opencv_imgproc.COLOR_BGR2GRAY);
        }
    }

    private static boolean sameSize(Mat a, Mat b) {
        return a.cols() == b.cols() && a.rows() == b.rows();
    }

    private boolean sceneChanged() {
        // Nearest neighbours: the mean over 576 points says enough and costs nothing.
        opencv_imgproc.resize(grey, thumbnail, thumbnailSize, 0, 0, opencv_imgproc.INTER_NEAREST);
        boolean changed = lastThumbnail.empty();
        if (!changed) {
            opencv_core.absdiff(thumbnail, lastThumbnail, lastThumbnail);
            try (Scalar mean = opencv_core.mean(lastThumbnail);
                    DoublePointer values = new DoublePointer(mean)) {
                changed = values.get(0) > SCENE_CHANGE;
            }
        }
        thumbnail.copyTo(lastThumbnail);
        return changed;
    }

    /**
     * Of two tracks that ended up on one face, the one that looks less like it was hidden. Of two
     * that lie in each other, the one that the detector found less often is a mouth or an ear.
     */
    private void separate() {
        for (FaceTrack a : tracks) {
            for (FaceTrack b : tracks) {
                if (a.id() >= b.id() || !a.visible() || !b.visible()) {
                    continue;
                }
                if (a.box().iou(b.box()) > SAME_FACE_IOU) {
                    boolean keepFirst = a.similarity(grey, a.box()) >= b.similarity(grey, b.box());
                    (keepFirst ? b : a).lose();
                } else if (a.box().overlap(b.box()) > PART_OF_FACE_OVERLAP) {
                    (a.detections() >= b.detections() ? b : a).lose();
                }
            }
        }
    }

    private void detect(Mat image, double time) {
        keyFrames++;
        lastKeyFrame = time;
        List<DetectedFace> faces = detector.apply(image);
        double[][] costs = new double[tracks.size()][faces.size()];
        for (int i = 0; i < tracks.size(); i++) {
            for (int j = 0; j < faces.size(); j++) {
                costs[i][j] = cost(tracks.get(i), Rectangle.of(faces.get(j).box()), time);
            }
        }
        int[] faceOfTrack = Assignment.solve(costs);
        boolean[] taken = new boolean[faces.size()];
        for (int i = 0; i < faceOfTrack.length; i++) {
            if (faceOfTrack[i] >= 0) {
                taken[faceOfTrack[i]] = true;
                tracks.get(i).detected(faces.get(faceOfTrack[i]), grey, time);
            }
        }
        lastProbe = time;
        for (int j = 0; j < faces.size(); j++) {
            Rectangle box = Rectangle.of(faces.get(j).box());
            if (!taken[j]
                    && tracks.stream().noneMatch(t -> t.visible() && isPartOf(box, t.box()))) {
                tracks.add(new FaceTrack(nextId++, faces.get(j), grey, time));
            }
        }
    }

    private static boolean isPartOf(Rectangle found, Rectangle known) {
        return known.iou(found) > SAME_FACE_IOU
                || known.overlap(found) > PART_OF_FACE_OVERLAP && found.side() < known.side();
    }

    /** Detectors flicker: looks for the faces that the last key frame missed where they must be. */
    private void probe(Mat image, double time) {
        if (time - lastProbe < PROBE_SECONDS) {
            return;
        }
        lastProbe = time;
        for (FaceTrack track : tracks) {
            if (track.visible() && track.detectedAt() < lastKeyFrame) {
                probe(track, image, time);
            }
        }
    }

    private void probe(FaceTrack track, Mat image, double time) {
        Optional<FaceBox> region =
                track.box().scaled(PROBED_REGION).clipped(image.cols(), image.rows());
        if (region.isEmpty()) {
            return;
        }
        int left = region.get().x();
        int top = region.get().y();
        try (Rect rect = new Rect(left, top, region.get().width(), region.get().height());
                Mat view = new Mat(image, rect)) {
            detector.apply(view).stream()
                    .map(face -> Faces.ofWhole(face, left, top))
                    .filter(face -> Rectangle.of(face.box()).iou(track.box()) >= LEAST_IOU)
                    .max(
                            Comparator.comparingDouble(
                                    face -> Rectangle.of(face.box()).iou(track.box())))
                    .ifPresent(face -> track.detected(face, grey, time));
        }
    }

    /** 0 to 1 for a face in view, 1 to 2 for a hidden one: who is in view has the first claim. */
    private double cost(FaceTrack track, Rectangle found, double time) {
        Rectangle box = track.box();
        if (track.visible()) {
            double iou = box.iou(found);
            return iou >= LEAST_IOU ? 1 - iou : Assignment.FORBIDDEN;
        }
        double side = Math.max(box.side(), found.side());
        double growth = Math.max(box.side(), found.side()) / Math.min(box.side(), found.side());
        double reach = Math.min(FARTHEST_REACH, REACH + REACH_PER_SECOND * (time - track.seenAt()));
        double distance = box.centerDistance(found) / (reach * side);
        if (distance > 1 || growth > LARGEST_GROWTH) {
            return Assignment.FORBIDDEN;
        }
        double likeness = track.similarity(grey, found);
        if (likeness < LEAST_LIKENESS) {
            return Assignment.FORBIDDEN;
        }
        return 1 + (distance + 1 - likeness) / 2;
    }

    private void forget(double time) {
        for (FaceTrack track : tracks) {
            double longest = track.detections() == 1 ? UNCONFIRMED_SECONDS : UNDETECTED_SECONDS;
            if (time - track.detectedAt() > longest) {
                track.lose();
            }
        }
        tracks.removeIf(
                track -> {
                    boolean chance = track.detections() == 1;
                    double longest =
                            chance
                                    ? Math.min(UNCONFIRMED_OCCLUSION_SECONDS, occlusionSeconds)
                                    : occlusionSeconds;
                    return !track.visible() && time - track.seenAt() > longest;
                });
    }

    @Override
    public void close() {
        flow.close();
        thumbnail.close();
        lastThumbnail.close();
        thumbnailSize.close();
        grey.close();
        lastGrey.close();
    }
}
