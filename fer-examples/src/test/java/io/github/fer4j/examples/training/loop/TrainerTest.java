package io.github.fer4j.examples.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.examples.training.DrawnData;
import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.augmentation.Augmenter;
import io.github.fer4j.examples.training.checkpoint.StateFile;
import io.github.fer4j.examples.training.network.NetworkFiles;
import io.github.fer4j.examples.training.progress.EpochResult;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeFile;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.LabeledFace;
import io.github.fer4j.model.dataset.Split;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Scopes work by being open.
class TrainerTest {
    private static final int[] SHAPE = {48, 48, 1};

    private static final ComputeDevice DEVICE = ComputeDevice.processor();

    @TempDir private static Path folder;
    private static FaceDataset training;
    private static FaceDataset validation;
    private static KerasModel model;
    private static Path teacher;

    @BeforeAll
    static void draw() throws Exception {
        torch.set_num_threads(1);
        FaceDataset all = DrawnData.dataset(folder, 8, 4);
        training = all.subset(Split.TRAIN);
        validation = all.subset(Split.VALIDATION);
        Path architecture = DrawnData.architecture(folder);
        model = NetworkFiles.read(architecture, List.of(), List.of(4), 5);
        teacher = folder.resolve("teacher.keras");
        KerasWriter.create()
                .writeArchive(NetworkFiles.read(architecture, List.of(), List.of(4), 6), teacher);
    }

    private static Recipe recipe(String text) {
        ObjectNode usual =
                RecipeFile.overlay(
                        "test",
                        RecipeFile.defaults(),
                        RecipeFile.parse(
                                "test", "{epochs: 4, batch: 10, heads: [{name: answer}]}"));
        return RecipeFile.recipe(
                "test", RecipeFile.overlay("test", usual, RecipeFile.parse("test", text)));
    }

