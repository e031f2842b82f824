package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Shape;
import io.github.fer4j.model.Tensor;

/** Arrays with their axes in another order. */
final class Permutation {
    private Permutation() {}

    /** Axis i of the result is axis axes[i] of the tensor. */
    static Tensor transpose(Tensor tensor, int... axes) {
        Shape shape = tensor.shape();
        int rank = axes.length;
        int[] sizes = new int[rank];
        int[] strides = new int[rank];
        int[] from = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            from[axis] = stride;
            stride *= shape.size(axis);
        }
        boolean same = true;
        for (int i = 0; i < rank; i++) {
            sizes[i] = shape.size(axes[i]);
            strides[i] = from[axes[i]];
            same &= axes[i] == i;
        }
        if (same) {
            return tensor;
        }
        java.nio.FloatBuffer values = tensor.buffer();
        float[] turned = new float[tensor.count()];
        int inner = rank == 0 ? 1 : sizes[rank - 1];
        int innerStride = rank == 0 ? 1 : strides[rank - 1];
        int[] index = new int[rank];
        int offset = 0;
        for (int done = 0; done < turned.length; ) {
            int position = offset;
            for (int i = 0; i < inner; i++) {
                turned[done++] = values.get(position);
                position += innerStride;
            }
            for (int axis = rank - 2; axis >= 0; axis--) {
                offset += strides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                offset -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
        return Tensor.wrap(Shape.of(sizes), turned);
    }

    static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }
}
