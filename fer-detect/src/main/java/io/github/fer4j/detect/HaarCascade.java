package io.github.fer4j.detect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_objdetect;

/**
 * The face cascades that OpenCV's jar brings. The first four and {@link #PROFILE} look at Haar
 * features, the others at local binary patterns (LBP), which is faster and finds less.
 */
public enum HaarCascade {
    /** 25 stages of stumps, 24×24 pixels. */
    FRONTAL_DEFAULT("haarcascades/haarcascade_frontalface_default.xml"),
    /** 22 stages of stumps, 20×20 pixels. */
    FRONTAL_ALT("haarcascades/haarcascade_frontalface_alt.xml"),
    /** 20 stages of trees with two splits, 20×20 pixels. */
    FRONTAL_ALT2("haarcascades/haarcascade_frontalface_alt2.xml"),
    /** 47 stages in a tree, 20×20 pixels: few false faces, misses many. */
    FRONTAL_ALT_TREE("haarcascades/haarcascade_frontalface_alt_tree.xml"),
    /** Faces seen from the side, looking to the picture's left, 20×20 pixels. */
    PROFILE("haarcascades/haarcascade_profileface.xml"),
    /** LBP, 20 stages, 24×24 pixels. */
    LBP_FRONTAL("lbpcascades/lbpcascade_frontalface.xml"),
    /** LBP, 19 stages, 45×45 pixels. Its boxes hold brows to mouth, two thirds of the others'. */
    LBP_FRONTAL_IMPROVED("lbpcascades/lbpcascade_frontalface_improved.xml"),
    /** LBP, faces seen from the side, 20×34 pixels. */
    LBP_PROFILE("lbpcascades/lbpcascade_profileface.xml");

    private final String resource;

    HaarCascade(String resource) {
        this.resource = resource;
    }

    /**
     * Unpacks the cascade into JavaCPP's cache unless it is there.
     *
     * @throws IllegalStateException if the opencv jar of this platform is missing or the cache
     *     cannot be written
     */
    Path file() {
        String extension = Loader.loadProperties().getProperty("platform.extension", "");
        String platform = Loader.getPlatform() + extension;
        String name = "/org/bytedeco/opencv/" + platform + "/share/opencv4/" + resource;
        File file;
        try {
            file = Loader.cacheResource(opencv_objdetect.class, name);
        } catch (IOException e) {
            throw new IllegalStateException("cannot unpack " + name + " of the opencv jar", e);
        }
        if (file == null) {
            throw new IllegalStateException(
                    name + " not found: org.bytedeco:opencv needs its jar for " + platform);
        }
        return file.toPath();
    }
}
