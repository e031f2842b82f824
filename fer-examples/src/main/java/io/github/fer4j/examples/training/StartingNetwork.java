package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.graph.DropoutRate;
import io.github.fer4j.examples.training.graph.NetworkHeads;
import io.github.fer4j.examples.training.graph.NetworkSource;
import io.github.fer4j.examples.training.graph.WeightTransfer;
import io.github.fer4j.examples.training.network.NetworkCatalog;
import io.github.fer4j.examples.training.network.NetworkFiles;
import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.examples.training.network.NetworkInput;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.engine.InputScaling;
import io.github.fer4j.model.engine.OnnxMetadata;
import io.github.fer4j.model.keras.KerasInitializers;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The network that a recipe starts from.
 *
 * @param model it, with its weights and its heads
 * @param scaling what is done to its pixels
 * @param notes what the user should know about how it came about
 */
record StartingNetwork(KerasModel model, Scaling scaling, List<String> notes) {
    private static final int USUAL_SIDE = 48;

    StartingNetwork {
        notes = List.copyOf(notes);
    }

    /** Height, width and channels of the faces that the recipe's network takes. */
    static int[] faceShape(Recipe recipe) {
        if (recipe.architecture().isEmpty()) {
            checkName(recipe);
            NetworkInput input = NetworkInput.FER_2013;
            return new int[] {input.rows(), input.columns(), input.channels()};
        }
        return faceShape(architecture(recipe));
    }

    private static void checkName(Recipe recipe) {
        String names = String.join(", ", NetworkCatalog.names());
        if (recipe.network().isEmpty()) {
            throw new RecipeException(
                    "no network is named; --network takes %s, --architecture a Keras file"
                            .formatted(names));
        }
        if (!NetworkCatalog.names().contains(recipe.network())) {
            throw new RecipeException(
                    "there is no network '%s'; there are %s".formatted(recipe.network(), names));
        }
    }

    private static int[] faceShape(KerasModel model) {
        Shape input = model.shape(model.inputs().get(0));
        if (input.rank() != 4 || input.size(3) != 1 && input.size(3) != 3) {
            throw new RecipeException(
                    "network '%s' takes %s; pictures (None, height, width, 1 or 3) are needed"
                            .formatted(model.name(), input));
        }
        int[] shape = new int[3];
        for (int axis = 0; axis < shape.length; axis++) {
            int size = input.size(axis + 1);
            shape[axis] = size == Shape.UNKNOWN ? USUAL_SIDE : size;
        }
        return shape;
    }

    private static KerasModel architecture(Recipe recipe) {
        Path file = Path.of(recipe.architecture());
        return isBare(file)
                ? KerasReader.readArchitecture(file, new KerasInitializers(recipe.seed()))
                : KerasReader.read(file);
    }

    private static boolean isBare(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * @param recipe names network and weights
     * @param heads the outputs it needs
     */
    static StartingNetwork of(Recipe recipe, List<NetworkHead> heads) {
        List<String> notes = new ArrayList<>();
        KerasModel model = described(recipe, heads, notes);
        if (recipe.dropout() >= 0) {
            model = DropoutRate.of(model, recipe.dropout());
        }
        return new StartingNetwork(model, scaling(recipe, model, notes), notes);
    }

    private static Scaling scaling(Recipe recipe, KerasModel model, List<String> notes) {
        Optional<Scaling> own = InputScaling.of(model);
        if (own.isPresent()) {
            notes.add("the network scales pixels itself and gets them as they are, 0 to 255");
            return own.get();
        }
        return switch (recipe.scaling()) {
            case "unit" -> Scaling.UNIT;
            case "symmetric" -> Scaling.SYMMETRIC;
            case "none" -> Scaling.NONE;
            default ->
                    startedFrom(recipe)
                            .flatMap(start -> NetworkSource.scaling(start, model))
                            .orElse(Scaling.UNIT);
        };
    }

    /** The whole network whose weights are gone on from, if there is one. */
    private static Optional<String> startedFrom(Recipe recipe) {
        String start = recipe.architecture().isEmpty() ? recipe.weights() : recipe.architecture();
        return Optional.of(start).filter(name -> !name.isEmpty());
    }

    /**
     * @param recipe names a network
     * @return the classes of the network of a user's own that is gone on from, if that is said
     *     beside it
     */
    static Optional<LabelOrder> labels(Recipe recipe) {
        return Optional.of(recipe.architecture())
                .filter(name -> !name.isEmpty())
                .flatMap(name -> NetworkSource.metadata(Path.of(name), architecture(recipe)))
                .flatMap(OnnxMetadata::labels);
    }

    private static KerasModel described(
            Recipe recipe, List<NetworkHead> heads, List<String> notes) {
        if (recipe.architecture().isEmpty()) {
            KerasModel model =
                    NetworkCatalog.create(
                            recipe.network(), NetworkInput.FER_2013, heads, recipe.seed());
            return recipe.weights().isEmpty() ? model : transferred(recipe, model, notes);
        }
        Path file = Path.of(recipe.architecture());
        boolean ownWeights = isBare(file) && isWeightsFile(recipe.weights());
        KerasModel model =
                ownWeights
                        ? KerasReader.read(file, Path.of(recipe.weights()))
                        : architecture(recipe);
        if (model.outputs().size() == heads.size()) {
            List<Path> weights = ownWeights ? List.of(Path.of(recipe.weights())) : List.of();
            List<Integer> classes = heads.stream().map(NetworkHead::classes).toList();
            model = NetworkFiles.read(file, weights, classes, recipe.seed());
        } else {
            model = NetworkHeads.fit(model, heads, recipe.seed());
        }
        return ownWeights || recipe.weights().isEmpty() ? model : transferred(recipe, model, notes);
    }

    /** Weights without an architecture; a whole network has one of its own. */
    private static boolean isWeightsFile(String weights) {
        if (weights.isEmpty()) {
            return false;
        }
        if (weights.toLowerCase(Locale.ROOT).endsWith(".weights.h5")) {
            return true;
        }
        try {
            NetworkSource.read(weights);
            return false;
        } catch (ModelFormatException e) {
            // Whoever reads it as weights says what is wrong if it is none either.
            return true;
        }
    }

    private static KerasModel transferred(Recipe recipe, KerasModel model, List<String> notes) {
        WeightTransfer transfer =
                WeightTransfer.between(model, NetworkSource.read(recipe.weights()));
        String left =
                transfer.left().isEmpty() ? "" : ", not " + String.join(", ", transfer.left());
        notes.add("%d layers start from %s%s".formatted(transfer.taken(), recipe.weights(), left));
        return transfer.model();
    }
}
