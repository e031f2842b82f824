package io.github.fer4j.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxLibraryTest {
    @TempDir private Path folder;

    @Test
    void load_freshJvm_unpacksNothingIntoTheTemporaryFolder() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        assertThat(run(temporary)).isEqualTo("loaded, property null");
        assertThat(filesBelow(temporary)).noneMatch(name -> name.contains("onnxruntime"));
    }

    @Test
    void load_cacheThatCannotBeWritten_loadsAllTheSame() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run(temporary, "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache")))
                .isEqualTo("loaded, property null");
    }

    private String run(Path temporary, String... options) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        Path out = folder.resolve("out.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out).strip();
    }

    private static List<String> filesBelow(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** What runs in a JVM of its own. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            OnnxLibrary.load();
            System.out.println("loaded, property " + System.getProperty("onnxruntime.native.path"));
            // The way of a killed process: nobody tidies up.
            Runtime.getRuntime().halt(0);
        }
    }
}
