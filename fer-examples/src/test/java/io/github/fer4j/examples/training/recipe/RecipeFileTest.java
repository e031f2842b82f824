package io.github.fer4j.examples.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeFileTest {
    @TempDir Path folder;

    private static Recipe recipe(String text) {
        return RecipeFile.recipe(
                "test.yaml",
                RecipeFile.overlay(
                        "test.yaml", RecipeFile.defaults(), RecipeFile.parse("test.yaml", text)));
    }

    @Test
    void recipe_nothingNamed_isTheDefaults() {
        Recipe recipe = recipe("");

        assertThat(recipe.epochs()).isEqualTo(60);
        assertThat(recipe.optimizer().name()).isEqualTo(OptimizerRecipe.ADAM);
        assertThat(recipe.heads()).isEmpty();
        assertThat(recipe.distillation().isOn()).isFalse();
    }

    @Test
    void recipe_yamlAndJson_areReadAlike() {
        Recipe yaml =
                recipe(
                        """
                        epochs: 7
                        optimizer:
                          name: sgd
                          nesterov: true
                        heads:
                          - name: fer2013
                            label-smoothing: 0.1
                          - {name: ferplus, target: votes}
                        """);
        Recipe json =
                recipe(
                        """
                        {"epochs": 7, "optimizer": {"name": "sgd", "nesterov": true},
                         "heads": [{"name": "fer2013", "label-smoothing": 0.1},
                                   {"name": "ferplus", "target": "votes"}]}
                        """);

        assertThat(yaml).isEqualTo(json);
        assertThat(yaml.heads().get(0).labelSmoothing()).isEqualTo(0.1);
        assertThat(yaml.heads().get(1).target()).isEqualTo(HeadRecipe.VOTES);
        assertThat(yaml.optimizer().momentum()).isEqualTo(0.9);
        assertThat(yaml.needsVotes()).isTrue();
    }

    @Test
    void toYaml_readAgain_isTheSame() throws Exception {
        Recipe recipe =
                recipe(
                        """
                        network: fer-resnet
                        seed: 9007199254740993
                        weight-average: 0.999
                        heads:
                          - name: fer2013
                        distillation:
                          teachers:
                            - network: bundled-fer2013
                        """);
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, RecipeFile.toYaml(recipe));

        Recipe again =
                RecipeFile.recipe(
                        "again",
                        RecipeFile.overlay("again", RecipeFile.defaults(), RecipeFile.read(file)));

        assertThat(again).isEqualTo(recipe);
    }

    @Test
    void recipe_unknownKey_namesItAndThoseThereAre() {
        assertThatThrownBy(() -> recipe("optimizer: {learning_rate: 0.1}"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("test.yaml")
                .hasMessageContaining("no key 'learning_rate' in optimizer")
                .hasMessageContaining("learning-rate, momentum");
        assertThatThrownBy(() -> recipe("heads: [{nam: a}]"))
                .hasMessageContaining("no key 'nam' in heads")
                .hasMessageContaining("label-smoothing");
        assertThatThrownBy(() -> recipe("epoch: 3"))
                .hasMessageContaining("no key 'epoch'; accepted: network");
    }

    @Test
    void recipe_wrongValue_namesTheKeyAndWhatIsAccepted() {
        assertThatThrownBy(() -> recipe("epochs: many"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("epochs")
                .hasMessageContaining("many");
        assertThatThrownBy(() -> recipe("epochs: 1.5")).hasMessageContaining("epochs");
        assertThatThrownBy(() -> recipe("epochs: 0"))
                .hasMessageContaining("epochs must be >= 1, was 0");
        assertThatThrownBy(() -> recipe("optimizer: {name: adagrad}"))
                .hasMessageContaining("sgd, adam, adamw")
                .hasMessageContaining("adagrad");
        assertThatThrownBy(() -> recipe("optimizer: sgd"))
                .hasMessageContaining("optimizer must be keys and values");
        assertThatThrownBy(() -> recipe("weight-average: 1"))
                .hasMessageContaining("weight-average must be >= 0 and < 1");
        assertThatThrownBy(() -> recipe("augmentation: rotate=3")).hasMessageContaining("rotate");
    }

    @Test
    void recipe_teacherOfNoHead_isRefused() {
        assertThatThrownBy(
                        () ->
                                recipe(
                                        """
                                        heads: [{name: emotion}]
                                        distillation:
                                          teachers: [{network: bundled-fer2013, head: fer2013}]
                                        """))
                .hasMessageContaining("names the head 'fer2013'")
                .hasMessageContaining("[emotion]");
    }

    @Test
    void parse_noYaml_saysSo() {
        assertThatThrownBy(() -> RecipeFile.parse("a.yaml", "a: [1"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("a.yaml is neither YAML nor JSON");
        assertThatThrownBy(() -> RecipeFile.parse("a.yaml", "just words"))
                .hasMessageContaining("must hold keys and values");
        assertThatThrownBy(() -> RecipeFile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> RecipeFile.read(folder)).hasMessageContaining("it is a folder");
    }

    @Test
    void recipesOfTheDocumentation_areRecipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs/recipes"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    RecipeFile.recipe(
                                                                    file.toString(),
                                                                    RecipeFile.overlay(
                                                                            file.toString(),
                                                                            RecipeFile.defaults(),
                                                                            RecipeFile.read(file)))
                                                            .network())
                                            .isEqualTo("fer-resnet"));
        }
    }
}
