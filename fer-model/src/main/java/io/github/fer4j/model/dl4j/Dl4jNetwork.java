package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Network;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.keras.KerasModel;
import java.util.List;

/** A network that Deeplearning4j runs. */
public final class Dl4jNetwork implements Network {
    private Dl4jNetwork() {}

    /**
     * @param model a network
     * @return the same network, ready to run
     */
    public static Dl4jNetwork load(KerasModel model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Shape inputShape() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Output> outputs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Tensor> predict(Tensor input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
