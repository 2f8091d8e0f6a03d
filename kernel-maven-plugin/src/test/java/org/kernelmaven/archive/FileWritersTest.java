package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileWritersTest {

    @Test
    void waitsForAllFiles() throws IOException {
        var written = new AtomicInteger();
        try (var writers = new FileWriters()) {
            for (int i = 0; i < 1000; i++) {
                var bytes = writers.buffer(1).put((byte) i).flip();
                int number = i;
                writers.write(() -> {
                    assertThat(bytes.get()).isEqualTo((byte) number);
                    written.incrementAndGet();
                });
            }
            writers.await();
            assertThat(written).hasValue(1000);
        }
    }

    @Test
    void filesOfOneBatchDoNotShareBytes() throws IOException {
        var right = new ConcurrentHashMap<Integer, Long>();
        try (var writers = new FileWriters()) {
            for (int i = 0; i < 300; i++) {
                int size = i % 10 == 0 ? FileWriters.SMALL_BYTES : i * 211;
                int number = i;
                var bytes = writers.buffer(size);
                Arrays.fill(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + size, (byte) i);
                writers.write(() -> {
                    long same = 0;
                    while (bytes.hasRemaining()) {
                        same += bytes.get() == (byte) number ? 1 : 0;
                    }
                    right.put(number, same);
                });
            }
            writers.await();
        }
        assertThat(right).hasSize(300).allSatisfy((number, same) -> assertThat(same)
                .isEqualTo(number % 10 == 0 ? FileWriters.SMALL_BYTES : number * 211));
    }

    @Test
    void aFailureIsToldSoonAndAtTheEndAndNoFileIsBegunAfterIt() throws IOException {
        var disk = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var written = new AtomicInteger();
        try (var writers = new FileWriters()) {
            for (int batch = 0; batch < FileWriters.BATCHES; batch++) {
                // The first batch fails while those of other threads are in the midst of theirs, and the rest wait.
                boolean fails = batch == 0;
                writers.buffer(0);
                writers.write(() -> {
                    await(fails ? disk : told);
                    if (fails) {
                        throw new IOException("No space left on device");
                    }
                });
                for (int i = 1; i < FileWriters.BATCH_FILES; i++) {
                    writers.buffer(0);
                    writers.write(written::incrementAndGet);
                }
            }
            disk.countDown();
            assertThatThrownBy(() -> writers.buffer(0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
            told.countDown();
            assertThatThrownBy(writers::await).hasMessage("No space left on device");
            assertThat(written).hasValue(0);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        var never = new CountDownLatch(1);
        var writers = new FileWriters();
        writers.buffer(0);
        writers.write(() -> await(never));
        Thread.currentThread().interrupt();
        assertThatThrownBy(writers::await).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        writers.close(); // which interrupts the writing, else this would wait
    }
}
