package io.github.fer4j.benchmarks;

import io.github.fer4j.examples.training.network.NetworkCatalog;
import io.github.fer4j.examples.training.network.NetworkInput;
import io.github.fer4j.examples.training.torch.NativeWork;
import io.github.fer4j.examples.training.torch.Parameter;
import io.github.fer4j.examples.training.torch.Precision;
import io.github.fer4j.examples.training.torch.Tensors;
import io.github.fer4j.examples.training.torch.TrainableNetwork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Times steps of a training: forward, cross-entropy, backward, plain gradient descent, on a batch
 * of 128 random faces. Arguments: names of networks joined by commas, steps, threads. Each line has
 * network, precision, the fastest and the median step in milliseconds of the clock, the same of the
 * calling thread's own time (which other programs do not lengthen, and which is all there is with
 * one thread), and the process's memory in MB after the first and after the last step.
 */
public final class TrainingSpeed {
    private static final int BATCH = 128;
    private static final int WARM_UP = 3;

    private TrainingSpeed() {}

    /**
     * @param args networks, steps, threads
     */
    public static void main(String[] args) {
        String[] names = args.length > 0 ? args[0].split(",") : new String[] {"ng", "fer-resnet"};
        int steps = number(args, 1, 20);
        int threads = number(args, 2, Runtime.getRuntime().availableProcessors());
        torch.set_num_threads(threads);
        for (String name : names) {
            for (Precision precision : Precision.values()) {
                measure(name, precision, steps);
            }
        }
    }

    /** What the build adds for JMH is no number. */
    private static int number(String[] args, int index, int otherwise) {
        boolean given = args.length > index && args[index].matches("\\d+");
        return given ? Integer.parseInt(args[index]) : otherwise;
    }

    private static void measure(String name, Precision precision, int steps) {
        Random random = new Random(1);
        float[] pixels = new float[BATCH * 48 * 48];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        long[] labels = random.longs(BATCH, 0, 7).toArray();
        double[] wall = new double[steps];
        double[] own = new double[steps];
        long firstMemory = 0;
        try (TrainableNetwork network =
                TrainableNetwork.of(
                        NetworkCatalog.create(name, NetworkInput.FER_2013, 7, 1), precision)) {
            for (int i = -WARM_UP; i < steps; i++) {
                long start = System.nanoTime();
                long ownStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                step(network, pixels, labels);
                if (i >= 0) {
                    own[i] =
                            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                                            - ownStart)
                                    / 1e6;
                    wall[i] = (System.nanoTime() - start) / 1e6;
                } else {
                    firstMemory = Pointer.physicalBytes();
                }
            }
        }
        Arrays.sort(wall);
        Arrays.sort(own);
        System.out.printf(
                Locale.ROOT,
                "%s %s wall %.1f %.1f own %.1f %.1f memory %d %d%n",
                name,
                precision,
                wall[0],
                wall[steps / 2],
                own[0],
                own[steps / 2],
                firstMemory >> 20,
                Pointer.physicalBytes() >> 20);
    }

    private static void step(TrainableNetwork network, float[] pixels, long[] labels) {
        try (NativeWork work = NativeWork.begin();
                PointerScope scope = new PointerScope()) {
            Tensor logits =
                    network.forward(Tensors.of(pixels, BATCH, 48, 48, 1), true).get(0);
            torch.cross_entropy_loss(logits, torch.tensor(labels)).backward();
            try (NoGradGuard guard = new NoGradGuard()) {
                for (Parameter parameter : network.parameters()) {
                    parameter.tensor().sub_(parameter.tensor().grad(), new Scalar(0.01));
                    parameter.tensor().mutable_grad().reset();
                }
            }
        }
    }
}
