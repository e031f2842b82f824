package io.github.fer4j.model.dataset;

import java.io.IOException;
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

    /** What the faces of a chunk may take, at the size that is wanted. */
    private static final int CHUNK_BYTES = 8 << 20;

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
                source.paths().stream().filter(path -> !Litter.is(path)).sorted().toList();
        ClassFolders folders = ClassFolders.of(paths, sink);
        int most = Math.max(1, Math.min(CHUNK, CHUNK_BYTES / sink.faceBytes()));
        for (int start = 0; start < paths.size(); start += most) {
            List<String> chunk = paths.subList(start, Math.min(start + most, paths.size()));
            List<Outcome> outcomes =
                    IntStream.range(0, chunk.size())
                            .parallel()
                            .mapToObj(i -> read(source, folders, chunk.get(i)))
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

    private Outcome read(Source source, ClassFolders folders, String path) {
        Optional<ClassFolders.Place> place = folders.place(path);
        boolean picture = PictureDecoder.isPicture(path);
        if (place.isEmpty()) {
            return new Outcome(
                    null,
                    path,
                    picture
                            ? "no folder above it is named after a class; accepted are "
                                    + folders.accepted()
                            : null);
        }
        ClassFolders.Place is = place.get();
        if (!picture) {
            return new Outcome(null, path, "not a picture; " + PictureDecoder.ACCEPTED);
        }
        if (!sink.classes().accepts(is.emotion())) {
            return new Outcome(
                    null,
                    path,
                    "the class %s is not among %s"
                            .formatted(is.emotion().label(), sink.classes().numbers().labels()));
        }
        try {
            // Made small here: what waits for its turn must not be at full size.
            Pixels pixels = PictureDecoder.decode(source.read(path), sink::fit);
            return new Outcome(
                    new RawFace(pixels, is.emotion(), is.split(), path, ClassNames.row(path)),
                    path,
                    null);
        } catch (IOException e) {
            return new Outcome(null, path, String.valueOf(e.getMessage()));
        }
    }
}
