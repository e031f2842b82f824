package io.github.fer4j.examples.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeException;
import io.github.fer4j.examples.training.recipe.RecipeFile;
import io.github.fer4j.model.FerException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir private Path folder;

    private static Recipe recipe(String text) {
        return RecipeFile.recipe(
                "test",
                RecipeFile.overlay("test", RecipeFile.defaults(), RecipeFile.parse("test", text)));
    }

    private void open(boolean resume, String recipe, String data) {
        RunFolder.open(folder, resume, recipe(recipe), data).close();
    }

    @Test
    void open_sameRecipeAndData_goesOn() {
        open(false, "network: ng", "faces");

        assertThatCode(() -> open(true, "network: ng", "faces")).doesNotThrowAnyException();
    }

    @Test
    void open_nothingThere_resumeBegins() {
        assertThatCode(() -> open(true, "network: ng", "faces")).doesNotThrowAnyException();
        assertThat(folder.resolve("recipe.yaml")).exists();
    }

    @Test
    void open_otherRecipe_namesEveryChange() {
        open(false, "network: ng\nschedule: {name: step}", "faces");

        assertThatThrownBy(
                        () ->
                                open(
                                        true,
                                        "network: ng\n"
                                                + "batch: 7\n"
                                                + "schedule: {name: step, factor: 0.5}",
                                        "faces"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("batch: it was 64, now 7")
                .hasMessageContaining("schedule.factor: it was 0.1, now 0.5");
    }

    @Test
    void open_moreEpochs_areAcceptedFewerAreNot() {
        open(false, "network: ng\nschedule: {name: step}\nepochs: 10", "faces");

        assertThat(isStretched("network: ng\nschedule: {name: step}\nepochs: 20")).isFalse();
        assertThatThrownBy(
                        () -> open(true, "network: ng\nschedule: {name: step}\nepochs: 5", "faces"))
                .hasMessageContaining("epochs: it was 20, now 5");
    }

    @Test
    void open_moreEpochsOfACosine_areAcceptedAndSaid() {
        open(false, "network: ng\nepochs: 10", "faces");

        assertThat(isStretched("network: ng\nepochs: 10")).isFalse();
        assertThat(isStretched("network: ng\nepochs: 11")).isTrue();
    }

    private boolean isStretched(String recipe) {
        try (RunFolder run = RunFolder.open(folder, true, recipe(recipe), "faces")) {
            return run.isStretched();
        }
    }

    @Test
    void open_otherData_isRefused() {
        open(false, "network: ng", "10 faces");

        assertThatThrownBy(() -> open(true, "network: ng", "11 faces"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("10 faces there, 11 faces here");
    }

    @Test
    void open_whileAnotherWorksThere_isRefused() {
        try (RunFolder first = RunFolder.open(folder, false, recipe("network: ng"), "faces")) {
            assertThat(first.lastState()).isEmpty();
            assertThatThrownBy(() -> open(true, "network: ng", "faces"))
                    .isInstanceOf(FerException.class)
                    .hasMessageContaining("another training is running");
        }
    }

    @Test
    void open_placeOfAFile_saysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> RunFolder.open(file, false, recipe("network: ng"), "faces"))
                .isInstanceOf(FerException.class)
                .hasMessageContaining("cannot make the folder");
    }
}
