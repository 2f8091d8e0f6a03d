package org.kernelmaven.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a process's output to its end and keeps the first bytes. */
final class Head extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(Head.class);

    /** How long output may stay open after the process's end: a daemon that it started may hold the pipe. */
    private static final long PATIENCE_MILLIS = 3_000;

    private final Process process;
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(64);

    Head(Process process, int most) {
        super("kernel-command-output-" + process.pid());
        this.process = process;
        this.most = most;
        setDaemon(true);
    }

    @Override
    public void run() {
        var buffer = new byte[4096];
        try (InputStream input = process.getInputStream()) {
            for (var count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            LOG.debug("output of process {} ended early", process.pid(), e);
        }
    }

    private void keep(byte[] buffer, int count) {
        synchronized (kept) {
            kept.write(buffer, 0, Math.min(count, most - kept.size()));
        }
    }

    /** What was kept, once the process has ended. */
    byte[] bytes() throws InterruptedException {
        join(PATIENCE_MILLIS);
        synchronized (kept) {
            return kept.toByteArray();
        }
    }
}
