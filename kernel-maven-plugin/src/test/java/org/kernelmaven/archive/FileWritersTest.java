package org.kernelmaven.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
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
                writers.write(writers.buffer().put((byte) i).flip(), bytes -> written.addAndGet(bytes.remaining()));
            }
            writers.await();
            assertThat(written).hasValue(1000);
        }
    }

    @Test
    void aFailureIsToldSoonAndAtTheEndAndNoFileIsWrittenAfterIt() throws IOException {
        var written = new AtomicInteger();
        try (var writers = new FileWriters()) {
            writers.write(writers.buffer(), bytes -> {
                throw new IOException("No space left on device");
            });
            assertThatThrownBy(() -> {
                        while (true) {
                            writers.write(writers.buffer(), bytes -> written.incrementAndGet());
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
            var before = written.get();
            assertThatThrownBy(writers::await).hasMessage("No space left on device");
            assertThat(written).hasValue(before);
        }
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        var never = new CountDownLatch(1);
        var writers = new FileWriters();
        var bytes = writers.buffer();
        writers.write(bytes, all -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        Thread.currentThread().interrupt();
        assertThatThrownBy(writers::await).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        writers.close(); // which interrupts the writing, else this would wait
    }
}
