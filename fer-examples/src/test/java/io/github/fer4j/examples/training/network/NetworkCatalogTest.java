package io.github.fer4j.examples.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.keras.KerasReader;
import io.github.fer4j.model.keras.KerasWriter;
import io.github.fer4j.model.keras.LayerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkCatalogTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ng, 4478727",
        "four-conv, 2345607",
        "mini-xception, 58423",
        "vgg, 1767463",
        "resnet, 5333671",
        "fer-resnet, 2763687"
    })
    void create_name_hasItsNumberOfParameters(String name, long parameters) {
        KerasModel model = NetworkCatalog.create(name, NetworkInput.FER_2013, 7, 1);

        assertThat(model.parameterCount()).isEqualTo(parameters);
        assertThat(model.shape(model.outputs().get(0)).dimensions()).containsExactly(-1, 7);
    }

    @Test
    void names_list_isWhatCanBeMade() {
        assertThat(NetworkCatalog.names())
                .containsExactly("ng", "four-conv", "mini-xception", "vgg", "resnet", "fer-resnet");
    }

    @Test
    void create_unknownName_namesThoseThereAre() {
        assertThatThrownBy(() -> NetworkCatalog.create("alexnet", NetworkInput.FER_2013, 7, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alexnet")
                .hasMessageContaining("mini-xception");
    }

    @Test
    void create_seed_decidesWeights() {
        KerasModel one = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);
        KerasModel same = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);
        KerasModel other = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 2);

        assertThat(same.layers().get(1).weights()).isEqualTo(one.layers().get(1).weights());
        assertThat(other.layers().get(1).weights()).isNotEqualTo(one.layers().get(1).weights());
    }

    @ParameterizedTest
    @CsvSource({"fer-resnet", "mini-xception"})
    void create_twoHeads_standOnOneTrunk(String name) {
        List<NetworkHead> heads =
                List.of(new NetworkHead("emotion", 7), new NetworkHead("ferplus", 8));

        KerasModel model = NetworkCatalog.create(name, NetworkInput.FER_2013, heads, 1);

        assertThat(model.outputs()).hasSize(2);
        assertThat(model.shape(model.outputs().get(0)).size(-1)).isEqualTo(7);
        assertThat(model.shape(model.outputs().get(1)).size(-1)).isEqualTo(8);
        assertThat(model.node(model.outputs().get(1)).name()).isEqualTo("ferplus");
    }

    @Test
    void create_otherInput_fits() {
        KerasModel model = NetworkCatalog.create("ng", new NetworkInput(64, 64, 3), 8, 1);

        assertThat(model.shape(model.outputs().get(0)).size(-1)).isEqualTo(8);
    }

    @Test
    void create_writtenInEveryFormat_keepsWhatMattersInTraining() {
        KerasModel model = NetworkCatalog.create("mini-xception", NetworkInput.FER_2013, 7, 1);
        Path archive = folder.resolve("model.keras");
        Path whole = folder.resolve("model.h5");
        Path json = folder.resolve("model.json");
        Path weights = folder.resolve("weights.h5");
        KerasWriter writer = KerasWriter.create();

        writer.writeArchive(model, archive);
        writer.writeHdf5(model, whole);
        writer.writeJson(model, json, weights, KerasWriter.WeightsLayout.BY_NAME);

        for (KerasModel read :
                List.of(
                        KerasReader.read(archive),
                        KerasReader.read(whole),
                        KerasReader.read(json, weights))) {
            assertThat(training(read, "stem1").find("kernel_regularizer"))
                    .hasValueSatisfying(
                            value -> assertThat(value.toString()).contains("L1L2", "l2=0.01"));
            assertThat(training(read, "stem1_bn").number("momentum", 0)).isEqualTo(0.99);
        }
        writer.writeArchive(NetworkCatalog.create("vgg", NetworkInput.FER_2013, 7, 1), archive);
        assertThat(training(KerasReader.read(archive), "block1a_bn").number("momentum", 0))
                .isEqualTo(0.9);
    }

    private static LayerConfig training(KerasModel model, String layer) {
        return model.layers().stream()
                .filter(each -> each.name().equals(layer))
                .findFirst()
                .orElseThrow()
                .config()
                .training();
    }

    @ParameterizedTest
    @CsvSource({"ng", "mini-xception", "fer-resnet"})
    void create_written_isReadBackAlike(String name) {
        KerasModel model = NetworkCatalog.create(name, NetworkInput.FER_2013, 7, 1);
        Path file = folder.resolve("model.keras");

        KerasWriter.create().writeArchive(model, file);

        assertThat(KerasReader.read(file).parameterCount()).isEqualTo(model.parameterCount());
    }
}
