package io.github.fer4j.examples.training;

import io.github.fer4j.model.ColorOrder;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelSpec;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.engine.OnnxMetadata;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.KerasWriter.WeightsLayout;
import io.github.fer4j.model.onnx.OnnxCompiler;
import java.nio.file.Path;
import java.util.List;

/** Writes a network in every format that there is. */
final class ModelWriter {
    private ModelWriter() {}

    /**
     * @param model a network of one output
     * @param spec what it expects and answers
     * @param folder where to
     * @param stem what the files' names begin with
     * @return the files
     */
    static List<Path> write(KerasModel model, ModelSpec spec, Path folder, String stem) {
        Path json = folder.resolve(stem + ".json");
        Path weights = folder.resolve(stem + ".weights.h5");
        Path hdf5 = folder.resolve(stem + ".h5");
        Path archive = folder.resolve(stem + ".keras");
        Path onnx = folder.resolve(stem + ".onnx");
        KerasWriter writer = KerasWriter.create();
        writer.writeJson(model, json, weights, WeightsLayout.BY_POSITION);
        writer.writeHdf5(model, hdf5);
        writer.writeArchive(model, archive);
        OnnxCompiler.compile(model).write(onnx, OnnxMetadata.of(model, spec).toMap(model));
        return List.of(json, weights, hdf5, archive, onnx);
    }

    static ModelSpec spec(int[] shape, Scaling scaling, LabelOrder labels, double temperature) {
        return new ModelSpec(
                shape[0], shape[1], shape[2], ColorOrder.RGB, scaling, labels, temperature);
    }
}
