package io.github.fer4j.examples.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that change a recipe; a picocli mixin. */
final class TrainOptions {
    private static final String SOURCE = "the options";

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description =
                    "A recipe, YAML or JSON: every choice of the training; docs/training.md lists"
                            + " the keys. The other options override it.")
    private Path recipe;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "The network to train; a name that there is not lists those there are.")
    private String network;

    @Option(
            names = "--architecture",
            paramLabel = "FILE",
            description =
                    "Instead of --network: a Keras file with a network of your own. A .json is"
                            + " trained from scratch; a .keras or .h5 from its weights.")
    private Path architecture;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Start from the weights that this Keras file has for layers of the same names"
                            + " and shapes; with --architecture FILE.json also its .weights.h5.")
    private Path weights;

    @Option(names = "--epochs", paramLabel = "N", description = "How often every face is seen.")
    private Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Faces a step.")
    private Integer batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed, data and machine give the same network.")
    private Long seed;

    @Option(
            names = "--precision",
            paramLabel = "float32|bfloat16|auto",
            description =
                    "In which numbers to compute; auto: bfloat16 where the processor multiplies"
                            + " matrices of it.")
    private String precision;

    @Option(names = "--learning-rate", paramLabel = "X", description = "The largest one.")
    private Double learningRate;

    @Option(
            names = "--augmentation",
            paramLabel = "PLAN",
            description =
                    "What is done to the faces: none, standard, or names with strengths:"
                            + " horizontalFlip,rotation=10,mixup=0.2.")
    private String augmentation;

    /** For picocli. */
    TrainOptions() {}

    /**
     * @param votes whether FER+'s votes are at hand
     * @param kept the recipe of the training that goes on, if one does; what no one names is as it
     *     says
     * @return the recipe of the file, or the usual one, with what the options name
     */
    Recipe read(boolean votes, Optional<Path> kept) {
        ObjectNode tree = RecipeFile.defaults();
        String source = SOURCE;
        Path base = recipe == null ? kept.orElse(null) : recipe;
        if (base != null) {
            source = base.toString();
            tree = RecipeFile.overlay(source, tree, RecipeFile.read(base));
        }
        ObjectNode changes = RecipeFile.parse(SOURCE, "{}");
        if (network != null) {
            changes.put("network", network).put("architecture", "");
        }
        if (architecture != null) {
            changes.put("architecture", architecture.toString());
            if (network == null) {
                changes.put("network", "");
            }
        }
        Optional.ofNullable(weights).ifPresent(file -> changes.put("weights", file.toString()));
        Optional.ofNullable(epochs).ifPresent(number -> changes.put("epochs", number));
        Optional.ofNullable(batch).ifPresent(number -> changes.put("batch", number));
        Optional.ofNullable(seed).ifPresent(number -> changes.put("seed", number));
        Optional.ofNullable(precision).ifPresent(name -> changes.put("precision", name));
        Optional.ofNullable(augmentation).ifPresent(plan -> changes.put("augmentation", plan));
        Optional.ofNullable(learningRate)
                .ifPresent(rate -> changes.putObject("optimizer").put("learning-rate", rate));
        tree = RecipeFile.overlay(SOURCE, tree, changes);
        if (tree.path("heads").isEmpty()) {
            tree = RecipeFile.overlay(SOURCE, tree, usualHeads(votes));
        }
        return RecipeFile.recipe(source, tree);
    }

    private static ObjectNode usualHeads(boolean votes) {
        ObjectNode change = RecipeFile.parse(SOURCE, "{}");
        ArrayNode heads = change.putArray("heads");
        heads.addObject().put("name", "emotion").put("target", HeadRecipe.LABELS);
        if (votes) {
            heads.addObject().put("name", "ferplus").put("target", HeadRecipe.VOTES);
        }
        return change;
    }
}
