package io.github.fer4j.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.EmotionClassifier;
import io.github.fer4j.model.LabelOrder;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.OutputKind;
import io.github.fer4j.model.Scaling;
import io.github.fer4j.model.keras.KerasModel;
import io.github.fer4j.model.onnx.OnnxCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxMetadataTest {
    @TempDir Path folder;

    @Test
    void of_itsOwnMap_isTheSame() {
        KerasModel model = BundledNetwork.FER2013.read();
        OnnxMetadata metadata =
                OnnxMetadata.of(model, BundledNetwork.FER2013.spec())
                        .withLabels(LabelOrder.ALPHABETICAL)
                        .withScaling(
                                Scaling.perChannel(new double[] {1, 2.5}, new double[] {3, 4}));

        assertThat(OnnxMetadata.of(metadata.toMap(model))).isEqualTo(metadata);
        assertThat(metadata.outputKinds()).containsExactly(OutputKind.PROBABILITIES);
        assertThat(metadata.toMap(model)).containsEntry("fer.input_shape", "None,48,48,1");
    }

    @Test
    void of_mapOfAStranger_saysNothing() {
        OnnxMetadata metadata = OnnxMetadata.of(Map.of("author", "somebody"));
        assertThat(metadata.labels()).isEmpty();
        assertThat(metadata.scaling()).isEmpty();
        assertThat(metadata.temperature()).isEmpty();
        assertThat(metadata.outputKinds()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "fer.labels, 'angry,bored'",
        "fer.labels, 'angry,angry'",
        "fer.temperature, hot",
        "fer.temperature, -1",
        "fer.color_order, gbr",
        "fer.output_kinds, guesses"
    })
    void of_valueThatCannotBeRead_namesKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> OnnxMetadata.of(Map.of(key, value)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void load_onnxFile_classifiesByItsMetadata() {
        KerasModel model = BundledNetwork.FER_PLUS.read();
        Path file = folder.resolve("network.onnx");
        OnnxMetadata metadata = OnnxMetadata.of(model, BundledNetwork.FER_PLUS.spec());
        OnnxCompiler.compile(model).write(file, metadata.toMap(model));

        try (EmotionClassifier classifier = new ClassifierLoader().model(file).load()) {
            assertThat(classifier.spec()).isEqualTo(BundledNetwork.FER_PLUS.spec());
        }
        try (EmotionClassifier classifier =
                new ClassifierLoader().model(file).scaling(Scaling.NONE).temperature(2).load()) {
            assertThat(classifier.spec().scaling()).isEqualTo(Scaling.NONE);
            assertThat(classifier.spec().temperature()).isEqualTo(2);
        }
    }

    @Test
    void load_onnxFileForDeeplearning4j_isRefused() {
        ClassifierLoader loader =
                new ClassifierLoader()
                        .model(folder.resolve("network.onnx"))
                        .engine(Engine.DEEPLEARNING4J);
        assertThatThrownBy(loader::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("network.onnx");
    }

    @Test
    void load_fileThatIsNoOnnx_isRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.onnx"), "no graph");
        ClassifierLoader loader = new ClassifierLoader().model(file);
        assertThatThrownBy(loader::load)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("broken.onnx");
        ClassifierLoader missing = new ClassifierLoader().model(folder.resolve("gone.onnx"));
        assertThatThrownBy(missing::load)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("gone.onnx");
    }
}
