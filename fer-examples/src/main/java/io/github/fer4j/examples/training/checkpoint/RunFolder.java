package io.github.fer4j.examples.training.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.fer4j.examples.training.recipe.Recipe;
import io.github.fer4j.examples.training.recipe.RecipeException;
import io.github.fer4j.examples.training.recipe.RecipeFile;
import io.github.fer4j.examples.training.recipe.ScheduleRecipe;
import io.github.fer4j.model.FerException;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The folder of one training: its recipe, what it learns from, and its last state. One process at a
 * time works in it. To be closed.
 */
public final class RunFolder implements AutoCloseable {
    private static final String RECIPE = "recipe.yaml";
    private static final String DATA = "data.txt";
    private static final String STATE = "last.state";
    private static final String LOCK = ".lock";

    private static final int LOCK_TRIES = 15;
    private static final long LOCK_WAIT_MILLIS = 200;

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private boolean stretched;

    private RunFolder(Path folder, FileChannel lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens the folder of a training that begins or goes on; creates it if need be.
     *
     * @param folder where
     * @param resume whether a training that is there goes on
     * @param recipe how
     * @param data what tells this data from others
     * @return the folder
     * @throws RecipeException if a training is there that must not go on, or goes otherwise
     * @throws FerException if the folder cannot be used
     */
    public static RunFolder open(Path folder, boolean resume, Recipe recipe, String data) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FerException(
                    "cannot make the folder %s: %s".formatted(folder, e.getMessage()), e);
        }
        RunFolder run = lock(folder);
        try {
            StagedFiles.sweep(folder);
            run.begin(resume, recipe, data);
            return run;
        } catch (IOException e) {
            run.close();
            throw new FerException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /** A process that was killed a moment ago may still be ending. */
    private static RunFolder lock(Path folder) {
        for (int i = 0; i < LOCK_TRIES; i++) {
            Optional<RunFolder> run = tryLock(folder);
            if (run.isPresent()) {
                return run.get();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOCK_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new FerException("another training is running in " + folder);
    }

    private static Optional<RunFolder> tryLock(Path folder) {
        FileChannel file = null;
        try {
            file =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new RunFolder(folder, file, lock));
            }
            file.close();
        } catch (OverlappingFileLockException e) {
            closeQuietly(file, e);
        } catch (IOException e) {
            closeQuietly(file, e);
            throw new FerException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
        }
        return Optional.empty();
    }

    private static void closeQuietly(FileChannel file, Exception cause) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private void begin(boolean resume, Recipe recipe, String data) throws IOException {
        Path recipeFile = folder.resolve(RECIPE);
        if (!Files.exists(recipeFile)) {
            try (StagedFiles staged = new StagedFiles()) {
                Files.writeString(staged.aside(folder.resolve(DATA)), data);
                Files.writeString(staged.aside(recipeFile), RecipeFile.toYaml(recipe));
                staged.commit();
            }
            return;
        }
        if (!resume) {
            throw new RecipeException(
                    "%s holds a training already; --resume goes on with it, another --out begins a new one"
                            .formatted(folder));
        }
        Recipe old = RecipeFile.recipe(recipeFile.toString(), merged(recipeFile));
        List<String> changes = new ArrayList<>();
        collect("", RecipeFile.tree(old), RecipeFile.tree(recipe), changes);
        if (recipe.epochs() > old.epochs()) {
            changes.removeIf(change -> change.startsWith("epochs:"));
            // The cosine of a longer training would have been another from the first step on.
            stretched = recipe.schedule().name().equals(ScheduleRecipe.COSINE);
        }
        if (!changes.isEmpty()) {
            throw new RecipeException(
                    "the training in %s goes by another recipe: %s; go on with the same one, or begin anew in another --out"
                            .formatted(folder, String.join("; ", changes)));
        }
        String oldData = Files.readString(folder.resolve(DATA));
        if (!oldData.equals(data)) {
            throw new RecipeException(
                    "the training in %s learns from other data: %s there, %s here"
                            .formatted(folder, oldData.strip(), data.strip()));
        }
        StagedFiles.write(recipeFile, RecipeFile.toYaml(recipe));
    }

    private static ObjectNode merged(Path file) {
        return RecipeFile.overlay(file.toString(), RecipeFile.defaults(), RecipeFile.read(file));
    }

    private static void collect(String path, JsonNode old, JsonNode now, List<String> changes) {
        if (old.isObject() && now.isObject()) {
            for (Map.Entry<String, JsonNode> entry : now.properties()) {
                String key = entry.getKey();
                collect(path + key + ".", old.path(key), entry.getValue(), changes);
            }
            for (Map.Entry<String, JsonNode> entry : old.properties()) {
                if (!now.has(entry.getKey())) {
                    changes.add(
                            "%s%s: it was %s".formatted(path, entry.getKey(), entry.getValue()));
                }
            }
        } else if (!old.equals(now)) {
            changes.add(
                    "%s: it was %s, now %s"
                            .formatted(path.substring(0, path.length() - 1), old, now));
        }
    }

    /**
     * @param name of a file
     * @return its place in the folder
     */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * @param folder of a training
     * @return its recipe, where one is kept
     */
    public static Path recipe(Path folder) {
        return folder.resolve(RECIPE);
    }

    /**
     * @return whether the training goes on for more epochs than it began with, by a schedule that
     *     depends on their number: its result is not that of an unbroken training
     */
    public boolean isStretched() {
        return stretched;
    }

    /**
     * @return the state after the last whole epoch, if there was one
     * @throws FerException if it is damaged
     */
    public Optional<StateFile.Content> lastState() {
        Path file = folder.resolve(STATE);
        return Files.exists(file) ? Optional.of(StateFile.read(file)) : Optional.empty();
    }

    /**
     * Keeps a state, in place of the one before.
     *
     * @param state after an epoch
     * @throws FerException if it cannot be written; then the one before is there still
     */
    public void keep(StateFile.Content state) {
        StateFile.write(folder.resolve(STATE), state);
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new FerException("cannot leave %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
