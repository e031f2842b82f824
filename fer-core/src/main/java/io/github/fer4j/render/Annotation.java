package io.github.fer4j.render;

import io.github.fer4j.FaceResult;
import java.util.Optional;

/**
 * What is drawn for a face, and where.
 *
 * @param face the face
 * @param tag where its likeliest emotion is named
 * @param tagText what stands there
 * @param tagLettering how large
 * @param panel where its bars are, if there is room
 */
record Annotation(
        FaceResult face,
        Area tag,
        String tagText,
        Lettering tagLettering,
        Optional<BarPanel> panel) {}
