package org.kernelmaven.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands: drains their output on a daemon thread, but that of a filter, and leaves no process behind when the
 * thread is interrupted or the JVM shuts down.
 */
public final class CommandRunner {

    /** How many lines of output a {@link CommandResult} keeps. */
    public static final int TAIL_LINES = 60;

    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);

    private static final long POLL_MILLIS = 100;

    /** signal(7); status 255, say, is a Perl script that died. */
    private static final int LAST_SIGNAL = 64;

    /** The exit statuses that tell of the signals INT, KILL and TERM: a program that crashes gets others. */
    static final Set<Integer> KILLED =
            Set.of(CommandResult.SIGNALLED + 2, CommandResult.SIGNALLED + 9, CommandResult.SIGNALLED + 15);

    /** Commands that run now; one shutdown hook ends them, so Ctrl-C leaves none behind. */
    private static final Set<ProcessTree> ALIVE = ConcurrentHashMap.newKeySet();

    private static final Object STARTING = new Object();
    private static boolean shuttingDown;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(CommandRunner::shutDown, "kernel-command-reaper"));
    }

    private final Map<String, String> environment;

    /** A runner whose commands see the JVM's own environment. */
    public CommandRunner() {
        this(System.getenv());
    }

    /** @param environment what commands see before their own variables are added */
    public CommandRunner(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Ends what a JVM that was killed left running in some directories: its make does not know of the kill, and would
     * go on writing there beside the next one's.
     *
     * @param directories in which no other JVM runs commands now, for the caller holds a lock that says so; some may
     *     not exist
     */
    public static void endLeftovers(Collection<Path> directories) throws IOException {
        var real = new ArrayList<Path>();
        for (var directory : directories) {
            if (Files.isDirectory(directory)) {
                real.add(directory.toRealPath());
            }
        }
        // A JVM that a command started bears that command's mark: it must not end itself.
        var ours = Stream.concat(
                        ALIVE.stream().map(ProcessTree::mark),
                        Stream.ofNullable(System.getenv(ProcessTree.MARK_VARIABLE)))
                .collect(Collectors.toSet());
        var left = real.isEmpty() ? List.<ProcessTree>of() : ProcessTree.leftIn(real, ours);
        if (!left.isEmpty()) {
            LOG.info("Ending what a killed build left running in '{}'", real.get(0));
            ProcessTree.destroy(left);
        }
    }

    /** Runs a command and keeps the tail of what it prints, standard error included. */
    public CommandResult run(Command command) throws IOException {
        return run(command, line -> {});
    }

    /**
     * Runs a command, hands each line it prints (standard error included) to {@code lines}, and waits.
     *
     * @param lines called on the draining thread; what it throws ends the command and is thrown on
     * @throws UserException where the program is not there
     * @throws InterruptedIOException where the thread was interrupted; its flag is set again
     */
    public CommandResult run(Command command, Consumer<String> lines) throws IOException {
        return run(command, lines, () -> true)
                .orElseThrow(() -> new IllegalStateException("ended without being asked to: " + command));
    }

    /**
     * As {@link #run(Command, Consumer)}, but ends the command as soon as it should not go on.
     *
     * @param goOn asked several times a second
     * @return empty where the command was ended
     */
    public Optional<CommandResult> run(Command command, Consumer<String> lines, BooleanSupplier goOn)
            throws IOException {
        LOG.debug("{}$ {}", command.directory(), command);
        var running = start(command, builder -> builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile()));
        var drain = new Drain(running.process(), lines, running.tree()::destroy);
        return running.await(() -> {
            drain.start();
            while (!running.process().waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!goOn.getAsBoolean()) {
                    running.tree().destroy();
                    drain.finish();
                    return Optional.empty();
                }
            }
            var exitCode = running.process().exitValue();
            if (CommandResult.tellsOfSignal(exitCode)) {
                // make was killed: its compilers still run
                running.tree().destroy();
            }
            drain.finish();
            return Optional.of(new CommandResult(exitCode, drain.tail()));
        });
    }

    /**
     * Runs a command whose standard output, byte for byte, and standard error become a file.
     *
     * @param output made anew
     * @return its exit status
     */
    public int runInto(Command command, Path output) throws IOException {
        LOG.debug("{}$ {} > {}", command.directory(), command, output);
        var running = start(command, builder -> builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile()));
        return running.await(running.process()::waitFor);
    }

    /**
     * Runs a command for the first bytes of its standard output; the rest and standard error are passed over.
     *
     * @param most how many bytes are kept
     * @param limit it is ended when it takes longer
     * @return empty where it was ended
     * @throws UserException where a signal ended it, or so its exit status says: what it printed may be anything
     * @throws InterruptedIOException also where the JVM shuts down, which ends what the command started
     */
    public Optional<byte[]> output(Command command, int most, Duration limit) throws IOException {
        LOG.debug("{}$ {}", command.directory(), command);
        var running = start(command, builder -> builder.redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Path.of("/dev/null").toFile()));
        var head = new Head(running.process(), most);
        var printed = running.<Optional<byte[]>>await(() -> {
            head.start();
            return running.endsWithin(limit) ? Optional.of(head.bytes()) : Optional.empty();
        });
        if (printed.isPresent()) {
            requireRunning(command);
            requireNoSignal(command, running.process().exitValue());
        }
        return printed;
    }

    /**
     * Runs a command for its exit status alone; what it prints is passed over.
     *
     * @param limit it is ended when it takes longer
     * @return empty where it was ended; 128 and more where it crashed
     * @throws UserException where somebody killed it: that is none of its own doing
     * @throws InterruptedIOException also where the JVM shuts down, which ends what the command started
     */
    public Optional<Integer> status(Command command, Duration limit) throws IOException {
        LOG.debug("{}$ {}", command.directory(), command);
        var running = start(command, builder -> builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Path.of("/dev/null").toFile()));
        if (!running.await(() -> running.endsWithin(limit))) {
            return Optional.empty();
        }
        var status = running.process().exitValue();
        // What a compiler started is ended too, and then it ends with an exit status of its own.
        requireRunning(command);
        if (KILLED.contains(status)) {
            requireNoSignal(command, status);
        }
        return Optional.of(status);
    }

    /** What one prints whose commands are killed is no answer: {@code cc … && echo y || echo n} prints n. */
    private static void requireRunning(Command command) throws InterruptedIOException {
        synchronized (STARTING) {
            if (shuttingDown) {
                throw new InterruptedIOException("shutting down while running: " + command);
            }
        }
    }

    private static void requireNoSignal(Command command, int exitCode) {
        var signal = exitCode - CommandResult.SIGNALLED;
        if (signal > 0 && signal <= LAST_SIGNAL) {
            throw new UserException("Signal " + signal + " ended '" + command + "' (exit status " + exitCode
                    + "): what it printed does not count. Signal 9 mostly means that memory ran out. Run Maven again.");
        }
    }

    /**
     * Runs a command on the user's terminal: it reads the keyboard and draws on the screen.
     *
     * @return its exit status
     */
    public int runInTerminal(Command command) throws IOException {
        var running = start(command, ProcessBuilder::inheritIO);
        return running.await(running.process()::waitFor);
    }

    /**
     * Starts a command that its caller talks to while it runs: its standard input is a pipe.
     *
     * @param listener takes what it prints, standard error included
     */
    public Conversation converse(Command command, Conversation.Listener listener) throws IOException {
        LOG.debug("{}$ {}", command.directory(), command);
        var running = start(command, builder -> builder.redirectErrorStream(true));
        return Conversation.start(running.process(), listener, () -> {
            running.tree().destroy();
            ALIVE.remove(running.tree());
        });
    }

    /**
     * Starts a command that makes one stream of another, such as a decompressor; it must print little on standard
     * error.
     *
     * @param input what the command reads; read on a thread of its own until the result is closed or at its end;
     *     closing it is the caller's
     * @return the command's standard output, for one reader, to be closed, which ends the command. Its end throws what
     *     {@code input} threw; else, where the command failed, what it printed on standard error; an
     *     {@link InterruptedIOException} where somebody killed it
     */
    public InputStream filter(Command command, InputStream input) throws IOException {
        LOG.debug("{}$ {}", command.directory(), command);
        var running = start(command, builder -> {});
        return new FilteredStream(
                command, running.process(), running.tree(), input, () -> ALIVE.remove(running.tree()));
    }

    /** A command that was started. */
    private record Running(Command command, Process process, ProcessTree tree) {

        interface Wait<T> {
            T get() throws InterruptedException;
        }

        /** Whether it ends in time; else it is ended. */
        boolean endsWithin(Duration limit) throws InterruptedException {
            var ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                tree.destroy();
            }
            return ended;
        }

        <T> T await(Wait<T> action) throws InterruptedIOException {
            var ended = false;
            try {
                var result = action.get();
                ended = true;
                return result;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var interrupted = new InterruptedIOException("interrupted while running: " + command);
                interrupted.initCause(e);
                throw interrupted;
            } finally {
                if (!ended) {
                    tree.destroy();
                }
                ALIVE.remove(tree);
            }
        }
    }

    private Running start(Command command, Consumer<ProcessBuilder> streams) throws IOException {
        var mark = UUID.randomUUID().toString();
        var builder = builder(command);
        builder.environment().put(ProcessTree.MARK_VARIABLE, mark);
        streams.accept(builder);
        synchronized (STARTING) {
            if (shuttingDown) {
                throw new InterruptedIOException("shutting down, so not running: " + command);
            }
            var process = start(builder);
            var tree = new ProcessTree(process.toHandle(), mark);
            ALIVE.add(tree);
            return new Running(command, process, tree);
        }
    }

    private ProcessBuilder builder(Command command) {
        var builder = new ProcessBuilder(command.argv());
        builder.directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environmentOn(environment));
        return builder;
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            var message = String.valueOf(e.getMessage());
            if (message.contains("error=2,") && builder.directory().isDirectory()) {
                var program = builder.command().get(0);
                var where = program.contains("/") ? "no such program." : "no such program on the PATH.";
                throw new UserException(
                        "Cannot run '" + program + "': " + where + " Run kernel:doctor to see what is missing.", e);
            }
            throw e;
        }
    }

    private static void shutDown() {
        synchronized (STARTING) {
            shuttingDown = true;
        }
        // At a normal end Maven has closed the plugin's class loader by now: nothing more can be loaded, or need be.
        if (!ALIVE.isEmpty()) {
            ProcessTree.destroy(List.copyOf(ALIVE));
        }
    }
}
