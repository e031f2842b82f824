package io.github.fer4j.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Compares fer with what it stands on, one call of each in turn, so that a machine whose speed drifts
 * slows both: medians and their ratio. JMH runs one after the other.
 */
public final class Ratios {
    private static final int WARM_UP = 50;

    private Ratios() {}

    /**
     * @param arguments how many calls of each for one face; fewer for more faces and for pictures
     * @throws Exception if something cannot be opened
     */
    public static void main(String[] arguments) throws Exception {
        int networkCalls = Integer.parseInt(arguments[0]);
        int pictureCalls = Math.max(1, networkCalls / 40);
        for (int faces : new int[] {1, 4, 16}) {
            NetworkBenchmark network = new NetworkBenchmark();
            network.faces = faces;
            network.open();
            int calls = networkCalls / faces;
            print("network, " + faces + " faces", calls, network::network, network::rawOnnxRuntime);
            print(
                    "classifier, " + faces + " faces",
                    calls,
                    network::classifier,
                    network::rawOnnxRuntime);
            network.close();
        }
        for (String photo :
                new String[] {"justin.jpg", "emotion_classification.jpg", "test_image.jpg"}) {
            PictureBenchmark picture = new PictureBenchmark();
            picture.photo = photo;
            picture.open();
            print(photo, pictureCalls, picture::recognizer, picture::byHand);
            picture.close();
        }
    }

    private static void print(String name, int calls, Call fer, Call bare) throws Exception {
        double[] ferMillis = new double[calls];
        double[] bareMillis = new double[calls];
        for (int i = -WARM_UP; i < calls; i++) {
            double first = millis(fer);
            double second = millis(bare);
            if (i >= 0) {
                ferMillis[i] = first;
                bareMillis[i] = second;
            }
        }
        double ferMedian = median(ferMillis);
        double bareMedian = median(bareMillis);
        System.out.printf(
                Locale.ROOT,
                "%-28s fer %8.3f ms   by hand %8.3f ms   ratio %.3f%n",
                name,
                ferMedian,
                bareMedian,
                ferMedian / bareMedian);
    }

    private static double millis(Call call) throws Exception {
        long start = System.nanoTime();
        call.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Something to time; what it answers is thrown away. */
    @FunctionalInterface
    private interface Call {
        Object run() throws Exception;
    }
}
