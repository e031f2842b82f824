package io.github.fer4j.examples.training.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Recipes as text, YAML or JSON, which is YAML, too. A file names what it wants otherwise than the
 * {@linkplain #defaults() defaults}; what it names must be a key that there is.
 */
public final class RecipeFile {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final String DEFAULTS =
            """
            network: ""
            architecture: ""
            weights: ""
            scaling: auto
            dropout: -1.0
            epochs: 60
            batch: 64
            seed: 1
            precision: auto
            optimizer:
              name: adam
              learning-rate: 0.001
              momentum: 0.9
              nesterov: false
              beta1: 0.9
              beta2: 0.999
              epsilon: 1.0e-7
              weight-decay: 0.0
              clip-norm: 0.0
            schedule:
              name: cosine
              warmup-epochs: 0.0
              every-epochs: 20
              factor: 0.1
              patience: 5
              final-fraction: 0.0
            heads: []
            class-weights: none
            augmentation: horizontalFlip,rotation=10,shift,zoom=0.1
            weight-average: 0.0
            precise-statistics: 0
            early-stopping: 0
            distillation:
              teachers: []
              temperature: 2.0
              weight: 0.5
              mirrored: true
              view: original
            """;

    private static final String HEAD_DEFAULTS =
            """
            name: fer2013
            target: labels
            weight: 1.0
            label-smoothing: 0.0
            votes-share: 0.5
            """;

    private static final String TEACHER_DEFAULTS =
            """
            network: ""
            output: 0
            head: fer2013
            """;

    private static final Map<String, String> ELEMENTS =
            Map.of("heads", HEAD_DEFAULTS, "distillation.teachers", TEACHER_DEFAULTS);

    private RecipeFile() {}

    /**
     * @return every key with what it is when no one names it
     */
    public static ObjectNode defaults() {
        return parse("the defaults", DEFAULTS);
    }

    /**
     * @param file a recipe
     * @return its keys as they stand there, not checked
     * @throws RecipeException if it cannot be read or is no YAML
     */
    public static ObjectNode read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new RecipeException(
                    "cannot read the recipe %s: %s".formatted(file, reason(file, e)), e);
        }
    }

    private static String reason(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        return Files.exists(file) ? e.toString() : "there is no such file";
    }

    /**
     * @param source names the text in messages
     * @param text YAML or JSON
     * @return its keys
     * @throws RecipeException if it is neither
     */
    public static ObjectNode parse(String source, String text) {
        Object value;
        try {
            LoadSettings settings =
                    LoadSettings.builder()
                            .setLabel(source)
                            .setCodePointLimit(MAX_CHARACTERS)
                            .setAllowDuplicateKeys(false)
                            .build();
            value = new Load(settings).loadFromString(text);
        } catch (YamlEngineException | StackOverflowError e) {
            throw new RecipeException(
                    "%s is neither YAML nor JSON: %s"
                            .formatted(
                                    source,
                                    String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip()),
                    e);
        }
        if (value == null) {
            return MAPPER.createObjectNode();
        }
        if (value instanceof Map<?, ?>) {
            return MAPPER.valueToTree(value);
        }
        throw new RecipeException(
                "%s must hold keys and values, such as 'epochs: 60', was %s"
                        .formatted(source, value.getClass().getSimpleName()));
    }

    /**
     * Puts what someone names over what there is.
     *
     * @param source names the one who names it in messages
     * @param base every key there is
     * @param changes some of them; lists replace lists
     * @return every key with its new value
     * @throws RecipeException if a key is named that there is not; names those there are
     */
    public static ObjectNode overlay(String source, ObjectNode base, ObjectNode changes) {
        return overlay(source, "", base, changes);
    }

    private static ObjectNode overlay(
            String source, String path, ObjectNode base, ObjectNode changes) {
        ObjectNode result = base.deepCopy();
        changes.properties()
                .forEach(
                        entry -> {
                            String key = entry.getKey();
                            String full = path + key;
                            JsonNode old = base.get(key);
                            if (old == null) {
                                throw new RecipeException(
                                        "%s: there is no key '%s'%s; accepted: %s"
                                                .formatted(
                                                        source,
                                                        key,
                                                        path.isEmpty()
                                                                ? ""
                                                                : " in "
                                                                        + path.substring(
                                                                                0,
                                                                                path.length() - 1),
                                                        String.join(", ", names(base))));
                            }
                            result.set(key, changed(source, full, old, entry.getValue()));
                        });
        return result;
    }

    private static JsonNode changed(String source, String path, JsonNode old, JsonNode value) {
        if (!old.isContainerNode()) {
            return checkKind(source, path, old, value);
        }
        checkKind(source, path, old, value);
        if (old instanceof ObjectNode object) {
            return overlay(source, path + ".", object, (ObjectNode) value);
        }
        ObjectNode element = parse("the defaults", ELEMENTS.get(path));
        var list = MAPPER.createArrayNode();
        for (JsonNode item : value) {
            checkKind(source, path, element, item);
            list.add(overlay(source, path + ".", element, (ObjectNode) item));
        }
        return list;
    }

    private static JsonNode checkKind(String source, String path, JsonNode old, JsonNode value) {
        if (old.isObject() != value.isObject() || old.isArray() != value.isArray()) {
            throw new RecipeException(
                    "%s: %s must be %s, was %s"
                            .formatted(
                                    source,
                                    path,
                                    old.isObject()
                                            ? "keys and values"
                                            : old.isArray() ? "a list" : "one value",
                                    value));
        }
        return value;
    }

    private static List<String> names(ObjectNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /**
     * @param source names the tree in messages
     * @param tree every key with its value
     * @return the recipe
     * @throws RecipeException if a value is of the wrong type or out of its range; names the key
     */
    public static Recipe recipe(String source, ObjectNode tree) {
        try {
            return MAPPER.treeToValue(tree, Recipe.class);
        } catch (JsonMappingException e) {
            String reason =
                    e.getCause() instanceof IllegalArgumentException wrong
                            ? wrong.getMessage()
                            : path(e) + ": " + e.getOriginalMessage();
            throw new RecipeException(source + ": " + reason, e);
        } catch (JsonProcessingException e) {
            throw new RecipeException(source + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    /**
     * @param recipe a recipe
     * @return every key with its value
     */
    public static ObjectNode tree(Recipe recipe) {
        return MAPPER.valueToTree(recipe);
    }

    /**
     * @param recipe a recipe
     * @return all of it as YAML, which {@link #read} reads
     */
    public static String toYaml(Recipe recipe) {
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        Object plain = MAPPER.convertValue(tree(recipe), Object.class);
        return new Dump(settings).dumpToString(plain);
    }

    /**
     * @param recipe a recipe
     * @return the same as bytes that are equal for equal recipes
     */
    public static byte[] toBytes(Recipe recipe) {
        return tree(recipe).toString().getBytes(StandardCharsets.UTF_8);
    }
}
