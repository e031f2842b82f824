package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.graph.NetworkSource;
import io.github.fer4j.examples.training.recipe.DistillationRecipe;
import io.github.fer4j.examples.training.recipe.DistillationRecipe.Teacher;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.keras.KerasModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** The networks whose answers a training learns from. Not thread-safe; owns the networks. */
@SuppressWarnings("try") // Scopes work by being open.
public final class Teachers implements AutoCloseable {
    private static final int BATCH = 256;

    /** One teacher of a head. */
    private record Voice(TrainableNetwork network, int output, int head) {}

    private final DistillationRecipe recipe;
    private final int[] classes;
    private final List<Voice> voices = new ArrayList<>();
    private final Map<String, TrainableNetwork> networks = new LinkedHashMap<>();

    private final Precision precision;
    private final ComputeDevice device;

    private Teachers(
            DistillationRecipe recipe, int[] classes, Precision precision, ComputeDevice device) {
        this.device = device;
        this.precision = precision;
        this.recipe = recipe;
        this.classes = classes;
    }

    /**
     * @param recipe who teaches what; none if it is off
     * @param heads what each head learns, with its number of classes
     * @param input of the network that learns: (height, width, channels)
     * @param scaling of its pixels, which the teachers see too
     * @param precision in which numbers they compute
     * @param device where they compute
     * @return the teachers, loaded
     * @throws TrainingException if a teacher does not fit
     */
    public static Teachers open(
            DistillationRecipe recipe,
            List<HeadTargets> heads,
            int[] input,
            Scaling scaling,
            Precision precision,
            ComputeDevice device) {
        Teachers teachers =
                new Teachers(
                        recipe,
                        heads.stream().mapToInt(head -> head.order().size()).toArray(),
                        precision,
                        device);
        try {
            if (recipe.isOn()) {
                for (Teacher teacher : recipe.teachers()) {
                    teachers.add(
                            teacher,
                            heads.stream().map(HeadTargets::head).toList(),
                            input,
                            scaling);
                }
            }
            return teachers;
        } catch (RuntimeException | Error e) {
            teachers.close();
            throw e;
        }
    }

    private void add(Teacher teacher, List<HeadRecipe> heads, int[] input, Scaling scaling) {
        int head = heads.stream().map(HeadRecipe::name).toList().indexOf(teacher.head());
        KerasModel model = NetworkSource.read(teacher.network());
        Shape shape = model.shape(model.inputs().get(0));
        boolean fits = shape.rank() == 4;
        for (int axis = 1; fits && axis < 4; axis++) {
            fits = shape.size(axis) == Shape.UNKNOWN || shape.size(axis) == input[axis - 1];
        }
        if (!fits) {
            throw new TrainingException(
                    "teacher %s takes %s, the faces are %dx%dx%d"
                            .formatted(teacher.network(), shape, input[0], input[1], input[2]));
        }
        Scaling own = NetworkSource.scaling(teacher.network(), model).orElse(scaling);
        if (!own.equals(scaling)) {
            throw new TrainingException(
                    "teacher %s takes pixels by %s, the network that learns by %s; name the teacher's as the recipe's scaling"
                            .formatted(teacher.network(), own, scaling));
        }
        if (teacher.output() >= model.outputs().size()) {
            throw new TrainingException(
                    "teacher %s has %d outputs, the recipe names output %d, counted from 0"
                            .formatted(
                                    teacher.network(), model.outputs().size(), teacher.output()));
        }
        Shape answer = model.shape(model.outputs().get(teacher.output()));
        if (answer.rank() != 2 || answer.size(1) != classes[head]) {
            throw new TrainingException(
                    "teacher %s answers %s, head '%s' has %d classes"
                            .formatted(teacher.network(), answer, teacher.head(), classes[head]));
        }
        TrainableNetwork network =
                networks.computeIfAbsent(
                        teacher.network(), name -> device.network(model, precision));
        String activation = network.outputs().get(teacher.output()).activation().name();
        if (!activation.equals("softmax") && !activation.equals("linear")) {
            throw new TrainingException(
                    "teacher %s answers by %s; softmax or logits are accepted"
                            .formatted(teacher.network(), activation));
        }
        voices.add(new Voice(network, teacher.output(), head));
    }

