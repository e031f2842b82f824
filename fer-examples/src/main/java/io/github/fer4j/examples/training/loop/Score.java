package io.github.fer4j.examples.training.loop;

/** Adds up how right answers are. */
final class Score {
    private double loss;
    private long faces;
    private long right;
    private long judged;

    /**
     * @param logits (batch, classes)
     * @param at the first of the row
     * @param target the share of each class in the right answer
     * @param label the class that counts as right, −1 if none does
     */
    void add(float[] logits, int at, float[] target, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        int answer = 0;
        for (int c = 0; c < target.length; c++) {
            if (logits[at + c] > largest) {
                largest = logits[at + c];
                answer = c;
            }
        }
        double sum = 0;
        for (int c = 0; c < target.length; c++) {
            sum += Math.exp(logits[at + c] - largest);
        }
        double total = 0;
        for (int c = 0; c < target.length; c++) {
            total += target[c];
            loss -= target[c] * (logits[at + c] - largest - Math.log(sum));
        }
        faces += total > 0 ? 1 : 0;
        judged += label >= 0 ? 1 : 0;
        right += answer == label ? 1 : 0;
    }

    double loss() {
        return faces == 0 ? 0 : loss / faces;
    }

    double accuracy() {
        return judged == 0 ? 0 : (double) right / judged;
    }
}
