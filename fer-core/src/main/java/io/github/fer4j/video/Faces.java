package io.github.fer4j.video;

import io.github.fer4j.detect.DetectedFace;
import io.github.fer4j.detect.FaceBox;
import io.github.fer4j.detect.Landmarks;
import java.util.function.UnaryOperator;

/** Faces at another place. */
final class Faces {
    private Faces() {}

    /** A face of a part of a picture as a face of the whole, whose part begins at a point. */
    static DetectedFace ofWhole(DetectedFace face, int left, int top) {
        FaceBox box = face.box();
        return new DetectedFace(
                new FaceBox(box.x() + left, box.y() + top, box.width(), box.height()),
                face.confidence(),
                face.landmarks()
                        .map(
                                points ->
                                        map(
                                                points,
                                                p ->
                                                        new Landmarks.Point(
                                                                p.x() + left, p.y() + top))));
    }

    /** The points of a face whose box moved and grew. */
    static Landmarks moved(Landmarks points, Rectangle box, PatchFlow.Movement movement) {
        double x = box.centerX();
        double y = box.centerY();
        double scale = movement.scale();
        return map(
                points,
                p ->
                        new Landmarks.Point(
                                x + movement.dx() + (p.x() - x) * scale,
                                y + movement.dy() + (p.y() - y) * scale));
    }

    private static Landmarks map(Landmarks points, UnaryOperator<Landmarks.Point> place) {
        return new Landmarks(
                place.apply(points.leftEye()),
                place.apply(points.rightEye()),
                place.apply(points.nose()),
                place.apply(points.leftMouthCorner()),
                place.apply(points.rightMouthCorner()));
    }
}
