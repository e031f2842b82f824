package io.github.fer4j.examples.training.loop;

/** Makes a network's input of a face of the data. Thread-safe. */
@FunctionalInterface
public interface FaceTransform {
    /**
     * @param face the number of the face
     * @param epoch from 0; the only thing besides the face that changes what comes out
     * @param target where its values go, (height, width, channels)
     * @param offset where in it
     */
    void apply(int face, int epoch, float[] target, int offset);
}
