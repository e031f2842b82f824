package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.model.keras.KerasModel;
import java.util.List;

/**
 * All that a training needs to begin.
 *
 * @param recipe how
 * @param model the network with the weights it starts from; one output for each head, in order
 * @param height of a face as it enters the network
 * @param width likewise
 * @param channels likewise
 * @param training what the heads are to answer to the training faces
 * @param trainingFaces makes the network's input of a training face, augmented
 * @param originalFaces makes the network's input of a training face, without chance
 * @param validation what the heads should answer to the validation faces
 * @param validationFaces makes the network's input of a validation face, without chance
 * @param teachers answer the training faces
 */
public record TrainingTask(
        Recipe recipe,
        KerasModel model,
        int height,
        int width,
        int channels,
        List<HeadTargets> training,
        FaceTransform trainingFaces,
        FaceTransform originalFaces,
        List<HeadTargets> validation,
        FaceTransform validationFaces,
        Teachers teachers) {
    /** Copies the lists. */
    public TrainingTask {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }
}
