package io.github.fer4j.examples.training.diagram;

import java.awt.Color;
import java.util.Locale;

/** What a mark of a chart is drawn in; a page chooses the colours, a PNG has the light ones. */
public enum Ink {
    /** Text that is to be read. */
    TEXT(0x1c2733, 0xe6ebf0),
    /** Text beside it. */
    MUTED(0x56616e, 0xa3afbb),
    /** Lines of a grid. */
    GRID(0xdde3e9, 0x37424d),
    /** What is behind all. */
    PAPER(0xffffff, 0x141a20),
    /** The first series. */
    FIRST(0x0b62c4, 0x66b2ff),
    /** The second series. */
    SECOND(0xc2410c, 0xffa366),
    /** The third series. */
    THIRD(0x0f766e, 0x5eead4);

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    Color color() {
        return new Color(light);
    }

    /** The name of its CSS variable. */
    String variable() {
        return "--chart-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @return what a page's style needs so that charts in it have colours, for light and dark
     */
    public static String css() {
        StringBuilder lights = new StringBuilder(":root{");
        StringBuilder darks = new StringBuilder("@media (prefers-color-scheme:dark){:root{");
        for (Ink ink : values()) {
            lights.append("%s:#%06x;".formatted(ink.variable(), ink.light));
            darks.append("%s:#%06x;".formatted(ink.variable(), ink.dark));
        }
        return lights.append("}\n").append(darks).append("}}\n").toString();
    }
}
