package org.kernelmaven.vm;

import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.tool.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how a guest was when it had booted, so that the next one need not boot: QEMU's migration, to a file and from it
 * (QEMU, docs/devel/migration). One is kept, of the last guest that was booted; to be closed, which deletes it. Where
 * it fails once, guests boot.
 */
public final class Snapshots implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private static final String FILE = "snapshot";

    /** A shell runs it, in the snapshot's folder; older QEMUs know no "file:" (8.2 brought it). */
    private static final String WRITE = "exec:cat >" + FILE;

    private static final String READ = "exec:cat <" + FILE;

    /** Writing and reading take some tenths of a second; a disk that hangs costs the snapshot, not the guest. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a guest that is to go on may take for that: QEMU refuses while it ends the writing. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private final Path directory;
    private final Path file;

    private final PrivateSocket socket;
    private @Nullable Kept kept;
    private boolean works;

    /**
     * A guest that had booted.
     *
     * @param identity what tells it from others
     * @param lines what its console had said
     */
    private record Kept(List<String> identity, List<String> lines) {}

    /** @param directory where the file is kept, of tens of megabytes */
    public Snapshots(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath();
        this.file = this.directory.resolve(FILE);
        Files.deleteIfExists(file);
        file.toFile().deleteOnExit();
        this.socket = PrivateSocket.open("kernel-guest");
        this.works = socket.fits();
    }

    /** Whether there is a use in asking. */
    boolean works() {
        return works;
    }

    /** The command that boots the guest and lets {@link #take} ask for its state. */
    Command watched(Command boot) throws IOException {
        Files.deleteIfExists(socket.path());
        return boot.in(directory)
                .plus(List.of(
                        "-chardev",
                        QemuMachine.listening("monitor", socket.path()),
                        "-mon",
                        "chardev=monitor,mode=control"));
    }

    /**
     * The command that starts the guest as it was when that command had booted it, to be followed by {@link #goesOn};
     * empty where that is not known.
     *
     * @param initramfs what tells the guest's initramfs from others
     */
    Optional<Command> restoring(Command boot, String initramfs) throws IOException {
        var known = kept;
        return known != null && known.identity.equals(identity(boot, initramfs))
                ? Optional.of(watched(boot).plus(List.of("-incoming", READ)))
                : Optional.empty();
    }

    /**
     * Whether the guest that {@link #restoring} started is what it was, and goes on; what it is sent before is lost.
     */
    boolean goesOn() {
        try (var monitor = QemuMonitor.connect(socket.path(), LINGER)) {
            if (status(monitor, "query-status").equals("inmigrate")) {
                return false;
            }
            monitor.execute("cont");
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

    /** Takes the lines of a console for {@link #take}, the last ones, and passes them on. */
    static final class Recorder implements Consumer<String> {

        private static final int MOST_LINES = 2_000;

        private final Consumer<String> lines;
        private final Deque<String> recorded = new ArrayDeque<>();
        private boolean ended;

        Recorder(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void accept(String line) {
            record(line);
            lines.accept(line);
        }

        private synchronized void record(String line) {
            if (!ended) {
                recorded.addLast(line);
                if (recorded.size() > MOST_LINES) {
                    recorded.removeFirst();
                }
            }
        }

        private synchronized List<String> end() {
            ended = true;
            return List.copyOf(recorded);
        }
    }

    /**
     * Keeps the state of a guest that waits for orders, and has it go on.
     *
     * @param boot what booted it, before {@link #watched} added to it
     * @param initramfs what tells its initramfs from others
     * @return whether the guest goes on; none is kept where QEMU cannot do it
     * @throws InterruptedIOException where the thread was interrupted; its flag is set still
     */
    boolean take(Command boot, String initramfs, Recorder recorder) throws IOException {
        forget();
        try (var monitor = QemuMonitor.connect(socket.path(), PATIENCE)) {
            // What does not change meanwhile is written once.
            monitor.execute("stop");
            var lines = recorder.end();
            write(monitor);
            kept = new Kept(identity(boot, initramfs), lines);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("no state of guests is kept", e);
            giveUp();
        }
        var running = isRunning();
        if (!running) {
            giveUp();
        }
        return running;
    }

    private static void write(QemuMonitor monitor) throws IOException {
        var fast = new JsonObject();
        // By default it spares a network.
        fast.addProperty("max-bandwidth", 1L << 40);
        monitor.execute("migrate-set-parameters", fast);
        var target = new JsonObject();
        target.addProperty("uri", WRITE);
        monitor.execute("migrate", target);
        for (var status = "none"; !status.equals("completed"); status = status(monitor, "query-migrate")) {
            if (status.equals("failed") || status.equals("cancelled")) {
                throw new IOException("QEMU's migration " + status);
            }
            pause();
        }
    }

    /** On a connection of its own, with a limit of its own. */
    private boolean isRunning() throws IOException {
        for (var end = System.nanoTime() + LINGER.toNanos(); System.nanoTime() < end; pause()) {
            try (var monitor = QemuMonitor.connect(socket.path(), LINGER)) {
                // A writing that hangs holds the guest.
                if (status(monitor, "query-migrate").equals("active")) {
                    monitor.execute("migrate_cancel");
                }
                monitor.execute("cont");
                return true;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                LOG.debug("the guest does not go on yet", e);
            }
        }
        return false;
    }

    private static void pause() throws InterruptedIOException {
        Pause.forMillis(POLL_MILLIS, "a guest's state was kept");
    }

    private static String status(QemuMonitor monitor, String query) throws IOException {
        var status = monitor.execute(query).getAsJsonObject().get("status");
        return status == null ? "none" : status.getAsString();
    }

    /** Keeps none, until the next is taken. */
    public void forget() throws IOException {
        kept = null;
        Files.deleteIfExists(file);
    }

    /** Keeps none any more. */
    void giveUp() throws IOException {
        works = false;
        forget();
    }

    private static List<String> identity(Command boot, String initramfs) {
        return Command.of(boot.directory(), boot.argv())
                .plus(List.of(initramfs))
                .argv();
    }

    @Override
    public void close() throws IOException {
        try {
            forget();
        } finally {
            socket.close();
        }
    }
}
