package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.util.List;

/** Weights in files beside an architecture. */
final class WeightFiles {
    private WeightFiles() {}

    static void assign(List<SourceFile> files, BuiltModel model) {
        SourceFile first = files.get(0);
        if (first.kind() == FileKind.JSON) {
            ShardedWeights.assign(first, files.subList(1, files.size()), model);
            return;
        }
        if (files.size() > 1) {
            throw first.error(
                    "several weights' files are read only with the model.weights.json that maps"
                            + " them, given first");
        }
        if (first.kind() != FileKind.HDF5) {
            throw first.error(
                    first.kind() == FileKind.EMPTY
                            ? "the file is empty; weights are an HDF5 file"
                            : "found %s; weights are an HDF5 file"
                                    .formatted(first.kind().description()));
        }
        try (Hdf5File hdf5 = new Hdf5File(ByteBuffer.wrap(first.bytes()))) {
            assign(hdf5.root(), model);
        } catch (ModelFormatException e) {
            throw first.in(e);
        }
    }

    /** Decides by content: weights by name list their layers' names. */
    static void assign(Hdf5Group root, BuiltModel model) {
        if (NamedWeights.isIn(root)) {
            NamedWeights.assign(root, model);
        } else if (root.group("model_weights").isPresent()) {
            NamedWeights.assign(root.group("model_weights").get(), model);
        } else if (PositionalWeights.isIn(root)) {
            PositionalWeights.assign(root, model);
        } else {
            throw new ModelFormatException(
                    "is an HDF5 file without Keras weights: there are neither layer_names nor the"
                            + " group layers, only "
                            + root.names().stream().limit(8).toList());
        }
    }
}
