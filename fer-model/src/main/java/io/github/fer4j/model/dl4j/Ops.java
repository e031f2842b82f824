package io.github.fer4j.model.dl4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J's operations as they are needed here: float32, C order, results in new memory. */
final class Ops {
    private Ops() {}

    static INDArray create(long... shape) {
        return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    }

    static INDArray copy(INDArray x) {
        INDArray copy = create(x.shape());
        copy.assign(x);
        return copy;
    }

    /**
     * Runs one of ND4J's custom operations.
     *
     * @param name its name
     * @param result where the result goes
     * @param integers its integer arguments
     * @param inputs what goes in
     * @return the result
     */
    static INDArray run(String name, INDArray result, int[] integers, INDArray... inputs) {
        Nd4j.exec(
                DynamicCustomOp.builder(name)
                        .addInputs(inputs)
                        .addOutputs(result)
                        .addIntegerArguments(integers)
                        .build());
        return result;
    }

    /**
     * @param name an arithmetic operation of two operands
     * @param a the first
     * @param b the second; NumPy's rules of broadcasting hold
     * @return the result
     */
    static INDArray binary(String name, INDArray a, INDArray b) {
        return run(name, create(broadcastShape(a.shape(), b.shape())), new int[0], a, b);
    }

    private static long[] broadcastShape(long[] a, long[] b) {
        long[] shape = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            long left = i <= a.length ? a[a.length - i] : 1;
            long right = i <= b.length ? b[b.length - i] : 1;
            if (left != right && left != 1 && right != 1) {
                throw new IllegalStateException(
                        "tensors of the shapes %s and %s do not broadcast"
                                .formatted(Arrays.toString(a), Arrays.toString(b)));
            }
            shape[shape.length - i] = left == 1 ? right : left;
        }
        return shape;
    }

    /**
     * Multiplies two matrices.
     *
     * @param a m × k in C order
     * @param b k × n in C order
     * @return m × n in C order
     */
    static INDArray matrixProduct(INDArray a, INDArray b) {
        INDArray result = create(a.size(0), b.size(1));
        matrixProduct(a, b, result);
        return result;
    }

    static void matrixProduct(INDArray a, INDArray b, INDArray result) {
        // BLAS wants column-major results: in C order, C = AB is Cᵀ = BᵀAᵀ in column-major order.
        Nd4j.gemm(b.transpose(), a.transpose(), result.transpose(), false, false, 1, 0);
    }

    /**
     * @param x a tensor in C order
     * @param axis an axis
     * @return the same memory as (what is before the axis, the axis, what is after it)
     */
    static INDArray aroundAxis(INDArray x, int axis) {
        long before = 1;
        long after = 1;
        for (int i = 0; i < x.rank(); i++) {
            if (i < axis) {
                before *= x.size(i);
            } else if (i > axis) {
                after *= x.size(i);
            }
        }
        return x.reshape('c', before, x.size(axis), after);
    }

    /**
     * @param x a tensor in C order
     * @param columns the size of the last dimension
     * @return the same memory as a matrix
     */
    static INDArray asMatrix(INDArray x, long columns) {
        return x.reshape('c', x.length() / columns, columns);
    }

    /**
     * @param matrix a matrix in C order
     * @param start the first row
     * @param count how many
     * @return the same memory
     */
    static INDArray rows(INDArray matrix, long start, long count) {
        return count == matrix.size(0)
                ? matrix
                : matrix.get(interval(start, count), NDArrayIndex.all());
    }

    /**
     * @param x a tensor in C order
     * @return its memory, from its first value on
     */
    static FloatBuffer values(INDArray x) {
        FloatPointer pointer = new FloatPointer(x.data().pointer());
        pointer.position(x.offset()).limit(x.offset() + x.length());
        return pointer.asBuffer();
    }

    static INDArray permuted(INDArray x, int... axes) {
        return copy(x.permute(axes));
    }

    /**
     * Puts a border around the two dimensions after the first.
     *
     * @param x (batch, rows, columns, channels)
     * @param rows rows before and after
     * @param columns columns before and after
     * @param value what the border holds
     * @return the larger tensor
     */
    static INDArray padded(INDArray x, Border rows, Border columns, double value) {
        INDArray result =
                Nd4j.valueArrayOf(
                        new long[] {
                            x.size(0),
                            x.size(1) + rows.before() + rows.after(),
                            x.size(2) + columns.before() + columns.after(),
                            x.size(3)
                        },
                        value,
                        DataType.FLOAT);
        result.get(
                        NDArrayIndex.all(),
                        interval(rows.before(), x.size(1)),
                        interval(columns.before(), x.size(2)),
                        NDArrayIndex.all())
                .assign(x);
        return result;
    }

    /**
     * @param x a tensor
     * @param starts for each axis where to start
     * @param sizes for each axis how much to take
     * @return that part, copied
     */
    static INDArray part(INDArray x, long[] starts, long[] sizes) {
        INDArrayIndex[] indices = new INDArrayIndex[starts.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = interval(starts[i], sizes[i]);
        }
        INDArray result = create(sizes);
        result.assign(x.get(indices).reshape(sizes));
        return result;
    }

    static INDArrayIndex interval(long start, long size) {
        return NDArrayIndex.interval(start, start + size);
    }
}
