package io.github.fer4j;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The faces of a picture, largest first; empty if it has none. Immutable. As a {@link List} it is
 * equal to another list of the same faces.
 */
public final class ImageAnalysis extends AbstractList<FaceResult> implements RandomAccess {
    private final int width;
    private final int height;
    private final List<FaceResult> faces;
    private final List<String> warnings;

    /**
     * @param width columns of the upright picture, at least 1
     * @param height rows of the upright picture, at least 1
     * @param faces its faces; copied
     * @param warnings what is wrong with the picture's file; copied
     */
    public ImageAnalysis(int width, int height, List<FaceResult> faces, List<String> warnings) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a picture must be at least 1x1, was " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.faces = List.copyOf(faces);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * @return columns of the picture as seen upright; the faces' boxes refer to it
     */
    public int width() {
        return width;
    }

    /**
     * @return rows of the picture as seen upright
     */
    public int height() {
        return height;
    }

    /**
     * @return what is wrong with the picture's file, if it was answered all the same, as with
     *     {@link io.github.fer4j.image.TruncatedImages#ACCEPT}; usually empty
     */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public FaceResult get(int index) {
        return faces.get(index);
    }

    @Override
    public int size() {
        return faces.size();
    }
}
