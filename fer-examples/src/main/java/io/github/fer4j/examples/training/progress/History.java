package io.github.fer4j.examples.training.progress;

import io.github.fer4j.model.FerException;
import io.github.fer4j.model.internal.StagedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The epochs of a training so far. Immutable. */
public final class History {
    private final List<EpochResult> epochs;

    /**
     * @param epochs in order
     */
    public History(List<EpochResult> epochs) {
        this.epochs = List.copyOf(epochs);
    }

    /**
     * @return the epochs in order
     */
    public List<EpochResult> epochs() {
        return epochs;
    }

    /**
     * @param epoch the next one
     * @return the history with it
     */
    public History with(EpochResult epoch) {
        List<EpochResult> more = new ArrayList<>(epochs);
        more.add(epoch);
        return new History(more);
    }

    /**
     * @return the first of the epochs with the best validation accuracy, from 1; 0 if there is none
     */
    public int bestEpoch() {
        int best = 0;
        double accuracy = Double.NEGATIVE_INFINITY;
        for (EpochResult epoch : epochs) {
            if (epoch.validationAccuracy() > accuracy) {
                accuracy = epoch.validationAccuracy();
                best = epoch.epoch();
            }
        }
        return best;
    }

    /**
     * @return the validation accuracy of every epoch
     */
    public List<Double> validationAccuracies() {
        return epochs.stream().map(EpochResult::validationAccuracy).toList();
    }

    /**
     * @return a table with a header, a row for each epoch
     */
    public String toCsv() {
        StringBuilder csv = new StringBuilder("epoch,learning_rate,loss,accuracy");
        List<EpochResult.HeadResult> heads = epochs.isEmpty() ? List.of() : epochs.get(0).heads();
        for (int h = 0; h < heads.size(); h++) {
            String suffix = h == 0 ? "" : "_" + heads.get(h).name();
            csv.append(",val_loss%s,val_accuracy%s".formatted(suffix, suffix));
        }
        csv.append(",seconds,faces_per_second\n");
        for (EpochResult epoch : epochs) {
            csv.append(
                    String.format(
                            Locale.ROOT,
                            "%d,%.6g,%.6f,%.6f",
                            epoch.epoch(),
                            epoch.learningRate(),
                            epoch.loss(),
                            epoch.accuracy()));
            for (EpochResult.HeadResult head : epoch.heads()) {
                csv.append(String.format(Locale.ROOT, ",%.6f,%.6f", head.loss(), head.accuracy()));
            }
            csv.append(
                    String.format(
                            Locale.ROOT, ",%.2f,%.1f\n", epoch.seconds(), epoch.facesPerSecond()));
        }
        return csv.toString();
    }

    /**
     * Writes the table; one that is there is replaced once the new one is whole.
     *
     * @param file where to
     * @throws FerException if it cannot be written
     */
    public void writeCsv(Path file) {
        try {
            StagedFiles.write(file, toCsv());
        } catch (IOException e) {
            throw new FerException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
