package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads pictures that lie in a folder for each class, with folders for the splits above, in a
 * directory or an archive. Folders above these do not matter, so a tree may be wrapped in another.
 */
final class TreeFaces {
    /** Decoded side by side, handed on in order. */
    private static final int CHUNK = 512;

    private final FaceSink sink;

    TreeFaces(FaceSink sink) {
        this.sink = sink;
    }

    /** Files by their paths, with {@code /} between folders. */
    interface Source {
        /** All paths. */
        List<String> paths() throws IOException;

        /** A file's bytes. */
        byte[] read(String path) throws IOException;
    }

    void read(Source source) throws IOException {
        List<String> paths =
                source.paths().stream().filter(path -> !isLitter(path)).sorted().toList();
        for (int start = 0; start < paths.size(); start += CHUNK) {
            List<String> chunk = paths.subList(start, Math.min(start + CHUNK, paths.size()));
            List<Outcome> outcomes =
                    IntStream.range(0, chunk.size())
                            .parallel()
                            .mapToObj(i -> read(source, chunk.get(i)))
                            .toList();
            for (Outcome outcome : outcomes) {
                outcome.handOn(sink);
            }
        }
    }

    /** Either a face, or what is wrong, or neither where a file does not claim to be a face. */
    private record Outcome(RawFace face, String path, String problem) {
        void handOn(FaceSink sink) {
            if (face != null) {
                sink.face(face);
            } else if (problem != null) {
                sink.problem(path, problem);
            }
        }
    }

    private Outcome read(Source source, String path) {
        String[] parts = path.split("/");
        List<String> folders = new ArrayList<>(Arrays.asList(parts).subList(0, parts.length - 1));
        int depth = classFolder(folders);
        boolean picture = PictureDecoder.isPicture(path);
        if (depth < 0) {
            return new Outcome(
                    null,
                    path,
                    picture
                            ? "no folder above it is named after a class; accepted are "
                                    + sink.classes().accepted()
                            : null);
        }
        Emotion emotion = emotion(folders.get(depth)).orElseThrow();
        if (!picture) {
            return new Outcome(null, path, "not a picture; " + PictureDecoder.ACCEPTED);
        }
        if (!sink.classes().accepts(emotion)) {
            return new Outcome(
                    null,
                    path,
                    "the class %s is not among %s"
                            .formatted(emotion.label(), sink.classes().numbers().labels()));
        }
        try {
            Pixels pixels = PictureDecoder.decode(source.read(path));
            Split split = split(folders.subList(0, depth));
            return new Outcome(
                    new RawFace(pixels, emotion, split, path, ClassNames.row(path)), path, null);
        } catch (IOException e) {
            return new Outcome(null, path, String.valueOf(e.getMessage()));
        }
    }

    /** The nearest folder with a class' name; a number counts only right above the picture. */
    private int classFolder(List<String> folders) {
        for (int i = folders.size() - 1; i >= 0; i--) {
            if (ClassNames.named(folders.get(i)).isPresent()) {
                return i;
            }
        }
        int last = folders.size() - 1;
        return last >= 0 && emotion(folders.get(last)).isPresent() ? last : -1;
    }

    private Optional<Emotion> emotion(String folder) {
        Optional<Emotion> named = ClassNames.named(folder);
        return named.isPresent() ? named : sink.classes().numbered(ClassNames.number(folder));
    }

    private static Split split(List<String> above) {
        for (int i = above.size() - 1; i >= 0; i--) {
            Optional<Split> split = Split.named(above.get(i));
            if (split.isPresent()) {
                return split.get();
            }
        }
        return Split.UNSPLIT;
    }

    /** What file managers and archivers leave behind. */
    private static boolean isLitter(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.startsWith(".")
                || name.equals("Thumbs.db")
                || name.equals("desktop.ini")
                || path.startsWith("__MACOSX/")
                || path.contains("/.");
    }
}
