package org.kernelmaven.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds a lock, written into its file for those who wait: {@code pid 4711 on box since 2024-05-17T09:30:00Z}.
 *
 * <p>It is for messages alone. Whether a lock is held says the operating system: after a kill the text is old.
 */
final class LockHolder {

    private static final Logger LOG = LoggerFactory.getLogger(LockHolder.class);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern FORM =
            Pattern.compile("pid [0-9]{1,20} on [A-Za-z0-9._-]{1,255} since [0-9TZ:-]{1,32}");
    private static final int MOST_BYTES = 512;

    private LockHolder() {}

    /** Writes who this process is; where that fails, as on a full disk, the lock holds all the same. */
    static void write(FileChannel lockFile) throws IOException {
        var since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var text = "pid " + ProcessHandle.current().pid() + " on " + host() + " since " + since + "\n";
        try {
            lockFile.truncate(0);
            lockFile.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            if (!lockFile.isOpen()) {
                throw e; // an interrupt closed the file, and so freed the lock
            }
            LOG.debug("The lock's file does not say who holds it", e);
        }
    }

    /**
     * Who wrote last, or {@code another process} where the file does not say so in the known form.
     *
     * @param lockFile the waiting process's own channel: closing a second one would free locks of this process
     */
    static String read(FileChannel lockFile) throws IOException {
        var buffer = ByteBuffer.allocate(MOST_BYTES);
        lockFile.read(buffer, 0);
        var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
        return FORM.matcher(text).matches() ? text : "another process";
    }

    private static String host() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
