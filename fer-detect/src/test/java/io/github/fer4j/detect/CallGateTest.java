package io.github.fer4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallGateTest {
    private final CallGate gate = new CallGate("the thing");
    private final AtomicInteger released = new AtomicInteger();

    @Test
    void close_callInside_waitsForIt() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        gate.enter();
        Thread closer =
                new Thread(
                        () -> {
                            gate.close(released::incrementAndGet);
                            closed.countDown();
                        });
        closer.start();
        assertThat(closed.await(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(released).hasValue(0);
        gate.leave();
        closer.join();
        assertThat(released).hasValue(1);
    }

    @Test
    void close_twice_releasesOnce() {
        gate.close(released::incrementAndGet);
        gate.close(released::incrementAndGet);
        assertThat(released).hasValue(1);
    }

    @Test
    void close_fromInsideACall_isRefusedInsteadOfHanging() {
        gate.enter();
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> gate.close(released::incrementAndGet))
                    .withMessageContaining("own call");
        } finally {
            gate.leave();
        }
        gate.close(released::incrementAndGet);
        assertThat(released).hasValue(1);
    }

    @Test
    void enter_afterClose_isIllegalState() {
        gate.close(released::incrementAndGet);
        assertThatIllegalStateException()
                .isThrownBy(gate::enter)
                .withMessage("the thing is closed");
    }
}