    private static List<HeadTargets> targets(Recipe recipe, FaceDataset faces) {
        List<LabeledFace> list = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            list.add(faces.face(i));
        }
        return recipe.heads().stream()
                .map(head -> HeadTargets.of(head, DrawnData.ORDER, list, true))
                .toList();
    }

    private static Trainer trainer(Recipe recipe, Teachers teachers) {
        return trainer(recipe, teachers, model);
    }

    private static Trainer trainer(Recipe recipe, Teachers teachers, KerasModel start) {
        Augmenter augmenter =
                Augmenter.of(
                        AugmentationPlan.parse(recipe.augmentation()), training, recipe.seed());
        return new Trainer(
                new TrainingTask(
                        recipe,
                        start,
                        SHAPE[0],
                        SHAPE[1],
                        SHAPE[2],
                        targets(recipe, training),
                        (face, epoch, target, offset) ->
                                augmenter.augment(training, face, epoch, target, offset),
                        (face, epoch, target, offset) -> training.copyScaled(face, target, offset),
                        targets(recipe, validation),
                        (face, epoch, target, offset) ->
                                validation.copyScaled(face, target, offset),
                        teachers),
                Precision.FLOAT32,
                DEVICE);
    }

    private static Teachers teachers(Recipe recipe) {
        return Teachers.open(
                recipe.distillation(),
                targets(recipe, training),
                SHAPE,
                Scaling.UNIT,
                Precision.FLOAT32,
                DEVICE);
    }

    private static void train(Trainer trainer, int epochs) throws InterruptedException {
        for (int i = 0; i < epochs; i++) {
            trainer.trainEpoch(step -> {});
        }
    }

    private static void checkResume(String text) throws Exception {
        Recipe recipe = recipe(text);
        StateFile.Content whole;
        StateFile.Content broken;
        List<EpochResult> history;
        List<EpochResult> resumed;
        try (Teachers teachers = teachers(recipe)) {
            try (Trainer trainer = trainer(recipe, teachers)) {
                train(trainer, 4);
                whole = trainer.state();
                history = trainer.history().epochs();
            }
            Path file = folder.resolve("state");
            try (Trainer trainer = trainer(recipe, teachers)) {
                train(trainer, 2);
                StateFile.write(file, trainer.state());
            }
            try (Trainer trainer = trainer(recipe, teachers)) {
                trainer.restore(StateFile.read(file));
                assertThat(trainer.history().epochs()).hasSize(2);
                train(trainer, 2);
                assertThat(trainer.isFinished()).isTrue();
                broken = trainer.state();
                resumed = trainer.history().epochs();
            }
        }
        assertThat(broken.arrays().keySet()).isEqualTo(whole.arrays().keySet());
        for (Map.Entry<String, float[]> entry : whole.arrays().entrySet()) {
            assertThat(broken.arrays().get(entry.getKey()))
                    .as(entry.getKey())
                    .containsExactly(entry.getValue());
        }
        for (int i = 0; i < history.size(); i++) {
            assertThat(resumed.get(i).heads()).isEqualTo(history.get(i).heads());
            assertThat(resumed.get(i).loss()).isEqualTo(history.get(i).loss());
        }
    }

    @Test
    void restore_sgdWithAverageAndMixup_goesOnToTheBit() throws Exception {
        checkResume(
                """
                optimizer: {name: sgd, learning-rate: 0.05, nesterov: true, weight-decay: 0.001}
                schedule: {name: cosine, warmup-epochs: 1}
                augmentation: standard
                weight-average: 0.9
                precise-statistics: 20
                """);
    }

    @Test
    void best_preciseStatistics_areThoseOfTheFacesAsTheyAre() throws Exception {
        String text = "epochs: 1\naugmentation: erasing,mixup\nweight-average: 0.5\n";
        Recipe plain = recipe(text);
        Recipe precise = recipe(text + "precise-statistics: 1000000\n");
        KerasModel moved;
        KerasModel measured;
        try (Teachers none = teachers(plain);
                Trainer trainer = trainer(plain, none)) {
            trainer.trainEpoch(step -> {});
            moved = trainer.best();
        }
        try (Teachers none = teachers(precise);
                Trainer trainer = trainer(precise, none)) {
            trainer.trainEpoch(step -> {});
            measured = trainer.best();
        }

        int size = SHAPE[0] * SHAPE[1] * SHAPE[2];
        float[] pixels = new float[training.size() * size];
        for (int i = 0; i < training.size(); i++) {
            training.copyScaled(i, pixels, i * size);
        }
        Map<String, float[]> expected;
        try (TrainableNetwork network = TrainableNetwork.of(moved, Precision.FLOAT32);
                PointerScope scope = new PointerScope()) {
            network.measure(Tensors.of(pixels, training.size(), SHAPE[0], SHAPE[1], SHAPE[2]), 0);
            expected = network.state();
        }
        try (TrainableNetwork network = TrainableNetwork.of(measured, Precision.FLOAT32)) {
            Map<String, float[]> state = network.state();
            assertThat(state.keySet()).anyMatch(name -> name.endsWith("moving_mean"));
            // The same weights, and statistics of all training faces in one batch.
            state.forEach(
                    (name, values) ->
                            assertThat(values)
                                    .as(name)
                                    .containsExactly(expected.get(name), within(1e-4f)));
        }
        try (TrainableNetwork network = TrainableNetwork.of(moved, Precision.FLOAT32)) {
            assertThat(network.state())
                    .anySatisfy(
                            (name, values) -> assertThat(values).isNotEqualTo(expected.get(name)));
        }
    }

    @Test
    void restore_adamOnPlateausWithTeacher_goesOnToTheBit() throws Exception {
        checkResume(
                """
                optimizer: {name: adamw, learning-rate: 0.01, weight-decay: 0.01}
                schedule: {name: plateau, patience: 1}
                augmentation: none
                class-weights: balanced
                distillation:
                  teachers: [{network: %s, head: answer}]
                  view: augmented
                """
                        .formatted(teacher));
    }

    @Test
    void restore_stateOfAnotherOptimizer_isRefused() throws Exception {
        StateFile.Content state;
        Recipe sgd = recipe("optimizer: {name: sgd}");
        Recipe adam = recipe("optimizer: {name: adam}");
        try (Teachers none = teachers(sgd);
                Trainer trainer = trainer(sgd, none);
                Trainer other = trainer(adam, none)) {
            state = trainer.state();
            assertThatThrownBy(() -> other.restore(state))
                    .isInstanceOf(FerException.class)
                    .hasMessageContaining("no values for 'optimizer/mean/");
        }
    }

    @Test
    void best_isTheNetworkOfTheBestEpochAndAnswersAsValidated() throws Exception {
        Recipe recipe = recipe("epochs: 3\noptimizer: {learning-rate: 0.02}\naugmentation: none");
        try (Teachers none = teachers(recipe);
                Trainer trainer = trainer(recipe, none)) {
            train(trainer, 3);
            EpochResult best = trainer.history().epochs().get(trainer.history().bestEpoch() - 1);
            int right = 0;
            try (OnnxNetwork network = OnnxNetwork.load(trainer.best())) {
                float[] pixels = new float[48 * 48];
                for (int i = 0; i < validation.size(); i++) {
                    validation.copyScaled(i, pixels, 0);
                    float[] answer =
                            network.predict(Tensor.of(Shape.of(1, 48, 48, 1), pixels))
                                    .get(0)
                                    .toArray();
                    int label = 0;
                    for (int c = 1; c < answer.length; c++) {
                        label = answer[c] > answer[label] ? c : label;
                    }
                    right += label == validation.label(i) ? 1 : 0;
                }
            }
            assertThat((double) right / validation.size())
                    .isEqualTo(best.validationAccuracy(), within(1e-9));
        }
    }

    @Test
    void isFinished_noBetterForLong_stopsEarly() throws Exception {
        // So slow that nothing changes: the first epoch stays the best.
        Recipe recipe =
                recipe(
                        "epochs: 50\nearly-stopping: 2\noptimizer: {name: sgd, learning-rate:"
                                + " 1.0e-20}\naugmentation: none\nweight-average: 0.9");
        try (Teachers none = teachers(recipe);
                Trainer trainer = trainer(recipe, none)) {
            while (!trainer.isFinished()) {
                train(trainer, 1);
                if (trainer.history().epochs().size() > 20) {
                    break;
                }
            }
            assertThat(trainer.history().epochs().size())
                    .isEqualTo(trainer.history().bestEpoch() + 2);
        }
    }

    @Test
    void teachers_originalView_areBlendsOfFaceAndMirror() {
        Recipe recipe =
                recipe(
                        """
                        distillation:
                          teachers: [{network: %s, head: answer}]
                          temperature: 2
                          mirrored: true
                        """
                                .formatted(teacher));
        float[] face = new float[48 * 48];
        training.copyScaled(0, face, 0);
        float[] mirrored = Teachers.mirrored(face, SHAPE);
        for (int x = 0; x < 48; x++) {
            assertThat(mirrored[5 * 48 + x]).isEqualTo(face[5 * 48 + 47 - x]);
        }
        try (Teachers teachers = teachers(recipe);
                OnnxNetwork network = OnnxNetwork.load(KerasReader.read(teacher))) {
            float[] found =
                    teachers.teach(
                                    training.size(),
                                    (i, epoch, target, offset) ->
                                            training.copyScaled(i, target, offset),
                                    SHAPE)[0][0];
            float[] plain =
                    network.predict(Tensor.of(Shape.of(1, 48, 48, 1), face)).get(0).toArray();
            float[] other =
                    network.predict(Tensor.of(Shape.of(1, 48, 48, 1), mirrored)).get(0).toArray();
            double sum = 0;
            for (int c = 0; c < 4; c++) {
                sum += Math.sqrt((plain[c] + other[c]) / 2);
            }
            for (int c = 0; c < 4; c++) {
                assertThat((double) found[c])
                        .isEqualTo(Math.sqrt((plain[c] + other[c]) / 2) / sum, within(1e-4));
            }
        }
    }

    @Test
    void trainEpoch_manyEpochs_takeNoMoreMemory() throws Exception {
        Recipe recipe =
                recipe(
                        "epochs: 1000\noptimizer: {name: sgd, learning-rate: 0.001}\n"
                                + "augmentation: standard\nweight-average: 0.9");
        try (Teachers none = teachers(recipe);
                Trainer trainer = trainer(recipe, none)) {
            train(trainer, 10);
            long pointers = Pointer.totalCount();
            long bytes = Pointer.totalBytes();
            train(trainer, 60);
            // JavaCPP counts what was made and not yet freed.
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers + 10);
            assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(bytes + 100_000);
        }
    }

    @Test
    void trainEpoch_networkWithARegularizer_paysItsPenalty() throws Exception {
        Recipe recipe =
                recipe("optimizer: {name: sgd, learning-rate: 1.0e-20}\naugmentation: none");
        Path file = folder.resolve("regularized.json");
        Files.writeString(
                file,
                Files.readString(folder.resolve("tiny.json"))
                        .replace(
                                "\"units\": 7,",
                                "\"units\": 7, \"kernel_regularizer\": {\"class_name\": \"L2\","
                                        + " \"config\": {\"l2\": 0.5}},"));
        KerasModel regularized = NetworkFiles.read(file, List.of(), List.of(4), 5);
        double penalty = 0;
        for (float value :
                regularized
                        .layers()
                        .get(regularized.layers().size() - 1)
                        .weight("kernel")
                        .toArray()) {
            penalty += 0.5 * value * value;
        }
        double plain;
        double paid;
        try (Teachers none = teachers(recipe)) {
            try (Trainer trainer = trainer(recipe, none, model)) {
                plain = trainer.trainEpoch(step -> {}).loss();
            }
            try (Trainer trainer = trainer(recipe, none, regularized)) {
                paid = trainer.trainEpoch(step -> {}).loss();
            }
        }
        assertThat(penalty).isGreaterThan(0.1);
        assertThat(paid - plain).isEqualTo(penalty, within(1e-3));
    }

    @Test
    void open_networkThatAnswersEachClassOnItsOwn_isRefused() throws Exception {
        Path file = folder.resolve("sigmoid.json");
        Files.writeString(
                file, Files.readString(folder.resolve("tiny.json")).replace("softmax", "sigmoid"));
        KerasModel independent = NetworkFiles.read(file, List.of(), List.of(4), 5);
        Recipe recipe = recipe("");
        try (Teachers none = teachers(recipe)) {
            assertThatThrownBy(() -> trainer(recipe, none, independent))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("answers by sigmoid");
        }
    }
}
