package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.augmentation.AugmentationPlan;
import io.github.fer4j.examples.training.augmentation.MixupPairs;
import java.util.List;

/** Makes the batches of a training, each a function of seed, epoch and step alone. */
final class BatchMaker {
    private final FaceTransform transform;
    private final List<HeadTargets> heads;
    private final float[][][] teachings;
    private final AugmentationPlan plan;
    private final long seed;
    private final Randomness randomness;
    private final int faceSize;
    private final int faces;
    private final int steps;
    private int[] order = {};
    private int orderEpoch = -1;

    /**
     * @param transform makes the pixels
     * @param faceSize how many values a face has
     * @param heads what each head is to answer
     * @param teachings for each head what its teachers answer to each face; empty for a head
     *     without
     * @param batch the most faces of a batch; all have the same number, give or take one
     * @param plan says whether and how faces are mixed
     * @param seed decides which
     */
    BatchMaker(
            FaceTransform transform,
            int faceSize,
            List<HeadTargets> heads,
            float[][][] teachings,
            int batch,
            AugmentationPlan plan,
            long seed) {
        this.transform = transform;
        this.faceSize = faceSize;
        this.heads = List.copyOf(heads);
        this.teachings = teachings;
        this.plan = plan;
        this.seed = seed;
        this.randomness = new Randomness(seed);
        this.faces = heads.get(0).size();
        this.steps = (faces + batch - 1) / batch;
    }

    int steps() {
        return steps;
    }

    /** Called by one thread at a time. */
    Batch make(int epoch, int step) {
        if (orderEpoch != epoch) {
            order = randomness.order(epoch, faces);
            orderEpoch = epoch;
        }
        int start = (int) ((long) faces * step / steps);
        int end = (int) ((long) faces * (step + 1) / steps);
        int size = end - start;
        float[] pixels = new float[size * faceSize];
        for (int i = 0; i < size; i++) {
            transform.apply(order[start + i], epoch, pixels, i * faceSize);
        }
        MixupPairs pairs = MixupPairs.draw(plan, seed, epoch, step, size);
        pairs.mix(pixels);
        float[][] targets = new float[heads.size()][];
        float[][] taught = new float[heads.size()][];
        int[][] labels = new int[heads.size()][];
        for (int h = 0; h < targets.length; h++) {
            HeadTargets head = heads.get(h);
            targets[h] = new float[size * head.classes()];
            labels[h] = new int[size];
            boolean isTaught = teachings[h].length > 0;
            taught[h] = new float[isTaught ? targets[h].length : 0];
            for (int i = 0; i < size; i++) {
                int face = order[start + i];
                int at = i * head.classes();
                System.arraycopy(head.row(face), 0, targets[h], at, head.classes());
                if (isTaught) {
                    System.arraycopy(teachings[h][face], 0, taught[h], at, head.classes());
                }
                boolean ownsMore = pairs.share(i) >= 0.5;
                labels[h][i] = head.label(ownsMore ? face : order[start + pairs.partner(i)]);
            }
            pairs.mix(targets[h]);
            if (isTaught) {
                pairs.mix(taught[h]);
            }
        }
        return new Batch(size, pixels, targets, taught, labels);
    }
}
