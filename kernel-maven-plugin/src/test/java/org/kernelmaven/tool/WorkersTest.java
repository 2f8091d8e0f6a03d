package org.kernelmaven.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();

    @Test
    void resultsComeInTheOrderOfTheTasks() throws IOException {
        var squares = IntStream.range(0, 100)
                .mapToObj(number -> (Callable<Integer>) () -> number * number)
                .toList();

        assertThat(Workers.all(3, "squaring", squares))
                .isEqualTo(IntStream.range(0, 100)
                        .map(number -> number * number)
                        .boxed()
                        .toList());
    }

    @Test
    void nothingToDoIsDone() throws IOException {
        assertThat(Workers.all(2, "idling", List.<Callable<Integer>>of())).isEmpty();
    }

    @Test
    void afterAFailureNothingBegins() {
        var begun = new AtomicInteger();
        Callable<Boolean> fails = () -> {
            begun.incrementAndGet();
            throw new IOException("no room");
        };

        assertThatIOException().isThrownBy(() -> Workers.all(1, "writing", Collections.nCopies(1000, fails)));

        assertThat(begun).hasValue(1);
    }

    @Test
    void whoIsInterruptedTwiceStillWaits() {
        var caller = Thread.currentThread();
        Callable<Boolean> waits = () -> {
            caller.interrupt();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                caller.interrupt();
                Thread.sleep(50);
                ended.set(true);
            }
            return true;
        };

        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> Workers.all(1, "linking", List.of(waits)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isTrue();
    }

    @Test
    void tasksRunAtOnce() throws IOException {
        var both = new CountDownLatch(2);
        Callable<Boolean> meets = () -> {
            both.countDown();
            both.await();
            return true;
        };

        assertThat(Workers.all(2, "meeting", List.of(meets, meets))).containsExactly(true, true);
    }

    @Test
    void afterAFailureNothingRunsAnyMore() {
        List<Callable<Boolean>> tasks = List.of(this::waitsAndTidiesUp, () -> {
            running.await();
            throw new IOException("no room");
        });

        assertThatIOException()
                .isThrownBy(() -> Workers.all(2, "writing", tasks))
                .withMessage("no room");

        assertThat(ended).isTrue();
    }

    @Test
    void whoIsInterruptedWaitsToo() {
        var caller = Thread.currentThread();
        Callable<Boolean> waits = () -> {
            caller.interrupt();
            return waitsAndTidiesUp();
        };

        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> Workers.all(1, "linking 'tree'", List.of(waits)))
                .withMessage("interrupted while linking 'tree'");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isTrue();
    }

    @Test
    void whatIsThrownIsWhatTheTaskThrew() {
        var io = new IOException("full");
        var bug = new IllegalStateException("bug");
        var error = new StackOverflowError();

        assertThatIOException()
                .isThrownBy(() -> fail(new UncheckedIOException(io)))
                .isSameAs(io);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> fail(bug))
                .isSameAs(bug);
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> fail(error))
                .isSameAs(error);
        assertThatIOException().isThrownBy(() -> fail(new Exception("other"))).withMessageContaining("other");
    }

    private static void fail(Throwable failure) throws IOException {
        Callable<Boolean> fails = () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
        Workers.all(1, "failing", Collections.nCopies(2, fails));
    }

    /** Runs until it is interrupted, and a moment longer. */
    private boolean waitsAndTidiesUp() throws InterruptedException {
        running.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.sleep(50);
            ended.set(true);
        }
        return true;
    }
}
