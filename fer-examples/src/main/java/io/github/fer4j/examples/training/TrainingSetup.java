package io.github.fer4j.examples.training;

import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.augmentation.Augmenter;
import io.github.fer4j.examples.training.loop.ComputeDevice;
import io.github.fer4j.examples.training.loop.FaceTransform;
import io.github.fer4j.examples.training.loop.HeadTargets;
import io.github.fer4j.examples.training.loop.Teachers;
import io.github.fer4j.examples.training.loop.TrainingTask;
import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.examples.training.recipe.HeadRecipe;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.dataset.FaceDataset;
import io.github.fer4j.model.dataset.LabeledFace;
import java.util.ArrayList;
import java.util.List;

/** Turns a recipe and faces into a task for the trainer. */
final class TrainingSetup {
    private final Recipe recipe;
    private final TrainingData data;
    private final List<HeadTargets> targets;

    TrainingSetup(Recipe recipe, TrainingData data) {
        this.recipe = recipe;
        this.data = data;
        this.targets = targets(data.training(), true);
        boolean judgedByVotes =
                recipe.heads().stream().anyMatch(head -> head.target().equals(HeadRecipe.VOTES));
        if (judgedByVotes && data.validation().withMajorityLabels().size() == 0) {
            throw new FerException(
                    "none of the %d validation faces has votes with a majority, by which a head of votes is judged"
                            .formatted(data.validation().size()));
        }
    }

    private List<HeadTargets> targets(FaceDataset faces, boolean smoothed) {
        List<LabeledFace> list = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            list.add(faces.face(i));
        }
        return recipe.heads().stream()
                .map(head -> HeadTargets.of(head, order(head), list, smoothed))
                .toList();
    }

    private LabelOrder order(HeadRecipe head) {
        return head.target().equals(HeadRecipe.VOTES)
                ? LabelOrder.FER_PLUS
                : data.training().labels();
    }

    /** What the heads are to answer to the training faces. */
    List<HeadTargets> targets() {
        return targets;
    }

    /** The outputs that the network needs. */
    List<NetworkHead> heads() {
        return targets.stream()
                .map(head -> new NetworkHead(head.head().name(), head.order().size()))
                .toList();
    }

    int[] faceShape() {
        FaceDataset faces = data.training();
        return new int[] {faces.height(), faces.width(), faces.channels()};
    }

    Precision precision() {
        return switch (recipe.precision()) {
            case "float32" -> Precision.FLOAT32;
            case "bfloat16" -> Precision.BFLOAT16;
            default -> Precision.fastest();
        };
    }

    /**
     * Loads the teachers; the caller closes them.
     *
     * @param scaling of the pixels that they see
     */
    Teachers openTeachers(Scaling scaling, ComputeDevice device) {
        return Teachers.open(
                recipe.distillation(), targets, faceShape(), scaling, precision(), device);
    }

    TrainingTask task(StartingNetwork start, Teachers teachers) {
        Scaling scaling = start.scaling();
        FaceDataset training = data.training();
        FaceDataset validation = data.validation();
        Augmenter augmenter =
                Augmenter.of(
                        AugmentationPlan.parse(recipe.augmentation()), training, recipe.seed());
        return new TrainingTask(
                recipe,
                start.model(),
                training.height(),
                training.width(),
                training.channels(),
                targets,
                scaled(
                        scaling,
                        (face, epoch, target, offset) ->
                                augmenter.augment(training, face, epoch, target, offset)),
                scaled(
                        scaling,
                        (face, epoch, target, offset) -> training.copyScaled(face, target, offset)),
                targets(validation, false),
                scaled(
                        scaling,
                        (face, epoch, target, offset) ->
                                validation.copyScaled(face, target, offset)),
                teachers);
    }

    /** Brings values of 0 to 1 to where the network wants them. */
    private FaceTransform scaled(Scaling scaling, FaceTransform transform) {
        if (scaling.equals(Scaling.UNIT)) {
            return transform;
        }
        int size = data.training().pixelCount();
        float factor = (float) (255 / scaling.deviation().get(0));
        float added = (float) (-scaling.mean().get(0) / scaling.deviation().get(0));
        return (face, epoch, target, offset) -> {
            transform.apply(face, epoch, target, offset);
            for (int i = offset; i < offset + size; i++) {
                target[i] = target[i] * factor + added;
            }
        };
    }
}
