package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Weights in files beside an architecture, open until they are read. */
final class WeightFiles implements AutoCloseable {
    private final List<SourceFile> files;
    private final List<Hdf5File> opened = new ArrayList<>();
    private Hdf5Group root;

    WeightFiles(List<SourceFile> files) {
        this.files = files;
        SourceFile first = files.get(0);
        if (first.kind() == FileKind.JSON) {
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
        try {
            opened.add(new Hdf5File(ByteBuffer.wrap(first.bytes())));
            root = opened.get(0).root();
        } catch (ModelFormatException e) {
            throw first.in(e);
        }
    }

    /** What to call the weights in an error. */
    SourceFile source() {
        return files.get(0);
    }

    /** Pairs a network's layers with what the files hold. */
    WeightAssigner assign(BuiltModel model) {
        return root == null
                ? ShardedWeights.assign(files.get(0), files.subList(1, files.size()), model, opened)
                : assign(root, model);
    }

    /** Decides by content: weights by name list their layers' names. */
    static WeightAssigner assign(Hdf5Group root, BuiltModel model) {
        if (NamedWeights.isIn(root)) {
            return NamedWeights.assign(root, model);
        } else if (root.group("model_weights").isPresent()) {
            return NamedWeights.assign(root.group("model_weights").get(), model);
        } else if (PositionalWeights.isIn(root)) {
            return PositionalWeights.assign(root, model);
        }
        throw new ModelFormatException(
                "is an HDF5 file without Keras weights: there are neither layer_names nor the"
                        + " group layers, only "
                        + root.names().stream().limit(8).toList());
    }

    @Override
    public void close() {
        opened.forEach(Hdf5File::close);
    }
}
