package io.github.fer4j.video;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/** One person's face over time. */
final class FaceTrack {
    /** Below this likeness to how it looked when last detected, it is not the face any more. */
    private static final double LEAST_SIMILARITY = 0.45;

    /** How much of a face must lie in the picture. */
    private static final double LEAST_INSIDE = 0.6;

    private final long id;
    private final double bornAt;
    private final BoxFilter filter;
    private Optional<FacePatch> patch;
    private Optional<Landmarks> landmarks;
    private double confidence;
    private double seenAt;
    private double detectedAt;
    private double updatedAt;
    private int detections = 1;
    private boolean visible = true;

    FaceTrack(long id, DetectedFace face, Mat grey, double time) {
        this.id = id;
        this.bornAt = time;
        this.seenAt = time;
        this.detectedAt = time;
        this.updatedAt = time;
        this.confidence = face.confidence();
        this.landmarks = face.landmarks();
        Rectangle box = Rectangle.of(face.box());
        this.filter = new BoxFilter(box);
        this.patch = FacePatch.of(grey, box);
    }

    long id() {
        return id;
    }

    double bornAt() {
        return bornAt;
    }

    double seenAt() {
        return seenAt;
    }

    double detectedAt() {
        return detectedAt;
    }

    int detections() {
        return detections;
    }

    boolean visible() {
        return visible;
    }

    Rectangle box() {
        return filter.box();
    }

    double uncertainty() {
        return filter.uncertainty();
    }

    /** How alike the picture at a place is to this face as it was last detected, −1 to 1. */
    double similarity(Mat grey, Rectangle place) {
        Optional<FacePatch> there = FacePatch.of(grey, place);
        return patch.isPresent() && there.isPresent() ? patch.get().similarity(there.get()) : -1;
    }

    /** Follows the face from one frame to the next; it is lost where that cannot be done. */
    void follow(PatchFlow flow, Mat greyBefore, Mat grey, double time) {
        double seconds = time - updatedAt;
        if (seconds <= 0) {
            return;
        }
        updatedAt = time;
        Rectangle before = filter.box();
        Optional<PatchFlow.Movement> movement =
                visible ? flow.track(greyBefore, grey, before) : Optional.empty();
        if (movement.isPresent()) {
            Rectangle there = moved(before, movement.get());
            if (there.inside(grey.cols(), grey.rows()) >= LEAST_INSIDE
                    && similarity(grey, there) >= LEAST_SIMILARITY) {
                filter.move(movement.get(), seconds);
                landmarks = landmarks.map(points -> Faces.moved(points, before, movement.get()));
                seenAt = time;
                return;
            }
        }
        visible = false;
        filter.coast(seconds);
    }

    private static Rectangle moved(Rectangle box, PatchFlow.Movement movement) {
        return new Rectangle(
                box.centerX() + movement.dx(),
                box.centerY() + movement.dy(),
                box.width() * movement.scale(),
                box.height() * movement.scale());
    }

    /** The detector found the face. */
    void detected(DetectedFace face, Mat grey, double time) {
        filter.detected(Rectangle.of(face.box()));
        confidence = face.confidence();
        landmarks = face.landmarks();
        patch = FacePatch.of(grey, filter.box());
        detections++;
        visible = true;
        seenAt = time;
        detectedAt = time;
    }

    /** The face is hidden, or is not there. */
    void lose() {
        visible = false;
    }

    /** The face as the detector would have it, or empty if it has left the picture. */
    Optional<DetectedFace> face(int pictureWidth, int pictureHeight) {
        Optional<FaceBox> box = filter.box().clipped(pictureWidth, pictureHeight);
        return box.map(there -> new DetectedFace(there, confidence, landmarks));
    }
}
