package io.github.fer4j.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Loads ONNX Runtime's own libraries, once. By itself ONNX Runtime unpacks 24 MB into a new
 * temporary folder at every start of a JVM, and leaves them there when the JVM is killed; here they
 * are unpacked once, into the cache where JavaCPP keeps OpenCV's.
 */
final class OnnxLibrary {
    /** Where ONNX Runtime looks for its libraries instead of unpacking them. */
    private static final String PATH = "onnxruntime.native.path";

    private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};

    private static boolean loaded;

    private OnnxLibrary() {}

    /** Returns once ONNX Runtime can be used. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        Optional<File> folder =
                System.getProperty(PATH) == null ? unpack(platform()) : Optional.empty();
        folder.ifPresent(path -> System.setProperty(PATH, path.toString()));
        try {
            OrtEnvironment.getEnvironment();
            loaded = true;
        } finally {
            if (folder.isPresent()) {
                System.clearProperty(PATH);
            }
        }
    }

    /**
     * @return the folder with the libraries; empty where ONNX Runtime had better see to it itself:
     *     a cache that cannot be written, an unknown platform, the variant for CUDA
     */
    private static Optional<File> unpack(String platform) {
        String folder = "/ai/onnxruntime/native/" + platform + "/";
        if (resource(folder, "onnxruntime_providers_shared") != null) {
            return Optional.empty();
        }
        File unpacked = null;
        for (String library : LIBRARIES) {
            URL resource = resource(folder, library);
            if (resource == null) {
                return Optional.empty();
            }
            try {
                unpacked = Loader.cacheResource(resource);
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
            if (unpacked == null) {
                return Optional.empty();
            }
        }
        return Optional.of(unpacked.getParentFile());
    }

    private static URL resource(String folder, String library) {
        return OrtEnvironment.class.getResource(folder + System.mapLibraryName(library));
    }

    /** The platform as ONNX Runtime's jar names it. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
        return os + "-" + (arm ? "aarch64" : "x64");
    }
}
