package io.github.fer4j.examples.training.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Makes the batches of an epoch ahead of the steps that need them, on one thread of its own. Few
 * are ever ready, so that memory stays what it is.
 */
final class BatchPipeline implements AutoCloseable {
    private static final int READY = 2;

    /** A batch, or why there is none. */
    private record Item(Batch batch, Throwable failure) {}

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(READY);
    private final Thread thread;

    BatchPipeline(BatchMaker maker, int epoch) {
        thread = new Thread(() -> run(maker, epoch), "fer-batches");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(BatchMaker maker, int epoch) {
        try {
            for (int step = 0; step < maker.steps(); step++) {
                queue.put(new Item(maker.make(epoch, step), null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            try {
                queue.put(new Item(null, e));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next batch of the epoch. */
    Batch next() throws InterruptedException {
        Item item = queue.take();
        if (item.failure() instanceof Error error) {
            throw error;
        }
        if (item.failure() instanceof RuntimeException exception) {
            throw exception;
        }
        return item.batch();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