    /**
     * @return whether they must see what the network sees at every step
     */
    boolean seeEveryStep() {
        return !voices.isEmpty() && recipe.view().equals(DistillationRecipe.AUGMENTED);
    }

    /**
     * Shows them each face once, if the recipe wants that.
     *
     * @param faces how many
     * @param transform makes the pixels, without chance
     * @param shape height, width, channels
     * @return for each head a row for each face; no rows for a head without a teacher, or where the
     *     teachers see every step
     */
    float[][][] teach(int faces, FaceTransform transform, int... shape) {
        float[][][] lessons = new float[classes.length][0][];
        if (voices.isEmpty() || seeEveryStep()) {
            return lessons;
        }
        for (Voice voice : voices) {
            lessons[voice.head()] = new float[faces][];
        }
        int faceSize = shape[0] * shape[1] * shape[2];
        for (int start = 0; start < faces; start += BATCH) {
            int size = Math.min(BATCH, faces - start);
            float[] pixels = new float[size * faceSize];
            for (int i = 0; i < size; i++) {
                transform.apply(start + i, 0, pixels, i * faceSize);
            }
            float[][] answers = teach(pixels, size, shape);
            for (int head = 0; head < classes.length; head++) {
                for (int i = 0; i < lessons[head].length && i < size; i++) {
                    lessons[head][start + i] =
                            Arrays.copyOfRange(
                                    answers[head], i * classes[head], (i + 1) * classes[head]);
                }
            }
        }
        return lessons;
    }

    /**
     * @param pixels (size, height, width, channels)
     * @return for each head (size, classes), softened; of length 0 for a head without a teacher
     */
    float[][] teach(float[] pixels, int size, int... shape) {
        double[][] sums = new double[classes.length][0];
        for (Voice voice : voices) {
            sums[voice.head()] = new double[size * classes[voice.head()]];
        }
        listen(pixels, size, shape, sums);
        if (recipe.mirrored()) {
            listen(mirrored(pixels, shape), size, shape, sums);
        }
        float[][] answers = new float[classes.length][0];
        for (int head = 0; head < answers.length; head++) {
            if (sums[head].length > 0) {
                answers[head] = softened(sums[head], size, classes[head]);
            }
        }
        return answers;
    }

    private void listen(float[] pixels, int size, int[] shape, double[][] sums) {
        try (PointerScope scope = new PointerScope()) {
            Tensor input = device.tensor(pixels, size, shape[0], shape[1], shape[2]);
            for (TrainableNetwork network : networks.values()) {
                List<Tensor> logits = network.forward(input, false);
                for (Voice voice : voices) {
                    if (voice.network() == network) {
                        add(Tensors.toArray(logits.get(voice.output())), sums[voice.head()], size);
                    }
                }
            }
        }
    }

    private static void add(float[] logits, double[] sum, int size) {
        int width = logits.length / size;
        for (int i = 0; i < size; i++) {
            double[] row =
                    OutputKind.LOGITS.toProbabilities(
                            Arrays.copyOfRange(logits, i * width, (i + 1) * width), 1);
            for (int c = 0; c < width; c++) {
                sum[i * width + c] += row[c];
            }
        }
    }

    static float[] mirrored(float[] pixels, int... shape) {
        float[] mirrored = new float[pixels.length];
        int width = shape[1];
        int channels = shape[2];
        for (int row = 0; row < pixels.length / (width * channels); row++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        pixels,
                        (row * width + x) * channels,
                        mirrored,
                        (row * width + width - 1 - x) * channels,
                        channels);
            }
        }
        return mirrored;
    }

    private float[] softened(double[] sums, int size, int width) {
        float[] softened = new float[sums.length];
        for (int i = 0; i < size; i++) {
            double total = 0;
            for (int c = i * width; c < (i + 1) * width; c++) {
                sums[c] = Math.pow(sums[c], 1 / recipe.temperature());
                total += sums[c];
            }
            for (int c = i * width; c < (i + 1) * width; c++) {
                softened[c] = (float) (sums[c] / total);
            }
        }
        return softened;
    }

    @Override
    public void close() {
        networks.values().forEach(TrainableNetwork::close);
        networks.clear();
        voices.clear();
    }
}
