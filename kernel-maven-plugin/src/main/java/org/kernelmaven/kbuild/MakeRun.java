package org.kernelmaven.kbuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** Runs one make with all that a user sees of it: log file, progress, counts, and errors where it fails. */
public final class MakeRun {

    private final CommandRunner runner;
    private final Consumer<String> tell;
    private final LongSupplier nanos;

    /** @param tell takes a line of progress every ten seconds: a logger's {@code info} */
    public MakeRun(CommandRunner runner, Consumer<String> tell) {
        this(runner, tell, System::nanoTime);
    }

    MakeRun(CommandRunner runner, Consumer<String> tell, LongSupplier nanos) {
        this.runner = runner;
        this.tell = tell;
        this.nanos = nanos;
    }

    /**
     * What to run, and how to speak of it.
     *
     * @param what the step as a user would name it: {@code Compiling the kernel}
     * @param command the make to run
     * @param root what paths in errors are shown relative to: the view, or a module's sources
     * @param directory the working directory of its compilers: the build tree
     * @param output the folder that it writes in
     * @param expected how many steps an earlier run had ({@link BuildCounts#total}), 0 where not known
     * @param shown makes of a line what a user sees: where make works on copies, the paths of the originals
     */
    public record Step(
            String what,
            Command command,
            Path root,
            Path directory,
            Path output,
            int expected,
            UnaryOperator<String> shown) {

        /** A make in a view. */
        public static Step of(String what, Make make, Command command, int expected) {
            return new Step(
                    what, command, make.view(), make.buildTree(), make.buildTree(), expected, UnaryOperator.identity());
        }

        /** The same step by another command. */
        public Step with(Command other) {
            return new Step(what, other, root, directory, output, expected, shown);
        }
    }

    /**
     * Runs make to its end.
     *
     * @throws CompileException where make fails
     * @throws UserException where make is not there, or the disk is full
     * @throws java.io.InterruptedIOException where the thread was interrupted; no process is left
     */
    public BuildCounts run(Step step, BuildLog log) throws IOException {
        var progress = new Progress(nanos, line -> tell.accept(step.what() + ": " + line), step.expected());
        var errors = new CompilerErrors(step.root(), step.directory());
        try {
            log.line("$ " + step.command());
            KilledMake.starts(step.output());
            var result = runner.run(step.command(), raw -> {
                var line = step.shown().apply(raw);
                log.line(line);
                errors.line(line);
                progress.line(line);
            });
            if (!result.wasKilled()) {
                KilledMake.ends(step.output());
            }
            log.flush();
            if (!result.succeeded()) {
                throw errors.failure(
                        step.what(),
                        result.exitCode(),
                        result.tail().stream().map(step.shown()).toList(),
                        log.file());
            }
            return progress.counts();
        } catch (UncheckedIOException e) {
            throw readable(e, log);
        }
    }

    private static IOException readable(UncheckedIOException e, BuildLog log) {
        var cause = String.valueOf(e.getCause());
        if (cause.contains("No space left on device")) {
            throw new UserException(
                    "Cannot write the build log '" + log.file() + "': the disk is full. Free some space.", e);
        }
        return new IOException(e.getMessage() + ": " + cause, e);
    }
}
