package io.github.fer4j.examples.cli;

/**
 * Shortens the time to the first face; docs/startup.md says by how much. For mains only: it sets a
 * property of the whole JVM.
 */
public final class FastStart {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private FastStart() {}

    /**
     * Keeps JavaCPP from looking for OpenCV's variant for CUDA. To be called before anything of
     * OpenCV. Without it two dozen libraries of CUDA are looked for in every jar of the class path,
     * in vain; who has that variant there says {@code
     * -Dorg.bytedeco.javacpp.platform.extension=-gpu}.
     */
    public static void begin() {
        if (System.getProperty(EXTENSION) == null) {
            System.setProperty(EXTENSION, "");
        }
    }
}
