package io.github.fer4j.examples.training.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.checkpoint.StateFile;
import io.github.fer4j.examples.training.loop.TrainingListener.StepResult;
import io.github.fer4j.examples.training.progress.EpochResult;
import io.github.fer4j.examples.training.progress.EpochResult.HeadResult;
import io.github.fer4j.examples.training.progress.History;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.torch.NativeWork;
import io.github.fer4j.examples.training.torch.NetworkOutput;
import io.github.fer4j.examples.training.torch.Parameter;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.keras.KerasModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a network, epoch by epoch. Between epochs its {@linkplain #state() state} can be kept; a
 * trainer of the same task that {@linkplain #restore takes it over} goes on to the same result.
 * Owns native memory; not thread-safe.
 */
@SuppressWarnings("try") // Scopes and guards work by being open.
public final class Trainer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String WEIGHTS = "weights/";
    private static final String AVERAGE = "average/";
    private static final String BEST = "best/";
    private static final String OPTIMIZER = "optimizer/";

    private final ComputeDevice device;
    private final Recipe recipe;
    private final Randomness randomness;
    private final BatchMaker batches;
    private final Validation validation;
    private final Teachers teachers;
    private final Losses losses;
    private final LearningRate learningRate;
    private final int[] faceShape;
    private final TrainableNetwork network;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Optimizer optimizer;
    private final WeightAverage average;
    private final PreciseStatistics statistics;
    private final TensorTable judged = new TensorTable();
    private final TensorTable best = new TensorTable();
    private History history = new History(List.of());

    /**
     * @param task what to do; its teachers stay the caller's to close
     * @param precision in which numbers
     * @param device where; stays the caller's to close
     */
    public Trainer(TrainingTask task, Precision precision, ComputeDevice device) {
        this.device = device;
        recipe = task.recipe();
        randomness = new Randomness(recipe.seed());
        teachers = task.teachers();
        faceShape = new int[] {task.height(), task.width(), task.channels()};
        List<HeadTargets> heads =
                recipe.classWeights().equals("balanced")
                        ? task.training().stream().map(HeadTargets::balanced).toList()
                        : task.training();
        batches =
                new BatchMaker(
                        task.trainingFaces(),
                        faceShape[0] * faceShape[1] * faceShape[2],
                        heads,
                        teachers.teach(heads.get(0).size(), task.originalFaces(), faceShape),
                        recipe.batch(),
                        AugmentationPlan.parse(recipe.augmentation()),
                        recipe.seed());
        validation = new Validation(device, task.validationFaces(), faceShape, task.validation());
        statistics =
                new PreciseStatistics(
                        device,
                        task.originalFaces(),
                        faceShape,
                        heads.get(0).size(),
                        recipe.preciseStatistics());
        losses =
                new Losses(
                        heads.stream().map(HeadTargets::head).toList(),
                        recipe.distillation(),
                        device);
        learningRate =
                new LearningRate(
                        recipe.optimizer(), recipe.schedule(), recipe.epochs(), batches.steps());
        network = network(task, precision);
        for (Parameter parameter : network.parameters()) {
            weights.put(parameter.name(), parameter.tensor());
        }
        weights.putAll(network.buffers());
        optimizer = Optimizer.of(recipe.optimizer(), network.parameters());
        average =
                recipe.weightAverage() > 0
                        ? new WeightAverage(recipe.weightAverage(), weights)
                        : null;
        weights.forEach(judged::copyOf);
        weights.forEach(best::copyOf);
    }

    /** A network whose outputs compete, as a cross-entropy over all classes has it. */
    private TrainableNetwork network(TrainingTask task, Precision precision) {
        TrainableNetwork opened = device.network(task.model(), precision);
        for (NetworkOutput output : opened.outputs()) {
            String activation = output.activation().name();
            if (!activation.equals("softmax") && !activation.equals("linear")) {
                opened.close();
                throw new TrainingException(
                        "output '%s' of the network answers by %s; softmax or logits can be trained"
                                .formatted(output.name(), activation));
            }
        }
        return opened;
    }

    /**
     * @return the epochs so far
     */
    public History history() {
        return history;
    }

    /**
     * @return whether all epochs are done, or validation has not become better for too long
     */
    public boolean isFinished() {
        int done = history.epochs().size();
        return done >= recipe.epochs()
                || recipe.earlyStopping() > 0
                        && done - history.bestEpoch() >= recipe.earlyStopping();
    }

    /**
     * Trains for an epoch and judges the network.
     *
     * @param listener is told of every step
     * @return how it went
     * @throws TrainingException if the loss is not a finite number any more
     * @throws InterruptedException if the thread is interrupted
     */
    public EpochResult trainEpoch(TrainingListener listener) throws InterruptedException {
        int epoch = history.epochs().size();
        long start = System.nanoTime();
        int steps = batches.steps();
        long faces = 0;
        double loss = 0;
        Score score = new Score();
        double rate = 0;
        double speed = 0;
        try (BatchPipeline pipeline = new BatchPipeline(batches, epoch)) {
            for (int step = 0; step < steps; step++) {
                Batch batch = pipeline.next();
                rate = learningRate.at(epoch, step, history.validationAccuracies());
                double stepLoss = step(batch, epoch, step, rate, score);
                faces += batch.size();
                loss += stepLoss * batch.size();
                speed = faces / ((System.nanoTime() - start) / 1e9);
                listener.onStep(
                        new StepResult(
                                epoch + 1, step + 1, steps, loss / faces, score.accuracy(), speed));
            }
        }
        List<HeadResult> heads = judge();
        EpochResult result =
                new EpochResult(
                        epoch + 1,
                        rate,
                        loss / faces,
                        score.accuracy(),
                        heads,
                        (System.nanoTime() - start) / 1e9,
                        speed);
        history = history.with(result);
        if (history.bestEpoch() == epoch + 1) {
            judged.all().forEach((name, tensor) -> copy(tensor, best.get(name)));
        }
        return result;
    }

    private double step(Batch batch, int epoch, int step, double rate, Score score) {
        try (NativeWork work = NativeWork.begin()) {
            return learn(batch, epoch, step, rate, score);
        }
    }

    private double learn(Batch batch, int epoch, int step, double rate, Score score) {
        float[][] lessons =
                teachers.seeEveryStep()
                        ? teachers.teach(batch.pixels(), batch.size(), faceShape)
                        : batch.teachings();
        long before = (long) epoch * batches.steps() + step;
        // What dropout drops depends on the step alone, not on what came before.
        torch.manual_seed(randomness.seed(Randomness.Purpose.DROPOUT, epoch, step));
        double value;
        try (PointerScope scope = new PointerScope()) {
            Tensor input =
                    device.tensor(
                            batch.pixels(), batch.size(), faceShape[0], faceShape[1], faceShape[2]);
            List<Tensor> logits = network.forward(input, true);
            Tensor answers = losses.of(logits, batch, lessons);
            Tensor loss = network.penalty().map(answers::add).orElse(answers);
            value = loss.item_double();
            if (!Double.isFinite(value)) {
                throw new TrainingException(
                        "the loss became %s in epoch %d, step %d: the training has diverged; try a lower learning-rate (now %s), a longer warm-up or optimizer.clip-norm"
                                .formatted(value, epoch + 1, step + 1, rate));
            }
            loss.backward();
            addUp(batch, Tensors.toArray(logits.get(0)), score);
        }
        optimizer.step(rate, before);
        if (average != null) {
            average.update(before);
        }
        return value;
    }

    private static void addUp(Batch batch, float[] logits, Score score) {
        int classes = logits.length / batch.size();
        for (int i = 0; i < batch.size(); i++) {
            float[] target = Arrays.copyOfRange(batch.targets()[0], i * classes, (i + 1) * classes);
            score.add(logits, i * classes, target, batch.labels()[0][i]);
        }
    }

    /** Judges what is saved: the average, if there is one, with precise statistics. */
    private List<HeadResult> judge() {
        try (TensorTable kept = new TensorTable()) {
            weights.forEach(kept::copyOf);
            try {
                if (average != null) {
                    average.tensors().forEach((name, tensor) -> copy(tensor, weights.get(name)));
                }
                statistics.measure(network);
                weights.forEach((name, tensor) -> copy(tensor, judged.get(name)));
                return validation.judge(network);
            } finally {
                kept.all().forEach((name, tensor) -> copy(tensor, weights.get(name)));
            }
        }
    }

    private static void copy(Tensor from, Tensor to) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            to.copy_(from);
        }
    }

    /**
     * @return the network of the epoch with the best validation accuracy; as it began if there was
     *     no epoch yet
     */
    public KerasModel best() {
        Map<String, float[]> values = new LinkedHashMap<>();
        best.all().forEach((name, tensor) -> values.put(name, network.toKerasLayout(name, tensor)));
        return network.toKerasModel(values);
    }

    /**
     * @return all that the next epoch depends on
     */
    public StateFile.Content state() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        TensorTable.save(WEIGHTS, weights, arrays);
        if (average != null) {
            TensorTable.save(AVERAGE, average.tensors(), arrays);
        }
        TensorTable.save(OPTIMIZER, optimizer.state(), arrays);
        TensorTable.save(BEST, best.all(), arrays);
        ObjectNode header = MAPPER.createObjectNode();
        header.set("history", MAPPER.valueToTree(history.epochs()));
        return new StateFile.Content(header, arrays);
    }

    /**
     * Takes over what {@link #state()} of a trainer of the same task gave.
     *
     * @param state that
     * @throws FerException if it belongs to another network or optimizer
     */
    public void restore(StateFile.Content state) {
        List<EpochResult> epochs = new ArrayList<>();
        try {
            for (JsonNode epoch : state.header().path("history")) {
                epochs.add(MAPPER.treeToValue(epoch, EpochResult.class));
            }
        } catch (JsonProcessingException e) {
            throw new FerException("the state's history cannot be read: " + e.getMessage(), e);
        }
        TensorTable.load(WEIGHTS, weights, state.arrays());
        if (average != null) {
            TensorTable.load(AVERAGE, average.tensors(), state.arrays());
        }
        TensorTable.load(OPTIMIZER, optimizer.state(), state.arrays());
        TensorTable.load(BEST, best.all(), state.arrays());
        history = new History(epochs);
    }

    @Override
    public void close() {
        best.close();
        judged.close();
        if (average != null) {
            average.close();
        }
        optimizer.close();
        network.close();
    }
}
