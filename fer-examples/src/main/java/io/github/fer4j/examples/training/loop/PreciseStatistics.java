package io.github.fer4j.examples.training.loop;

import io.github.fer4j.examples.training.torch.TrainableNetwork;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes the moving statistics of batch normalisation over training faces as they are. While a
 * network learns they follow augmented faces, and those that it is asked about later are not
 * turned, mixed and half erased (Wu and Johnson 2021, arXiv 2105.07576).
 */
@SuppressWarnings("try") // Scopes work by being open.
final class PreciseStatistics {
    private static final int BATCH = 256;

    private final ComputeDevice device;
    private final FaceTransform transform;
    private final int[] faceShape;
    private final int available;
    private final int wanted;

    /**
     * @param device where the network is
     * @param transform makes the pixels of a training face, without chance
     * @param faceShape height, width, channels
     * @param available how many training faces there are
     * @param wanted how many of them, spread evenly, are looked at; 0 changes nothing
     */
    PreciseStatistics(
            ComputeDevice device,
            FaceTransform transform,
            int[] faceShape,
            int available,
            int wanted) {
        this.device = device;
        this.transform = transform;
        this.faceShape = faceShape;
        this.available = available;
        this.wanted = Math.min(wanted, available);
    }

    /** Moves the network's statistics. */
    void measure(TrainableNetwork network) {
        int faceSize = faceShape[0] * faceShape[1] * faceShape[2];
        int size = Math.min(BATCH, wanted);
        int batches = wanted == 0 ? 0 : wanted / size;
        float[] pixels = new float[size * faceSize];
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < size; i++) {
                // Neighbours in a data set are often of one class: a batch has some of all.
                long place = (long) i * batches + batch;
                int face = (int) (place * available / ((long) size * batches));
                transform.apply(face, 0, pixels, i * faceSize);
            }
            try (PointerScope scope = new PointerScope()) {
                Tensor input =
                        device.tensor(pixels, size, faceShape[0], faceShape[1], faceShape[2]);
                network.measure(input, batch);
            }
        }
    }
}
