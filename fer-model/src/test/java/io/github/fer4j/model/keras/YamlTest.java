package io.github.fer4j.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.model.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    private static Map<String, Object> parse(String text) {
        return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_whatKerasWrites_isWhatJsonWouldBe() {
        Map<String, Object> parsed =
                parse(
                        """
                        class_name: Sequential
                        config:
                          shape: !!python/tuple
                          - null
                          - 48
                          epsilon: 1.0e-05
                          use_bias: true
                          axis: !!python/object/apply:tensorflow.python.training.ListWrapper
                          - - 3
                        """);

        assertThat(parsed)
                .containsEntry("class_name", "Sequential")
                .containsEntry(
                        "config",
                        Map.of(
                                "shape",
                                Arrays.asList(null, 48L),
                                "epsilon",
                                1.0e-05,
                                "use_bias",
                                true,
                                "axis",
                                List.of(3L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class_name: !!python/object/apply:os.system ['touch owned']",
                "class_name: !!python/name:os.system ''",
                "class_name: !!java.net.URL ['http://localhost']",
                "class_name: !!python/object:shop.Layer {}"
            })
    void parse_tagThatNamesCode_isRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void parse_aliasesThatMultiply_areRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }

        assertThatThrownBy(() -> parse(bomb.toString())).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThatThrownBy(() -> parse("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .isInstanceOf(ModelFormatException.class);
    }
}
