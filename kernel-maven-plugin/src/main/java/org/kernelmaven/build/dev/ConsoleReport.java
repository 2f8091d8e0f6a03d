package org.kernelmaven.build.dev;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.Ktap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user on Maven's log, and keeps each guest's console in a file. */
final class ConsoleReport implements DevReport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleReport.class);

    /** A guest that writes without end fills neither the screen, nor the memory, nor the disk. */
    private static final int MOST_SHOWN = 200;

    private static final int MOST_KEPT = 2_000;
    private static final long MOST_WRITTEN = 8L << 20;

    private final Path file;
    private final Deque<String> kept = new ArrayDeque<>();
    private Ktap ktap = new Ktap();
    private boolean showing;
    private boolean swapping;
    private int shown;
    private long written;
    private @Nullable BufferedWriter log;

    /** @param file takes the console of the guest that runs, up to 8 MiB */
    ConsoleReport(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void booting() {
        close();
        kept.clear();
        showing = false;
        written = 0;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            log = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("'{}' cannot be written: {}", file, e.getMessage());
        }
    }

    @Override
    public synchronized void begin() {
        ktap = new Ktap();
        showing = true;
        swapping = true;
        shown = 0;
    }

    @Override
    public synchronized void console(String line) {
        write(line);
        kept.addLast(line);
        if (kept.size() > MOST_KEPT) {
            kept.removeFirst();
        }
        if (!showing) {
            LOG.debug("| {}", line);
            return;
        }
        // Between saves nobody reads results.
        if (swapping) {
            ktap.line(line);
        }
        if (!line.contains(GuestInit.PREFIX) && shown <= MOST_SHOWN) {
            if (shown++ < MOST_SHOWN) {
                LOG.info("| {}", line);
            } else {
                LOG.info("| … more in '{}'", file);
            }
        }
    }

    @Override
    public synchronized void loaded(String names, String when) {
        var results = ktap.results();
        var failed = results.stream()
                .filter(result -> result.status().isBad())
                .map(Ktap.Result::name)
                .toList();
        var passed = results.stream()
                .filter(result -> result.status() == Ktap.Status.PASSED)
                .count();
        var tests = results.isEmpty()
                ? ""
                : "; tests: " + passed + " passed, " + failed.size() + " failed"
                        + (failed.isEmpty() ? "" : " (" + String.join(", ", failed) + ")");
        if (failed.isEmpty()) {
            LOG.info("Loaded {} {}{}", names, when, tests);
        } else {
            LOG.error("Loaded {} {}{}", names, when, tests);
        }
    }

    @Override
    public void failure(String message) {
        LOG.error("{}", message);
    }

    @Override
    public void info(String message) {
        LOG.info("{}", message);
    }

    @Override
    public synchronized void messages() {
        kept.stream().filter(line -> !line.contains(GuestInit.PREFIX)).forEach(line -> LOG.info("| {}", line));
    }

    @Override
    public synchronized void waiting() {
        flush();
        swapping = false;
        // What comes unasked is shown as well.
        shown = 0;
        LOG.info("Waiting for a save; h for help.");
    }

    @Override
    public synchronized void close() {
        var open = log;
        log = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("the console's file", e);
            }
        }
    }

    private void write(String line) {
        var open = log;
        if (open != null && written < MOST_WRITTEN) {
            written += line.length() + 1L;
            try {
                open.write(line);
                open.newLine();
            } catch (IOException e) {
                LOG.warn("'{}' cannot be written: {}", file, e.getMessage());
                close();
            }
        }
    }

    private void flush() {
        try {
            var open = log;
            if (open != null) {
                open.flush();
            }
        } catch (IOException e) {
            LOG.debug("the console's file", e);
        }
    }
}
