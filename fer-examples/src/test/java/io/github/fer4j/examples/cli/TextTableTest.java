package io.github.fer4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void print_textAndNumbers_alignsNumbersRight() {
        StringWriter text = new StringWriter();
        new TextTable("Layer", "Params")
                .row("conv2d (Conv2D)", "1,664")
                .row("relu", 0)
                .print(new PrintWriter(text));
        assertThat(text.toString().lines())
                .containsExactly(
                        "Layer            Params",
                        "-----------------------",
                        "conv2d (Conv2D)   1,664",
                        "relu                  0");
    }

    @Test
    void row_wrongNumberOfCells_isRefused() {
        TextTable table = new TextTable("a", "b");
        assertThatThrownBy(() -> table.row("only one"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1", "2");
    }
}
