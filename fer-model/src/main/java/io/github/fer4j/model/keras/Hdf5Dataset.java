package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A dataset of an HDF5 file: its shape, and its values as float32. */
final class Hdf5Dataset {
    /** What deflate reaches on weights that are mostly zeros; more is a bomb. */
    private static final int MAX_RATIO = 200;

    private static final int ALWAYS_ALLOWED_BYTES = 1 << 20;
    private static final long UNDEFINED_ADDRESS = -1L;

    private final Hdf5File file;
    private final Dataset dataset;
    private final String path;

    Hdf5Dataset(Hdf5File file, Dataset dataset, String path) {
        this.file = file;
        this.dataset = dataset;
        this.path = path;
    }

    String path() {
        return path;
    }

    long[] sizes() {
        return Hdf5File.guarded(path, dataset::getDimensionsAsLong);
    }

    /** The shape as Keras writes it, whatever its sizes. */
    String shape() {
        long[] sizes = sizes();
        return Arrays.stream(sizes)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "(", sizes.length == 1 ? ",)" : ")"));
    }

    /** What the values are, as a phrase behind the shape: {@code " of text"}; empty for floats. */
    String typePhrase() {
        return Hdf5File.guarded(
                path,
                () -> dataset.getDataType() instanceof FloatingPoint ? "" : " of " + typeName());
    }

    /**
     * @return all values in row-major order
     */
    float[] read() {
        return Hdf5File.guarded(path, this::readNow);
    }

    private float[] readNow() {
        DataType type = dataset.getDataType();
        long count = 1;
        for (long size : dataset.getDimensionsAsLong()) {
            count = Math.multiplyExact(count, size);
        }
        long most = (long) file.length() * MAX_RATIO + ALWAYS_ALLOWED_BYTES;
        if (count > Integer.MAX_VALUE - 8 || count * type.getSize() > most) {
            throw new ModelFormatException(
                    "%s claims %,d values in a file of %,d bytes"
                            .formatted(path, count, file.length()));
        }
        if (dataset instanceof ContiguousDataset contiguous) {
            return readContiguous(contiguous, type, (int) count);
        }
        return convert(dataset.getDataFlat(), (int) count);
    }

    private float[] readContiguous(ContiguousDataset contiguous, DataType type, int count) {
        if (count == 0) {
            return new float[0];
        }
        // No address: nothing was written, or the values lie in another file (external storage).
        if (contiguous.getDataAddress() == UNDEFINED_ADDRESS) {
            throw new ModelFormatException("%s holds no values in this file".formatted(path));
        }
        if (isBfloat16(type)) {
            return bfloat16(buffer(contiguous, count, 2, ByteOrder.LITTLE_ENDIAN), count);
        }
        if (type instanceof FloatingPoint floating) {
            ByteBuffer buffer =
                    buffer(contiguous, count, floating.getSize(), floating.getByteOrder());
            switch (floating.getSize()) {
                case 2 -> {
                    return Float16.toFloats(buffer, count);
                }
                case 4 -> {
                    float[] values = new float[count];
                    buffer.asFloatBuffer().get(values);
                    return values;
                }
                default -> {
                    // falls through to jHDF's own conversion
                }
            }
        }
        return convert(contiguous.getDataFlat(), count);
    }

    /** See {@link OpaqueTypes} for why it may look like a string. */
    private boolean isBfloat16(DataType type) {
        return type.getSize() == 2
                && (type instanceof OpaqueDataType
                        || type instanceof StringData
                                && dataset.getAttributes().containsKey("dtype"));
    }

    private ByteBuffer buffer(ContiguousDataset contiguous, int count, int size, ByteOrder order) {
        ByteBuffer buffer = contiguous.getBuffer();
        if (buffer.remaining() < (long) count * size) {
            throw new ModelFormatException(
                    "%s holds %,d bytes, its shape needs %,d"
                            .formatted(path, buffer.remaining(), (long) count * size));
        }
        return buffer.slice().order(order);
    }

    private static float[] bfloat16(ByteBuffer buffer, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
        }
        return values;
    }

    private float[] convert(Object data, int count) {
        float[] values;
        if (data instanceof float[] floats) {
            values = floats;
        } else if (data instanceof double[] doubles) {
            values = new float[doubles.length];
            for (int i = 0; i < doubles.length; i++) {
                values[i] = (float) doubles[i];
            }
        } else if (data instanceof Number number) {
            values = new float[] {number.floatValue()};
        } else if (data instanceof byte[]
                || data instanceof short[]
                || data instanceof int[]
                || data instanceof long[]) {
            values = new float[java.lang.reflect.Array.getLength(data)];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((Number) java.lang.reflect.Array.get(data, i)).floatValue();
            }
        } else if (data instanceof byte[][] opaque && dataset.getDataType().getSize() == 2) {
            values = new float[opaque.length];
            for (int i = 0; i < values.length; i++) {
                int bits = (opaque[i][1] & 0xFF) << 24 | (opaque[i][0] & 0xFF) << 16;
                values[i] = Float.intBitsToFloat(bits);
            }
        } else {
            throw new ModelFormatException(
                    "%s holds %s, only numbers are weights".formatted(path, typeName()));
        }
        if (values.length != count) {
            throw new ModelFormatException(
                    "%s holds %,d values, its shape %s needs %,d"
                            .formatted(path, values.length, shape(), count));
        }
        return values;
    }

    private String typeName() {
        DataType type = dataset.getDataType();
        if (type instanceof FixedPoint) {
            return "integers of %d bytes".formatted(type.getSize());
        }
        String name = type.getClass().getSimpleName();
        return name.startsWith("String") || name.startsWith("Variable") ? "text" : name;
    }
}
