package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** HDF5's types of numbers as float32. */
final class Hdf5Numbers {
    private Hdf5Numbers() {}

    /** The values; empty if the type is no number. */
    static Optional<float[]> decode(ByteBuffer bytes, DataType type, boolean bfloat16, int count) {
        if (bfloat16) {
            return Optional.of(bfloat16(bytes.order(ByteOrder.LITTLE_ENDIAN), count));
        }
        if (type instanceof FloatingPoint floating) {
            bytes.order(floating.getByteOrder());
            return switch (floating.getSize()) {
                case 2 -> Optional.of(Float16.toFloats(bytes, count));
                case 4 -> Optional.of(floats(bytes, count));
                case 8 -> Optional.of(doubles(bytes, count));
                default -> Optional.empty();
            };
        }
        if (type instanceof FixedPoint fixed) {
            bytes.order(fixed.getByteOrder());
            return integers(bytes, fixed.getSize(), fixed.isSigned(), count);
        }
        return Optional.empty();
    }

    private static float[] bfloat16(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
        return values;
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static float[] doubles(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) bytes.getDouble(8 * i);
        }
        return values;
    }

    private static Optional<float[]> integers(
            ByteBuffer bytes, int size, boolean signed, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            switch (size) {
                case 1 -> values[i] = signed ? bytes.get(i) : bytes.get(i) & 0xFF;
                case 2 ->
                        values[i] = signed ? bytes.getShort(2 * i) : bytes.getShort(2 * i) & 0xFFFF;
                case 4 ->
                        values[i] =
                                signed ? bytes.getInt(4 * i) : bytes.getInt(4 * i) & 0xFFFFFFFFL;
                case 8 -> values[i] = bytes.getLong(8 * i);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(values);
    }

    /** What jHDF made of a small dataset. */
    static float[] convert(Object data, int count, String path, String typeName) {
        float[] values = new float[count];
        boolean array = data != null && data.getClass().isArray();
        int length = array ? java.lang.reflect.Array.getLength(data) : 1;
        if (length != count) {
            throw new ModelFormatException(
                    "%s holds %,d values, its shape needs %,d".formatted(path, length, count));
        }
        for (int i = 0; i < count; i++) {
            Object value = array ? java.lang.reflect.Array.get(data, i) : data;
            if (!(value instanceof Number number)) {
                throw new ModelFormatException(
                        "%s holds %s, only numbers are weights".formatted(path, typeName));
            }
            values[i] = number.floatValue();
        }
        return values;
    }
}
