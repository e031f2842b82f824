package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.graph.NetworkHeads;
import io.github.fer4j.examples.training.loop.HeadTargets;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.report.EvaluatedModel;
import io.github.fer4j.examples.training.report.EvaluationReport;
import io.github.fer4j.examples.training.report.Pass;
import io.github.fer4j.examples.training.report.ReportFiles;
import io.github.fer4j.examples.training.report.TemperatureSource;
import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.NetworkClassifier;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.engine.OnnxMetadata;
import io.github.fer4j.model.engine.SpecFile;
import io.github.fer4j.model.evaluation.Evaluator;
import io.github.fer4j.model.evaluation.TemperatureScaling;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.KerasWriter.WeightsLayout;
import io.github.fer4j.model.onnx.OnnxCompiler;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training leaves for one head: the network in every format with the temperature that was
 * fitted on validation, and the report on it.
 *
 * @param head what it learnt
 * @param stem what the network's files' names begin with
 * @param spec what it expects and answers
 * @param model the network with this head alone
 * @param report on the validation faces
 */
record TrainingResult(
        HeadRecipe head, String stem, ModelSpec spec, KerasModel model, EvaluationReport report) {
    private static final int SINGLE_RUNS = 50;

    /**
     * @param best the network with all its heads
     * @param index which head
     * @param targets what it learnt
     * @param scaling what is done to pixels
     * @param validation the faces to judge on, with the data's labels
     * @param data what the data are called
     */
    static TrainingResult of(
            KerasModel best,
            int index,
            HeadTargets targets,
            Scaling scaling,
            FaceDataset validation,
            String data) {
        KerasModel model = NetworkHeads.single(best, index);
        ModelSpec spec =
                new ModelSpec(
                        validation.height(),
                        validation.width(),
                        validation.channels(),
                        ColorOrder.RGB,
                        scaling,
                        targets.order(),
                        1);
        boolean votes = targets.head().target().equals(HeadRecipe.VOTES);
        FaceDataset judged = votes ? validation.withMajorityLabels() : validation;
        String stem = index == 0 ? "model" : "model-" + targets.head().name();
        try (EmotionClassifier classifier =
                new NetworkClassifier(
                        OnnxNetwork.load(model),
                        spec,
                        0,
                        OnnxMetadata.of(model).outputKinds().get(0))) {
            Evaluator evaluator = Evaluator.of(classifier);
            Evaluator.Result result = evaluator.evaluate(judged);
            TemperatureScaling temperature = TemperatureScaling.fit(result.evaluation());
            Pass pass =
                    new Pass(
                            result.evaluation(),
                            temperature,
                            TemperatureSource.VALIDATION,
                            Optional.of(result.latency()),
                            result.batchSize(),
                            Optional.of(evaluator.singleFaceLatency(judged, SINGLE_RUNS)));
            EvaluationReport report =
                    new EvaluationReport(
                            data,
                            "validation",
                            votes ? "the FER+ annotators' majority" : "the data's labels",
                            judged,
                            validation.summary().skipped(),
                            new EvaluatedModel(stem + ".keras", pass, Optional.empty()),
                            Optional.empty());
            return new TrainingResult(
                    targets.head(),
                    stem,
                    spec.withTemperature(temperature.temperature()),
                    model,
                    report);
        }
    }

    /**
     * Writes networks and report.
     *
     * @param folder where to
     * @throws FerException if a file cannot be written
     */
    void write(Path folder) {
        Path archive = folder.resolve(stem + ".keras");
        KerasWriter writer = KerasWriter.create();
        writer.writeJson(
                model,
                folder.resolve(stem + ".json"),
                folder.resolve(stem + ".weights.h5"),
                WeightsLayout.BY_POSITION);
        writer.writeHdf5(model, folder.resolve(stem + ".h5"));
        writer.writeArchive(model, archive);
        String output = model.node(model.outputs().get(0)).layer().name();
        SpecFile.write(archive, model, Map.of(output, spec));
        OnnxCompiler.compile(model)
                .write(folder.resolve(stem + ".onnx"), OnnxMetadata.of(model, spec).toMap(model));
        Path pages = stem.equals("model") ? folder : folder.resolve(head.name());
        try {
            ReportFiles.write(report, pages);
        } catch (IOException e) {
            throw new FerException(
                    "cannot write the report into %s: %s".formatted(pages, e.getMessage()), e);
        }
    }

    /** The files of the network, for people. */
    List<String> files() {
        return List.of(
                stem + ".keras",
                stem + ".json",
                stem + ".weights.h5",
                stem + ".h5",
                stem + ".onnx",
                stem + ".fer.json");
    }
}
