package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeepStackTest {

    @Test
    void interruptEndsTheWorkBeforeItsCallerGoesOn() {
        var caller = Thread.currentThread();
        var ended = new AtomicBoolean();
        var never = new CountDownLatch(1);

        assertThatThrownBy(() -> DeepStack.call(() -> {
                    caller.interrupt();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        while (caller.getState() != Thread.State.TIMED_WAITING) {
                            Thread.onSpinWait();
                        }
                    }
                    ended.set(true);
                    return "";
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);

        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
