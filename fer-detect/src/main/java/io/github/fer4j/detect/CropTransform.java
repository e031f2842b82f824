package io.github.fer4j.detect;

import io.github.fer4j.detect.Landmarks.Point;

/**
 * From a picture's pixels to a crop's: turned about the crop's centre, then scaled along each axis.
 *
 * @param centreX of the crop in the picture
 * @param centreY of the crop in the picture
 * @param cos of the angle by which the face is rolled, clockwise
 * @param sin of that angle
 * @param scaleX crop pixels per picture pixel across
 * @param scaleY crop pixels per picture pixel down
 * @param width of the crop
 * @param height of the crop
 */
record CropTransform(
        double centreX,
        double centreY,
        double cos,
        double sin,
        double scaleX,
        double scaleY,
        int width,
        int height) {
    Point toCrop(Point point) {
        double dx = point.x() - centreX;
        double dy = point.y() - centreY;
        return new Point(
                (cos * dx + sin * dy) * scaleX + width / 2.0,
                (cos * dy - sin * dx) * scaleY + height / 2.0);
    }

    Point toImage(Point point) {
        double u = (point.x() - width / 2.0) / scaleX;
        double v = (point.y() - height / 2.0) / scaleY;
        return new Point(centreX + cos * u - sin * v, centreY + sin * u + cos * v);
    }

    CropTransform resizedTo(int newWidth, int newHeight) {
        return new CropTransform(
                centreX,
                centreY,
                cos,
                sin,
                scaleX * newWidth / width,
                scaleY * newHeight / height,
                newWidth,
                newHeight);
    }
}
