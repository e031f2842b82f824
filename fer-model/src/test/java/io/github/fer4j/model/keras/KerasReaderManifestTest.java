package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import io.github.fer4j.model.Shape;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of a manifest: read with all its parameters, or refused with one clear error. */
class KerasReaderManifestTest {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    static List<Fixtures.Row> shipped() {
        return Fixtures.rows(Fixtures.shipped());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    @Timeout(10)
    void read_shippedNetwork_isAsItsManifestExpects(Fixtures.Row row) {
        check(row);
    }

    @Test
    void read_everyNetworkThatADeveloperHas_isAsItsManifestExpects() {
        List<Fixtures.Row> rows = Fixtures.rows(Fixtures.all());
        assertThat(rows).hasSizeGreaterThan(300);
        List<String> wrong = new ArrayList<>();
        for (Fixtures.Row row : rows) {
            try {
                check(row);
            } catch (AssertionError | RuntimeException e) {
                wrong.add(row + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(Fixtures.Row row) {
        long start = cpuNanos();
        switch (row.expect()) {
            case "ok" -> checkRead(row, row.read());
            case "refuse" ->
                    assertThatThrownBy(row::read)
                            .isExactlyInstanceOf(ModelFormatException.class)
                            .message()
                            .satisfiesAnyOf(
                                    message -> assertThat(message).startsWith(named(row, 0)),
                                    message ->
                                            assertThat(message)
                                                    .startsWith(
                                                            named(row, row.files().size() - 1)));
            default -> {
                try {
                    row.read();
                } catch (ModelFormatException e) {
                    assertThat(e).hasMessageContaining(": ");
                }
            }
        }
        assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(LONGEST);
    }

    /** The thread's own time, whatever else the machine does. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String named(Fixtures.Row row, int file) {
        return row.files().get(file) + ": ";
    }

    private static void checkRead(Fixtures.Row row, KerasModel model) {
        // Keras counts the number of pictures that a Normalization saw, or does not.
        long counters =
                model.layers().stream()
                        .filter(layer -> layer.findWeight("count").isPresent())
                        .count();
        assertThat(model.parameterCount()).isBetween(row.parameters(), row.parameters() + counters);
        assertThat(model.outputs()).hasSameSizeAs(row.outputs());
        String[] sizes = row.inputShape().split("x");
        Shape input = model.shape(model.inputs().get(0));
        assertThat(input.rank()).isEqualTo(sizes.length);
        for (int axis = 1; axis < sizes.length; axis++) {
            assertThat(input.size(axis)).isIn(Shape.UNKNOWN, Integer.valueOf(sizes[axis]));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    unknown-class.json                                | mystery      | EmotionAttention9000
                    custom-layer.json                                 | mask         | shop>SquareMask
                    lambda.json                                       | sneaky       | never executed
                    lambda-keras3.json                                | sneaky       | never executed
                    unknown-activation.json                           | conv         | sparkle
                    negative-filters.json                             | filters      | -4
                    zero-strides.json                                 | strides      | [0, 0]
                    wrong-type.json                                   | kernel_size  | 'five'
                    vast-activations.json                             | vast         | (None, 600000, 600000, 4)
                    input-too-small.json                              | conv         | empty output
                    cycle.json                                        | cycle        | layer 'a'
                    dangling-inbound.json                             | 'ghost'      | 'b'
                    dangling-output.json                              | 'nowhere'    | does not exist
                    same-name-twice.json                              | two layers   | 'b'
                    shapes-do-not-add.json                            | 'c'          | (None, 48, 48, 1) and (None, 2304)
                    not-a-model.json                                  | class_name   | missing
                    not-json.json                                     | invalid JSON | line 1
                    no-layers.json                                    | no layers    | 's'
                    array.json                                        | array of 3   | expected
                    empty.h5                                          | empty        | accepted
                    truncated-half.h5                                 | truncated    | cannot be read
                    png-renamed.h5                                    | PNG          | no Keras
                    png-renamed.keras                                 | PNG          | no Keras
                    html-renamed.h5                                   | web page     | no Keras
                    lfs-pointer.h5                                    | Git LFS      | fetch
                    no-model-config.h5                                | model_config | JSON
                    config-not-json.h5                                | model_config | invalid JSON
                    some-other.h5                                     | HDF5         | no Keras
                    no-weights.keras                                  | model.weights.h5 | missing
                    no-config.keras                                   | config.json  | missing
                    path-traversal.keras                              | escaped.txt  | outside
                    weights-truncated.keras                           | model.weights.h5 | truncated
                    bad-crc.keras                                     | model.weights.h5 | CRC
                    bomb.keras                                        | model.weights.h5 | compressed
                    bomb-config.keras                                 | config.json  | compressed
                    bomb-lying.keras                                  | model.weights.h5 | 1,000
                    encrypted.keras                                   | encrypted    | config.json
                    savedmodel.keras                                  | SavedModel   | .keras
                    model.json+wrong-shape-weights.h5                 | (5, 5, 1, 4) | (5, 5, 3, 4)
                    model.json+wrong-rank-weights.h5                  | (5, 5, 1, 4) | (5, 5, 4)
                    model.json+another-network-weights.h5             | conv         | dense_10
                    model.json+missing-layer-weights.h5               | 'dense'      | no weights
                    model.json+missing-group-weights.h5               | 'dense'      | missing
                    model.json+missing-dataset-weights.h5             | dense/bias:0 | missing
                    model.json+nan-weights.h5                         | 'dense'      | NaN
                    model.json+infinite-weights.h5                    | 'conv'       | Infinity
                    model.json+text-weights.h5                        | 'dense'      | text
                    model.json+external-link-weights.h5               | dense/bias:0 | missing
                    model.json+soft-link-loop-weights.h5              | dense/bias:0 | missing
                    model.json+virtual-dataset-weights.h5             | 'dense'      | Virtual
                    model.json+external-storage-weights.h5            | 'dense'      | External
                    model.json+unknown-filter-weights.h5              | kernel       | 400
                    model.json+giant-dataset-weights.h5               | (144, 7)     | (1048576, 262144)
                    model.json+shards-outside.weights.json            | ../../outside.weights.h5 | not given
                    """)
    void read_brokenFile_saysWhatIsWrongAndWhere(String files, String place, String cause) {
        Path folder = Fixtures.shipped().resolve("broken");
        String[] names = files.split("\\+");
        Path[] weights = names.length == 1 ? new Path[0] : new Path[] {folder.resolve(names[1])};

        assertThatThrownBy(() -> KerasReader.read(folder.resolve(names[0]), weights))
                .isExactlyInstanceOf(ModelFormatException.class)
                .hasMessageContaining(names[names.length - 1])
                .hasMessageContaining(place)
                .hasMessageContaining(cause);
    }
}
