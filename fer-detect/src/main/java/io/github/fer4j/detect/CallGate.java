package io.github.fer4j.detect;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets calls in until it is closed; closing waits for those inside. */
final class CallGate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String what;
    private boolean closed;

    /**
     * @param what the thing behind the gate, for the message
     */
    CallGate(String what) {
        this.what = what;
    }

    /** To be followed by {@link #leave} in a finally. */
    void enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            throw new IllegalStateException(what + " is closed");
        }
    }

    void leave() {
        lock.readLock().unlock();
    }

    /** Runs {@code release} once, when no call is inside. */
    void close(Runnable release) {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException(what + " cannot be closed from inside its own call");
        }
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
