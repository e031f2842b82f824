package io.github.fer4j.model.dl4j;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Rearranges weights while a network is loaded. */
final class WeightArrays {
    private WeightArrays() {}

    /**
     * @param weight a weight
     * @param parts how many parts
     * @return the parts of its last dimension
     */
    static List<Tensor> split(Tensor weight, int parts) {
        int columns = weight.shape().size(-1);
        int width = columns / parts;
        int rows = weight.count() / columns;
        List<Tensor> result = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            float[] values = new float[rows * width];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    values[row * width + i] = weight.get(row * columns + part * width + i);
                }
            }
            result.add(Tensor.wrap(weight.shape().with(-1, width), values));
        }
        return result;
    }

    /**
     * @param kernel a kernel (rows, columns, 1, filters) of as many groups as channels
     * @param groups how many
     * @return (rows, columns, channels, filters of a channel): the same values
     */
    static Tensor perChannel(Tensor kernel, int groups) {
        Shape shape = kernel.shape();
        return kernel.reshape(
                Shape.of(shape.size(0), shape.size(1), groups, shape.size(3) / groups));
    }

    /**
     * @param kernel a kernel (rows, columns, a, b)
     * @param rowDistance the distance of its rows
     * @param columnDistance the distance of its columns
     * @return the kernel with zeros between
     */
    static Tensor dilated(Tensor kernel, int rowDistance, int columnDistance) {
        if (rowDistance == 1 && columnDistance == 1) {
            return kernel;
        }
        Shape shape = kernel.shape();
        int rows = shape.size(0);
        int columns = shape.size(1);
        int block = shape.size(2) * shape.size(3);
        Shape larger =
                shape.with(0, (rows - 1) * rowDistance + 1)
                        .with(1, (columns - 1) * columnDistance + 1);
        float[] values = new float[Math.toIntExact(larger.count())];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int from = (row * columns + column) * block;
                int to = (row * rowDistance * larger.size(1) + column * columnDistance) * block;
                System.arraycopy(kernel.toArray(from, from + block), 0, values, to, block);
            }
        }
        return Tensor.wrap(larger, values);
    }

    /**
     * @param values values
     * @return them as a vector of float32
     */
    static Tensor vector(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.wrap(Shape.of(floats.length), floats);
    }
}
