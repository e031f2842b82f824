package io.github.fer4j.model.onnx;

import static io.github.fer4j.model.onnx.Nets.counting;
import static io.github.fer4j.model.onnx.Nets.filled;
import static io.github.fer4j.model.onnx.Nets.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNetworkTest {
    private static final OnnxOptions OPTIONS = OnnxOptions.defaults().withThreads(1);

    @TempDir Path folder;

    private static Nets small() {
        return input(4, 4, 1)
                .then("Conv2D", Map.of("kernel_size", 3L), "kernel", counting(0.1, 3, 3, 1, 2))
                .then("Flatten", Map.of())
                .then("Dense", Map.of(), "kernel", counting(0.01, 8, 3));
    }

    private static OnnxNetwork load() {
        return OnnxNetwork.load(small().model(), OPTIONS);
    }

    @Test
    void describe_loadedNetwork_saysWhatGoesInAndOut() {
        try (OnnxNetwork network = load()) {
            assertThat(network.inputShape()).isEqualTo(Shape.of(-1, 4, 4, 1));
            assertThat(network.outputs()).hasSize(1);
            assertThat(network.outputs().get(0).name()).isEqualTo("layer3");
            assertThat(network.outputs().get(0).shape()).isEqualTo(Shape.of(-1, 3));
            assertThat(network.metadata()).isEmpty();
        }
    }

    @Test
    void predict_batch_answersEachRowAsAlone() {
        Tensor batch = counting(0.1, 5, 4, 4, 1);
        try (OnnxNetwork network = load()) {
            Tensor all = network.predict(batch).get(0);
            for (int row = 0; row < 5; row++) {
                Tensor one =
                        Tensor.wrap(Shape.of(1, 4, 4, 1), batch.toArray(row * 16, row * 16 + 16));
                assertThat(network.predict(one).get(0).toArray())
                        .isEqualTo(all.toArray(row * 3, row * 3 + 3));
            }
        }
    }

    @Test
    void predict_wrongShape_namesBoth() {
        try (OnnxNetwork network = load()) {
            for (Tensor wrong :
                    List.of(
                            filled(0, 1, 4, 5, 1),
                            filled(0, 4, 4, 1),
                            filled(0, 0, 4, 4, 1),
                            filled(0, 1, 1, 4, 4))) {
                assertThatThrownBy(() -> network.predict(wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("(None, 4, 4, 1)")
                        .hasMessageContaining(wrong.shape().toString());
            }
        }
    }

    @Test
    void predict_eightThreads_answerAsOne() throws Exception {
        try (OnnxNetwork network = OnnxNetwork.load(small().model())) {
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<Boolean>> answers = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    Tensor input = filled(i, 1 + i % 3, 4, 4, 1);
                    Tensor expected = network.predict(input).get(0);
                    answers.add(pool.submit(() -> network.predict(input).get(0).equals(expected)));
                }
                for (Future<Boolean> answer : answers) {
                    assertThat(answer.get()).isTrue();
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void close_twiceAndThenPredict_isAnIllegalState() {
        OnnxNetwork network = load();
        network.close();
        assertThatCode(network::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> network.predict(filled(0, 1, 4, 4, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void close_whileOthersPredict_endsEachCallWithAnAnswerOrAnIllegalState() throws Exception {
        for (int round = 0; round < 20; round++) {
            OnnxNetwork network = load();
            Tensor input = filled(1, 1, 4, 4, 1);
            Thread[] threads = new Thread[4];
            List<Throwable> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < threads.length; i++) {
                threads[i] =
                        new Thread(
                                () -> {
                                    try {
                                        while (true) {
                                            network.predict(input);
                                        }
                                    } catch (IllegalStateException e) {
                                        // The network was closed.
                                    } catch (Throwable e) {
                                        wrong.add(e);
                                    }
                                });
                threads[i].start();
            }
            Thread.sleep(2);
            network.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void load_severalInputs_isRefused() {
        var model = small().model();
        var two =
                new io.github.fer4j.model.keras.KerasModel(
                        "two",
                        "3",
                        model.nodes(),
                        List.of(model.inputs().get(0), model.inputs().get(0)),
                        model.outputs());
        assertThatThrownBy(() -> OnnxNetwork.load(two))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("2 inputs");
    }

    @Test
    void write_thenLoadFile_answersTheSameAndKeepsMetadata() {
        Path file = folder.resolve("net.onnx");
        small().compile().write(file, Map.of("fer.note", "hello"));
        Tensor input = counting(0.1, 2, 4, 4, 1);
        try (OnnxNetwork compiled = load();
                OnnxNetwork loaded = OnnxNetwork.load(file, OPTIONS)) {
            assertThat(loaded.metadata()).containsEntry("fer.note", "hello");
            assertThat(loaded.inputShape()).isEqualTo(compiled.inputShape());
            assertThat(loaded.outputs()).isEqualTo(compiled.outputs());
            assertThat(loaded.predict(input)).isEqualTo(compiled.predict(input));
        }
    }

    @Test
    void load_fileWithAFixedBatch_takesOthersInParts() throws IOException {
        ModelProto.Builder model = proto().toBuilder();
        fixBatch(model.getGraphBuilder().getInputBuilder(0), 2);
        fixBatch(model.getGraphBuilder().getOutputBuilder(0), 2);
        Path file = write(model.build());
        Tensor input = counting(0.1, 4, 4, 4, 1);
        try (OnnxNetwork compiled = load();
                OnnxNetwork fixed = OnnxNetwork.load(file, OPTIONS)) {
            assertThat(fixed.predict(input)).isEqualTo(compiled.predict(input));
            assertThatThrownBy(() -> fixed.predict(counting(1, 3, 4, 4, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("batches of 2");
        }
    }

    private static void fixBatch(ValueInfoProto.Builder value, int size) {
        value.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(size);
    }

    @Test
    void load_weightsInAnotherFile_areNotOpened() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), new byte[9 * 2 * 4]);
        ModelProto.Builder model = proto().toBuilder();
        for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getDataType() == 1) {
                tensor.clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(
                                StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue(secret.toString()));
                break;
            }
        }
        Path file = write(model.build());
        assertThatThrownBy(() -> OnnxNetwork.load(file, OPTIONS))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("net.onnx")
                .hasMessageContaining("another file");
    }

    @Test
    void load_missingEmptyOrForeignFile_isRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "this is no network at all");
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        Path zeros = Files.write(folder.resolve("zeros.onnx"), new byte[1000]);
        for (Path file : List.of(text, empty, zeros, folder, folder.resolve("none.onnx"))) {
            assertThatThrownBy(() -> OnnxNetwork.load(file, OPTIONS))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    @Test
    void load_truncatedOrFlippedFile_isRefusedOrLoads() throws IOException {
        byte[] whole = proto().toByteArray();
        Random random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 150; round++) {
            byte[] bytes;
            if (round % 3 == 0) {
                bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                bytes = whole.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged.onnx"), bytes);
            try (OnnxNetwork network = OnnxNetwork.load(file, OPTIONS)) {
                assertThat(network.outputs()).isNotEmpty();
            } catch (ModelFormatException e) {
                refused++;
                assertThat(e).hasMessageContaining("damaged.onnx");
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    private static ModelProto proto() throws IOException {
        return ModelProto.parseFrom(small().compile().toByteArray());
    }

    private Path write(ModelProto model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.toByteArray());
    }
}
