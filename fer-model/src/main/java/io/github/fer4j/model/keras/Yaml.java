package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The YAML of Keras' {@code to_yaml()}, as the same plain values that {@link Json} gives. Nodes are
 * read, never constructed: a tag that names Python's objects is refused, its tuples are lists.
 */
final class Yaml {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_VALUES = 1_000_000;
    private static final int MAX_CHARACTERS = 16 << 20;
    private static final String PYTHON_TUPLE = "tag:yaml.org,2002:python/tuple";
    private static final String PYTHON_TEXT = "tag:yaml.org,2002:python/unicode";

    private int values;

    private Yaml() {}

    static Map<String, Object> parse(byte[] text) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setCodePointLimit(MAX_CHARACTERS)
                        .setMaxAliasesForCollections(100)
                        .setAllowDuplicateKeys(true)
                        .build();
        try {
            Optional<Node> root =
                    new Compose(settings)
                            .composeReader(
                                    new StringReader(new String(text, StandardCharsets.UTF_8)));
            if (root.isPresent() && new Yaml().value(root.get(), 0) instanceof Map<?, ?> map) {
                Map<String, Object> object = new LinkedHashMap<>();
                map.forEach((key, value) -> object.put(String.valueOf(key), value));
                return object;
            }
            throw new ModelFormatException("expected YAML that describes a network");
        } catch (YamlEngineException e) {
            throw new ModelFormatException(
                    "invalid YAML: " + e.getMessage().replaceAll("\\s+", " ").strip(), e);
        } catch (ModelFormatException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The parser goes down by recursion, and its limits do not cover every depth.
            throw new ModelFormatException("invalid YAML, or nested too deep: " + e, e);
        }
    }

    private Object value(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ModelFormatException("YAML nested deeper than %d".formatted(MAX_DEPTH));
        }
        // Aliases may refer to the same node again and again.
        if (++values > MAX_VALUES) {
            throw new ModelFormatException("more than %,d values of YAML".formatted(MAX_VALUES));
        }
        if (node instanceof SequenceNode sequence) {
            if (isListWrapper(node) && sequence.getValue().size() == 1) {
                return value(sequence.getValue().get(0), depth + 1);
            }
            check(node, Tag.SEQ.getValue(), PYTHON_TUPLE);
            List<Object> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, depth + 1));
            }
            return items;
        }
        if (node instanceof MappingNode mapping) {
            check(node, Tag.MAP.getValue());
            Map<String, Object> object = new LinkedHashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                object.put(
                        String.valueOf(value(entry.getKeyNode(), depth + 1)),
                        value(entry.getValueNode(), depth + 1));
            }
            return object;
        }
        return scalar((ScalarNode) node);
    }

    /** tf.keras 2.0 wrote the axes of a normalisation as a call of this class, which is a list. */
    private static boolean isListWrapper(Node node) {
        String tag = node.getTag().getValue();
        return tag.startsWith("tag:yaml.org,2002:python/object/apply:tensorflow.python.")
                && tag.endsWith(".ListWrapper");
    }

    private static Object scalar(ScalarNode node) {
        check(
                node,
                Tag.STR.getValue(),
                Tag.NULL.getValue(),
                Tag.BOOL.getValue(),
                Tag.INT.getValue(),
                Tag.FLOAT.getValue(),
                PYTHON_TEXT);
        String text = node.getValue();
        Tag tag = node.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.parseBoolean(text);
            } else if (tag.equals(Tag.INT)) {
                return Long.parseLong(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return number(text);
            }
        } catch (NumberFormatException e) {
            throw new ModelFormatException("invalid YAML: '%s' is no number".formatted(text), e);
        }
        return text;
    }

    private static double number(String text) {
        return switch (text) {
            case ".inf", ".Inf", ".INF", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static void check(Node node, String... accepted) {
        String tag = node.getTag().getValue();
        for (String allowed : accepted) {
            if (tag.equals(allowed)) {
                return;
            }
        }
        throw new ModelFormatException(
                "YAML with the tag '%s' is refused: a network has plain values alone"
                        .formatted(tag.length() > 80 ? tag.substring(0, 80) + "…" : tag));
    }
}
