package io.github.fer4j.model.dataset;

import io.github.fer4j.model.Emotion;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What the folders above a picture say about it. */
final class ClassFolders {
    private final ClassReader classes;

    /** The number of the first class. */
    private final int first;

    private ClassFolders(ClassReader classes, int first) {
        this.classes = classes;
        this.first = first;
    }

    /**
     * Finds out whether numbered folders begin at 0 or at 1.
     *
     * @param paths of all files
     * @param sink is told if they begin at 1
     * @throws FerException if they do and nobody said what the numbers mean
     */
    static ClassFolders of(List<String> paths, FaceSink sink) {
        ClassReader classes = sink.classes();
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String path : paths) {
            List<String> above = above(path);
            if (PictureDecoder.isPicture(path) && !above.isEmpty() && named(above) < 0) {
                numbers.add(ClassNames.number(above.get(above.size() - 1)));
            }
        }
        numbers.remove(-1);
        int count = numbers.size();
        boolean fromOne = count > 0 && numbers.first() == 1 && numbers.last() == count;
        if (!fromOne || !sizes(classes).contains(count)) {
            return new ClassFolders(classes, 0);
        }
        if (!classes.onlyThese()) {
            // RAF-DB's 1 is surprise: FER-2013's order would be a guess, and a silent one.
            throw new FerException(
                    ("the class folders are numbered 1..%d, which does not say what the numbers"
                                    + " mean: FER-2013's are 0..%d (%s), and RAF-DB's from 1 are in"
                                    + " another order. Say which classes there are, in the"
                                    + " folders' order, or name the folders after them")
                            .formatted(
                                    count,
                                    classes.numbers().size() - 1,
                                    String.join(", ", classes.numbers().labels())));
        }
        sink.note(
                "the folders 1 to " + count,
                "the class folders are numbered from 1, not from 0; they are read as "
                        + IntStream.range(0, count)
                                .mapToObj(i -> i + 1 + " " + classes.numbers().labels().get(i))
                                .toList());
        return new ClassFolders(classes, 1);
    }

    /** How many folders are all classes. */
    private static List<Integer> sizes(ClassReader classes) {
        return classes.onlyThese()
                ? List.of(classes.numbers().size())
                : List.of(classes.numbers().size(), LabelOrder.FER_PLUS.size());
    }

    /** The class of a picture and what it is for. */
    record Place(Emotion emotion, Split split) {}

    /** The nearest folder with a class' name; a number counts only right above the picture. */
    Optional<Place> place(String path) {
        List<String> above = above(path);
        int depth = named(above);
        if (depth >= 0) {
            return ClassNames.named(above.get(depth)).map(emotion -> place(emotion, above, depth));
        }
        int last = above.size() - 1;
        int number = last < 0 ? -1 : ClassNames.number(above.get(last));
        return number < 0
                ? Optional.empty()
                : classes.numbered(number - first).map(emotion -> place(emotion, above, last));
    }

    private static Place place(Emotion emotion, List<String> above, int depth) {
        for (int i = depth - 1; i >= 0; i--) {
            Optional<Split> split = Split.named(above.get(i));
            if (split.isPresent()) {
                return new Place(emotion, split.get());
            }
        }
        return new Place(emotion, Split.UNSPLIT);
    }

    private static List<String> above(String path) {
        String[] parts = path.split("/");
        return Arrays.asList(parts).subList(0, parts.length - 1);
    }

    /** The index of the nearest folder with a class' name, or −1. */
    private static int named(List<String> above) {
        int index = above.size() - 1;
        while (index >= 0 && ClassNames.named(above.get(index)).isEmpty()) {
            index--;
        }
        return index;
    }

    /** What is accepted, for messages. */
    String accepted() {
        return classes.accepted();
    }
}
