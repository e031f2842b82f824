package io.github.fer4j.model.dl4j;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers that change a picture's size: each dimension is a product with a matrix that holds the
 * weights of TensorFlow's interpolation.
 */
final class Resampling {
    /** TensorFlow looks bicubic weights up in a table of so many steps. */
    private static final int CUBIC_STEPS = 1024;

    private Resampling() {}

    /** Gives the matrix (to, from) that resamples one dimension. */
    @FunctionalInterface
    private interface Interpolation {
        float[][] weights(int from, int to);
    }

    static void register(Map<String, LayerConverter> converters) {
        converters.put("UpSampling1D", call -> upSampling(call, 1));
        converters.put("UpSampling2D", call -> upSampling(call, 2));
        converters.put("Resizing", Resampling::resizing);
    }

    private static Step upSampling(Call call, int dimensions) {
        int[] size = call.config().sizes("size", dimensions, 2);
        String name = dimensions == 1 ? "nearest" : call.config().text("interpolation", "nearest");
        Interpolation interpolation = interpolation(call, name);
        int rows = size[0];
        int columns = dimensions == 2 ? size[1] : 1;
        if (rows < 1 || columns < 1) {
            throw call.refuse("size must be at least 1");
        }
        return Layouts.planar(
                call,
                dimensions,
                Step.of(
                        (in, w) ->
                                resampled(
                                        in[0],
                                        Math.toIntExact(in[0].size(1) * rows),
                                        Math.toIntExact(in[0].size(2) * columns),
                                        interpolation)));
    }

    private static Step resizing(Call call) {
        if (call.config().flag("antialias", false)) {
            throw call.refuse("antialias");
        }
        int height = call.config().integer("height");
        int width = call.config().integer("width");
        if (height < 1 || width < 1) {
            throw call.refuse("height and width must be at least 1");
        }
        Interpolation interpolation =
                interpolation(call, call.config().text("interpolation", "bilinear"));
        boolean crop = call.config().flag("crop_to_aspect_ratio", false);
        boolean pad = call.config().flag("pad_to_aspect_ratio", false);
        if (pad && !call.config().text("fill_mode", "constant").equals("constant")) {
            throw call.refuse("fill_mode " + call.config().text("fill_mode", "constant"));
        }
        double fill = call.config().number("fill_value", 0);
        return Layouts.planar(
                call,
                2,
                Step.of(
                        (in, w) -> {
                            INDArray x = in[0];
                            if (crop) {
                                x = AspectRatio.cropped(x, height, width);
                            } else if (pad) {
                                x = AspectRatio.padded(x, height, width, fill);
                            }
                            return resampled(x, height, width, interpolation);
                        }));
    }

    /** What Keras' CenterCrop does with a picture that is too small. */
    static Step toFill(Call call, int height, int width) {
        return Layouts.planar(
                call,
                2,
                Step.of(
                        (in, w) ->
                                resampled(
                                        AspectRatio.cropped(in[0], height, width),
                                        height,
                                        width,
                                        Resampling::bilinear)));
    }

    private static Interpolation interpolation(Call call, String name) {
        return switch (name) {
            case "nearest" -> Resampling::nearest;
            case "bilinear" -> Resampling::bilinear;
            case "bicubic" -> Resampling::bicubic;
            case "lanczos3" -> (from, to) -> kernel(from, to, 3, x -> lanczos(x, 3));
            case "lanczos5" -> (from, to) -> kernel(from, to, 5, x -> lanczos(x, 5));
            default -> throw call.refuse("interpolation " + name);
        };
    }

    private static INDArray resampled(
            INDArray x, int rows, int columns, Interpolation interpolation) {
        INDArray tall = alongRows(x, rows, interpolation);
        if (columns == x.size(2)) {
            return tall;
        }
        INDArray turned = Ops.permuted(tall, 0, 2, 1, 3);
        return Ops.permuted(alongRows(turned, columns, interpolation), 0, 2, 1, 3);
    }

    private static INDArray alongRows(INDArray x, int rows, Interpolation interpolation) {
        if (rows == x.size(1)) {
            return Ops.copy(x);
        }
        INDArray matrix = Nd4j.create(interpolation.weights(Math.toIntExact(x.size(1)), rows));
        INDArray result = Ops.create(x.size(0), rows, x.size(2), x.size(3));
        long width = x.size(2) * x.size(3);
        INDArray from = x.reshape('c', x.size(0), x.size(1), width);
        INDArray to = result.reshape('c', x.size(0), rows, width);
        for (long i = 0; i < x.size(0); i++) {
            Ops.matrixProduct(matrix, from.slice(i), to.slice(i));
        }
        return result;
    }

    private static float[][] nearest(int from, int to) {
        float[][] weights = new float[to][from];
        float scale = (float) from / to;
        for (int i = 0; i < to; i++) {
            weights[i][Math.min((int) Math.floor((i + 0.5f) * scale), from - 1)] = 1;
        }
        return weights;
    }

    private static float[][] bilinear(int from, int to) {
        float[][] weights = new float[to][from];
        float scale = (float) from / to;
        for (int i = 0; i < to; i++) {
            float centre = (i + 0.5f) * scale - 0.5f;
            int floor = (int) Math.floor(centre);
            float share = centre - floor;
            weights[i][Math.max(floor, 0)] += 1 - share;
            weights[i][Math.min(floor + 1, from - 1)] += share;
        }
        return weights;
    }

    private static float[][] bicubic(int from, int to) {
        float[][] weights = new float[to][from];
        float scale = (float) from / to;
        for (int i = 0; i < to; i++) {
            float centre = (i + 0.5f) * scale - 0.5f;
            int floor = (int) Math.floor(centre);
            double share = Math.rint((centre - floor) * CUBIC_STEPS) / CUBIC_STEPS;
            for (int tap = -1; tap <= 2; tap++) {
                if (floor + tap >= 0 && floor + tap < from) {
                    weights[i][floor + tap] = (float) keys(Math.abs(tap - share));
                }
            }
            normalize(weights[i]);
        }
        return weights;
    }

    /** Keys' cubic with a = −1/2. */
    private static double keys(double x) {
        if (x <= 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }

    private static float[][] kernel(int from, int to, int radius, DoubleUnaryOperator kernel) {
        float[][] weights = new float[to][from];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max((int) Math.ceil(centre - radius - 0.5), 0);
            int last = Math.min((int) Math.floor(centre + radius - 0.5), from - 1);
            for (int j = first; j <= last; j++) {
                weights[i][j] = (float) kernel.applyAsDouble(j + 0.5 - centre);
            }
            normalize(weights[i]);
        }
        return weights;
    }

    private static double lanczos(double x, int radius) {
        if (Math.abs(x) > radius) {
            return 0;
        }
        double angle = Math.PI * x;
        return Math.abs(x) < 1e-3
                ? 1
                : radius * Math.sin(angle) * Math.sin(angle / radius) / (angle * angle);
    }

    private static void normalize(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float) sum;
        }
    }
}
