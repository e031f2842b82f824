package io.github.fer4j.model.onnx;

import io.github.fer4j.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Memory outside the heap, which ONNX Runtime reads without a copy, used again from call to call:
 * to get and to zero it anew costs more than to fill it.
 */
final class InputBuffers {
    /** As many as calls run at the same time in an ordinary application. */
    private static final int KEPT = 8;

    /** 16 MiB: what is larger is not kept for the next call. */
    private static final int LARGEST = 1 << 22;

    private final BlockingQueue<FloatBuffer> free = new ArrayBlockingQueue<>(KEPT);

    static FloatBuffer allocate(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A buffer that holds exactly these values. */
    FloatBuffer filled(Tensor tensor) {
        FloatBuffer buffer = free.poll();
        if (buffer == null || buffer.capacity() < tensor.count()) {
            buffer = allocate(tensor.count());
        }
        return buffer.clear().put(tensor.buffer()).flip();
    }

    void giveBack(FloatBuffer buffer) {
        if (buffer.capacity() <= LARGEST) {
            free.offer(buffer);
        }
    }
}
