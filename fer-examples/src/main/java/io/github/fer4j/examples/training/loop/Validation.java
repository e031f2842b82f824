package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.progress.EpochResult.HeadResult;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Judges a network on faces that it does not learn from. */
@SuppressWarnings("try") // Scopes and guards work by being open.
final class Validation {
    private static final int BATCH = 256;

    private final ComputeDevice device;
    private final FaceTransform transform;
    private final int[] faceShape;
    private final List<HeadTargets> heads;

    /**
     * @param device where the network is
     * @param transform makes the pixels, without chance
     * @param faceShape height, width, channels
     * @param heads what each head should answer
     */
    Validation(
            ComputeDevice device,
            FaceTransform transform,
            int[] faceShape,
            List<HeadTargets> heads) {
        this.device = device;
        this.transform = transform;
        this.faceShape = faceShape;
        this.heads = List.copyOf(heads);
    }

    List<HeadResult> judge(TrainableNetwork network) {
        int faces = heads.get(0).size();
        int faceSize = faceShape[0] * faceShape[1] * faceShape[2];
        List<Score> scores = heads.stream().map(head -> new Score()).toList();
        for (int start = 0; start < faces; start += BATCH) {
            int size = Math.min(BATCH, faces - start);
            float[] pixels = new float[size * faceSize];
            for (int i = 0; i < size; i++) {
                transform.apply(start + i, 0, pixels, i * faceSize);
            }
            try (PointerScope scope = new PointerScope()) {
                Tensor input =
                        device.tensor(pixels, size, faceShape[0], faceShape[1], faceShape[2]);
                List<Tensor> logits = network.forward(input, false);
                for (int h = 0; h < heads.size(); h++) {
                    HeadTargets head = heads.get(h);
                    float[] values = Tensors.toArray(logits.get(h));
                    for (int i = 0; i < size; i++) {
                        scores.get(h)
                                .add(
                                        values,
                                        i * head.classes(),
                                        head.row(start + i),
                                        head.label(start + i));
                    }
                }
            }
        }
        List<HeadResult> results = new ArrayList<>();
        for (int h = 0; h < heads.size(); h++) {
            results.add(
                    new HeadResult(
                            heads.get(h).head().name(),
                            scores.get(h).loss(),
                            scores.get(h).accuracy()));
        }
        return results;
    }
}
