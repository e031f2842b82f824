package io.github.fer4j.examples.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fer4j.examples.training.network.NetworkCatalog;
import io.github.fer4j.examples.training.network.NetworkHead;
import io.github.fer4j.examples.training.network.NetworkInput;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import io.github.fer4j.model.engine.BundledNetwork;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.onnx.OnnxNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkHeadsTest {
    @TempDir private Path folder;

    private static Tensor face() {
        float[] pixels = new float[48 * 48];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        return Tensor.of(Shape.of(1, 48, 48, 1), pixels);
    }

    private static List<Tensor> answers(KerasModel model) {
        try (OnnxNetwork network = OnnxNetwork.load(model)) {
            return network.predict(face());
        }
    }

    @Test
    void bundled_bothHeads_answerAsEachNetworkAlone() {
        KerasModel both = NetworkSource.read(NetworkSource.BUNDLED);

        List<Tensor> answers = answers(both);

        float[] first = answers(BundledNetwork.FER2013.read()).get(0).toArray();
        float[] second = answers(BundledNetwork.FER_PLUS.read()).get(0).toArray();
        assertThat(answers.get(0).toArray()).containsExactly(first, within(1e-6f));
        assertThat(answers.get(1).toArray()).containsExactly(second, within(1e-6f));
    }

    @Test
    void single_ofBothHeads_isTheNetworkAloneAlsoInAFile() {
        KerasModel both = NetworkSource.read(NetworkSource.BUNDLED);
        KerasModel single = NetworkHeads.single(both, 1);
        Path file = folder.resolve("single.keras");
        KerasWriter.create().writeArchive(single, file);

        assertThat(single.parameterCount())
                .isEqualTo(BundledNetwork.FER_PLUS.read().parameterCount());
        assertThat(answers(KerasReader.read(file)).get(0).toArray())
                .containsExactly(
                        answers(BundledNetwork.FER_PLUS.read()).get(0).toArray(), within(1e-6f));
    }

    @Test
    void fit_moreHeads_standOnTheLastVectorAndKeepTheTrunk() {
        KerasModel model = BundledNetwork.FER2013.read();

        KerasModel fitted =
                NetworkHeads.fit(
                        model, List.of(new NetworkHead("a", 5), new NetworkHead("b", 3)), 1);

        List<Tensor> answers = answers(fitted);
        assertThat(answers.get(0).shape()).isEqualTo(Shape.of(1, 5));
        assertThat(answers.get(1).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(fitted.layers().get(1).weights()).isEqualTo(model.layers().get(1).weights());
        assertThat(NetworkHeads.fit(model, List.of(new NetworkHead("a", 7)), 1)).isSameAs(model);
    }

    @Test
    void join_otherTrunks_isRefused() {
        KerasModel other = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);

        assertThatThrownBy(() -> NetworkHeads.join(BundledNetwork.FER2013.read(), "a", other, "b"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("differ in more than their last layer");
    }

    @Test
    void transfer_bundledTrunk_fitsTheCatalogue() {
        KerasModel fresh =
                NetworkCatalog.create(
                        "fer-resnet",
                        NetworkInput.FER_2013,
                        List.of(new NetworkHead("fer2013", 7), new NetworkHead("ferplus", 8)),
                        1);

        WeightTransfer transfer =
                WeightTransfer.between(fresh, NetworkSource.read(NetworkSource.BUNDLED));

        assertThat(transfer.left()).isEmpty();
        assertThat(answers(transfer.model()).get(0).toArray())
                .containsExactly(
                        answers(BundledNetwork.FER2013.read()).get(0).toArray(), within(1e-6f));
    }

    @Test
    void transfer_nothingInCommon_isRefused() {
        KerasModel fresh = NetworkCatalog.create("ng", NetworkInput.FER_2013, 7, 1);

        assertThatThrownBy(() -> WeightTransfer.between(fresh, BundledNetwork.FER2013.read()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("no layer");
    }

    @Test
    void dropout_changed_isInEveryDropoutLayer() {
        KerasModel model =
                DropoutRate.of(NetworkCatalog.create("ng", NetworkInput.FER_2013, 7, 1), 0.5);

        assertThat(
                        model.layers().stream()
                                .filter(layer -> layer.className().equals("Dropout"))
                                .map(layer -> layer.config().number("rate", 0)))
                .isNotEmpty()
                .containsOnly(0.5);
    }
}
