package io.github.fer4j.model.dataset;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads labelled faces, whatever form they come in, in the same order every time.
 *
 * <pre>{@code
 * FaceDataset faces = FaceReader.of(Path.of("fer2013.csv")).onProblem(System.err::println).read();
 * }</pre>
 *
 * Accepted are
 *
 * <ul>
 *   <li>{@code fer2013.csv} and {@code icml_face_data.csv}: a header that names the columns {@code
 *       emotion}, {@code pixels} and, where there are splits, {@code Usage}, in any order;
 *   <li>a folder for each class ({@code angry}, {@code Anger}, {@code 0_angry}, {@code 0}…), with
 *       folders for the splits above ({@code train}, {@code validation}, {@code PrivateTest}…) or
 *       without, holding pictures;
 *   <li>a {@code .zip} of such a tree or such a file;
 *   <li>two {@code .npy} arrays, or a folder that holds them: faces (uint8, or float of 0..1, −1..1
 *       or 0..255; N×48×48, N×48×48×1, N×48×48×3 or with channels first) and labels (numbers, or
 *       one-hot).
 * </ul>
 *
 * Faces of another size or number of channels are brought to the wanted one. A face that cannot be
 * used is reported and left out. Not thread-safe; every reading starts from the beginning.
 */
public final class FaceReader {
    private static final int USUAL_SIZE = 48;
    private static final int MOST_SIZE = 1024;

    private final Path data;
    private final Path npyLabels;
    private int height = USUAL_SIZE;
    private int width = USUAL_SIZE;
    private int channels = 1;
    private LabelOrder labels;
    private FerPlusVotes votes;
    private boolean dropNotFaces;
    private Consumer<? super DataProblem> onProblem = problem -> {};

    private FaceReader(Path data, Path npyLabels) {
        this.data = Objects.requireNonNull(data, "data");
        this.npyLabels = npyLabels;
    }

    /**
     * @param data a file or folder of one of the accepted forms; of two {@code .npy} files that of
     *     the faces, whose labels are looked for beside it
     * @return a reader for it
     */
    public static FaceReader of(Path data) {
        return new FaceReader(data, null);
    }

    /**
     * @param faces a {@code .npy} file of faces
     * @param labels the {@code .npy} file of their labels
     * @return a reader for both
     */
    public static FaceReader of(Path faces, Path labels) {
        return new FaceReader(faces, Objects.requireNonNull(labels, "labels"));
    }

    /**
     * @param height of the faces that are handed out, 1 to 1024; 48 if not said
     * @param width likewise
     * @return this reader
     */
    public FaceReader size(int height, int width) {
        if (height < 1 || width < 1 || height > MOST_SIZE || width > MOST_SIZE) {
            throw new IllegalArgumentException(
                    "size must be in 1..%d, was %dx%d".formatted(MOST_SIZE, height, width));
        }
        this.height = height;
        this.width = width;
        return this;
    }

    /**
     * @param channels of the faces that are handed out: 1 (grey, if not said) or 3 (red, green,
     *     blue)
     * @return this reader
     */
    public FaceReader channels(int channels) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels must be 1 or 3, was " + channels);
        }
        this.channels = channels;
        return this;
    }

    /**
     * Says which classes there are and what their numbers mean. Faces of other classes are reported
     * and left out. If not said, numbers are FER-2013's, and contempt, which has none there, is
     * taken where it has a name. Class folders that are numbered from 1 are read only if it is
     * said, since what the numbers mean differs from one data set to another.
     *
     * @param labels the classes
     * @return this reader
     */
    public FaceReader labels(LabelOrder labels) {
        this.labels = Objects.requireNonNull(labels, "labels");
        return this;
    }

    /**
     * Joins FER+'s votes, by FER-2013's rows: a line of a CSV file, a picture's name that is that
     * number ({@code 00017.png}, {@code fer0000017.png}), an array's row if it holds as many faces
     * as there are votes.
     *
     * <p>Lines of votes that cannot be used are reported at the beginning of every reading. Their
     * faces are not left out: they have no votes.
     *
     * @param votes the votes
     * @return this reader
     */
    public FaceReader votes(FerPlusVotes votes) {
        this.votes = Objects.requireNonNull(votes, "votes");
        return this;
    }

    /**
     * Leaves out what FER+ says to be no face; only where votes are joined.
     *
     * @param dropNotFaces whether to
     * @return this reader
     */
    public FaceReader dropNotFaces(boolean dropNotFaces) {
        this.dropNotFaces = dropNotFaces;
        return this;
    }

    /**
     * @param listener is told of every face that is left out because something is wrong with it, as
     *     soon as it is met; of every line of votes that cannot be used; and of class folders that
     *     are numbered from 1
     * @return this reader
     */
    public FaceReader onProblem(Consumer<? super DataProblem> listener) {
        this.onProblem = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Reads all faces, one at a time, in constant memory.
     *
     * @param consumer is handed each
     * @return how it went
     * @throws FerException if the data cannot be read, or hold no usable face; says what was looked
     *     for
     */
    public ReadSummary forEach(Consumer<? super LabeledFace> consumer) {
        FaceCollector collector =
                new FaceCollector(
                        new ClassReader(
                                labels == null ? LabelOrder.FER2013 : labels, labels != null),
                        new Pixels(new byte[0], height, width, channels),
                        Optional.ofNullable(votes),
                        dropNotFaces,
                        onProblem,
                        Objects.requireNonNull(consumer, "consumer"));
        if (votes != null) {
            votes.problems().forEach(collector::tell);
        }
        new DataFinder(data, Optional.ofNullable(npyLabels)).read(collector);
        return collector.summary(data);
    }

    /**
     * Reads all faces into memory: a byte a pixel and channel.
     *
     * @return the faces
     * @throws FerException as {@link #forEach} does
     */
    public FaceDataset read() {
        List<LabeledFace> faces = new ArrayList<>();
        ReadSummary summary = forEach(faces::add);
        return FaceDataset.of(faces, Optional.ofNullable(labels), summary);
    }
}
