package io.github.fer4j.model.keras;

import io.github.fer4j.model.ModelFormatException;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a dataset that is stored in chunks. jHDF finds the chunks; they are decoded here,
 * because its filters inflate whatever a chunk holds: 3 MB of a hostile file became 3 GB.
 */
final class Hdf5Chunks {
    /** Chunks of more than the dataset occur where it was made to grow; h5py makes 1 MB at most. */
    private static final int MAX_CHUNK_BYTES = 64 << 20;

    private static final int MAX_CHUNKS = 1_000_000;

    private final ChunkedDataset dataset;
    private final String path;
    private final int elementSize;
    private final int[] sizes;
    private final int[] chunkSizes;
    private final int chunkBytes;

    private Hdf5Chunks(ChunkedDataset dataset, String path, int fileLength) {
        this.dataset = dataset;
        this.path = path;
        this.elementSize = dataset.getDataType().getSize();
        this.sizes = dataset.getDimensions();
        this.chunkSizes = dataset.getChunkDimensions();
        long bytes = elementSize;
        long chunks = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            int chunk = chunkSizes[axis];
            if (chunk < 1) {
                throw new ModelFormatException(
                        "%s has chunks of the size %d".formatted(path, chunk));
            }
            bytes = Math.multiplyExact(bytes, chunk);
            chunks = Math.multiplyExact(chunks, (sizes[axis] + chunk - 1L) / chunk);
        }
        if (bytes > MAX_CHUNK_BYTES || chunks > Math.min(MAX_CHUNKS, fileLength)) {
            throw new ModelFormatException(
                    "%s claims %,d chunks of %,d bytes in a file of %,d bytes"
                            .formatted(path, chunks, bytes, fileLength));
        }
        this.chunkBytes = (int) bytes;
    }

    /**
     * @param bytes how many bytes all values have
     * @return the values' bytes in row-major order
     */
    static ByteBuffer read(ChunkedDataset dataset, String path, int bytes, int fileLength) {
        Hdf5Chunks chunks = new Hdf5Chunks(dataset, path, fileLength);
        byte[] values = new byte[bytes];
        chunks.readInto(values);
        return ByteBuffer.wrap(values);
    }

    private void readInto(byte[] values) {
        int rank = sizes.length;
        int[] offset = new int[rank];
        if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
            return;
        }
        while (true) {
            place(decoded(dataset.getRawChunkBuffer(offset.clone())), offset, values);
            int axis = rank - 1;
            while (axis >= 0) {
                offset[axis] += chunkSizes[axis];
                if (offset[axis] < sizes[axis]) {
                    break;
                }
                offset[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
        }
    }

    private byte[] decoded(ByteBuffer stored) {
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        List<PipelineFilterWithData> filters = dataset.getFilters();
        for (int i = filters.size() - 1; i >= 0; i--) {
            PipelineFilterWithData filter = filters.get(i);
            bytes = Hdf5Filters.decode(filter.getId(), bytes, chunkBytes, elementSize, path);
        }
        if (bytes.length != chunkBytes) {
            throw new ModelFormatException(
                    "%s has a chunk of %,d bytes, its shape needs %,d"
                            .formatted(path, bytes.length, chunkBytes));
        }
        return bytes;
    }

    /** Copies a chunk's rows to where they belong; what lies beyond the dataset is left out. */
    private void place(byte[] chunk, int[] offset, byte[] values) {
        int last = sizes.length - 1;
        int rowLength = Math.min(chunkSizes[last], sizes[last] - offset[last]) * elementSize;
        int[] row = new int[sizes.length];
        while (true) {
            int from = 0;
            int to = 0;
            boolean inside = true;
            for (int axis = 0; axis <= last; axis++) {
                from = from * chunkSizes[axis] + row[axis];
                to = to * sizes[axis] + offset[axis] + row[axis];
                inside &= offset[axis] + row[axis] < sizes[axis];
            }
            if (inside) {
                System.arraycopy(chunk, from * elementSize, values, to * elementSize, rowLength);
            }
            int axis = last - 1;
            while (axis >= 0 && ++row[axis] == chunkSizes[axis]) {
                row[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
        }
    }
}
