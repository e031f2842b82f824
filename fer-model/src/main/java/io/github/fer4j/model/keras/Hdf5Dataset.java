package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import io.jhdf.object.datatype.StringData;
import java.nio.ByteBuffer;
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
        int bytes = Math.toIntExact(count * type.getSize());
        ByteBuffer values;
        if (count == 0) {
            return new float[0];
        } else if (dataset instanceof ContiguousDataset contiguous) {
            values = contiguous(contiguous);
        } else if (dataset instanceof ChunkedDataset chunked) {
            values = Hdf5Chunks.read(chunked, path, bytes, file.length());
        } else {
            // What is left is compact, a few numbers inside the header.
            return Hdf5Numbers.convert(dataset.getDataFlat(), (int) count, path, typeName());
        }
        if (values.remaining() < bytes) {
            throw new ModelFormatException(
                    "%s holds %,d bytes, its shape needs %,d"
                            .formatted(path, values.remaining(), bytes));
        }
        return Hdf5Numbers.decode(values.slice(), type, isBfloat16(type), (int) count)
                .orElseThrow(
                        () ->
                                new ModelFormatException(
                                        "%s holds %s, only numbers are weights"
                                                .formatted(path, typeName())));
    }

    private ByteBuffer contiguous(ContiguousDataset contiguous) {
        // No address: nothing was written, or the values lie in another file (external storage).
        if (contiguous.getDataAddress() == UNDEFINED_ADDRESS) {
            throw new ModelFormatException("%s holds no values in this file".formatted(path));
        }
        return contiguous.getBuffer();
    }

    /** See {@link OpaqueTypes} for why it may look like a string. */
    private boolean isBfloat16(DataType type) {
        return type.getSize() == 2
                && (type instanceof OpaqueDataType
                        || type instanceof StringData
                                && dataset.getAttributes().containsKey("dtype"));
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
