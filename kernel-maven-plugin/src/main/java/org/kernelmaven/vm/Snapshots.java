package org.kernelmaven.vm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.store.Digests;
import org.kernelmaven.tool.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how a guest was when it had booted, so that the next one need not boot: QEMU's migration, to a file and from it
 * (QEMU, docs/devel/migration). One is kept, of the last guest that was booted; to be closed, which deletes it.
 */
public final class Snapshots implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private static final String FILE = "snapshot";

    /** A shell runs it, in the snapshot's folder; older QEMUs know no "file:" (8.2 brought it). */
    private static final Map<String, String> WRITE = Map.of("uri", "exec:cat >" + FILE);

    private static final String READ = "exec:cat <" + FILE;

    /** Writing and reading take some tenths of a second; a disk that hangs costs the snapshot, not the guest. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 10;

    /** Of what the console said while the guest booted. */
    private static final int MOST_LINES = 2_000;

    private final Path directory;

    /** Not in the directory: a socket's path has 107 bytes at most (unix(7)). Only its owner enters it. */
    private final Path sockets;

    private @Nullable Kept kept;
    private boolean works = true;

    /**
     * A guest that had booted.
     *
     * @param key digest of the command that booted it, and of its initramfs
     * @param lines what its console had said
     */
    private record Kept(String key, List<String> lines) {}

    /** @param directory where the file is kept, of tens of megabytes */
    public Snapshots(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath();
        this.sockets = Files.createTempDirectory("kernel-guest");
        Files.deleteIfExists(file());
    }

    /** The command that boots the guest and lets {@link #take} ask for its state. */
    Command watched(Command boot) throws IOException {
        Files.deleteIfExists(socket());
        return boot.in(directory)
                .plus(List.of(
                        "-chardev",
                        "socket,id=monitor,server=on,wait=off,path="
                                + socket().toString().replace(",", ",,"),
                        "-mon",
                        "chardev=monitor,mode=control"));
    }

    /**
     * The command that starts the guest as it was when that command had booted it, to be followed by {@link #goesOn};
     * empty where that is not known.
     */
    Optional<Command> restoring(Guest guest, Command boot) throws IOException {
        var known = kept;
        return known != null && known.key.equals(key(guest, boot))
                ? Optional.of(watched(boot).plus(List.of("-incoming", READ)))
                : Optional.empty();
    }

    /**
     * Whether the guest that {@link #restoring} started is what it was, and goes on; what it is sent before is lost.
     */
    boolean goesOn() {
        try (var monitor = QemuMonitor.connect(socket())) {
            if (status(monitor, "query-status").equals("inmigrate")) {
                return false;
            }
            monitor.execute("cont", Map.of());
            return true;
        } catch (IOException e) {
            LOG.trace("not yet, or it has ended", e);
            return false;
        }
    }

    /** Gives what the console said before {@link #take}. */
    void replay(Consumer<String> lines) {
        var known = kept;
        if (known != null) {
            known.lines.forEach(lines);
        }
    }

    /** Takes the lines of a console for {@link #take}, the first ones, and passes them on. */
    static final class Recorder implements Consumer<String> {

        private final Consumer<String> lines;
        private final List<String> recorded = new ArrayList<>();

        Recorder(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void accept(String line) {
            synchronized (recorded) {
                if (recorded.size() < MOST_LINES) {
                    recorded.add(line);
                }
            }
            lines.accept(line);
        }

        private List<String> recorded() {
            synchronized (recorded) {
                return List.copyOf(recorded);
            }
        }
    }

    /**
     * Keeps the state of a guest that waits for orders, and has it go on; where QEMU cannot do that, none is kept any
     * more.
     *
     * @param boot what booted it, before {@link #watched} added to it
     * @throws InterruptedIOException where the thread was interrupted; its flag is set again
     */
    void take(Guest guest, Command boot, Recorder recorder) throws IOException {
        forget();
        if (!works) {
            return;
        }
        var writing = new FutureTask<>(this::write);
        var thread = new Thread(writing, "kernel-snapshot");
        thread.setDaemon(true);
        thread.start();
        try {
            writing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            kept = new Kept(key(guest, boot), recorder.recorded());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while a guest's state was kept");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException | TimeoutException e) {
            works = false;
            LOG.debug("no state of guests is kept", e);
        }
    }

    private @Nullable Void write() throws IOException, InterruptedException {
        try (var monitor = QemuMonitor.connect(socket())) {
            // What does not change meanwhile is written once.
            monitor.execute("stop", Map.of());
            try {
                monitor.execute("migrate", WRITE);
                var status = status(monitor, "query-migrate");
                while (!status.equals("completed")) {
                    if (status.equals("failed") || status.equals("cancelled")) {
                        throw new IOException("QEMU's migration " + status);
                    }
                    Thread.sleep(POLL_MILLIS);
                    status = status(monitor, "query-migrate");
                }
            } finally {
                monitor.execute("cont", Map.of());
            }
            return null;
        }
    }

    private static String status(QemuMonitor monitor, String query) throws IOException {
        var status = monitor.execute(query, Map.of()).getAsJsonObject().get("status");
        return status == null ? "none" : status.getAsString();
    }

    /** Keeps none, until the next is taken. */
    void forget() throws IOException {
        kept = null;
        Files.deleteIfExists(file());
    }

    private static String key(Guest guest, Command boot) throws IOException {
        var initramfs = guest.initramfs();
        return String.join("\0", boot.argv()) + "\0" + (initramfs.isPresent() ? Digests.of(initramfs.get()) : "");
    }

    private Path file() {
        return directory.resolve(FILE);
    }

    private Path socket() {
        return sockets.resolve("monitor");
    }

    @Override
    public void close() throws IOException {
        forget();
        Files.deleteIfExists(socket());
        Files.deleteIfExists(sockets);
    }
}
