package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Answer;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.KeptAnswers;
import org.kernelmaven.tool.SearchPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what Kconfig asks of tools: {@code $(shell,…)}. The same command is run once, and not at all where a cache has
 * its answer.
 *
 * <p>Most of the time that conf takes is spent in waiting for one probe after another. Here a reader goes on while they
 * run, and helps with those that are left when it needs their answers.
 */
final class Probes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    /** conf keeps that much of what a command prints. */
    private static final int MAX_OUTPUT = 4095;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A question for yes or no, as {@code scripts/Kconfig.include} puts it: the answer is a symbol that is there. */
    private static final Pattern YES_OR_NO =
            Pattern.compile("\\{ .*; } >/dev/null 2>&1 && echo \"[yn]\" \\|\\| echo \"[yn]\"");

    private final Path directory;
    private final Map<String, String> environment;
    private final @Nullable KeptAnswers cache;
    private final SearchPath path;
    private final Builtins builtins;
    private final CommandRunner runner = new CommandRunner(Map.of());
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService workers;
    private final Map<String, FutureTask<String>> answers = new ConcurrentHashMap<>();

    /**
     * @param directory the build tree: commands run there
     * @param environment all that the commands see
     * @param cache null where answers are not kept
     * @param cores how many threads there may be, that of the reader included
     */
    Probes(Path directory, Map<String, String> environment, @Nullable KeptAnswers cache, int cores) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.path = SearchPath.of(environment);
        this.builtins = new Builtins(path);
        this.cache = cache;
        var number = new AtomicInteger();
        var threads = Math.max(1, cores - 1);
        this.workers = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, waiting, work -> {
            var thread = new Thread(work, "kconfig-probe-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What the command prints, as {@code $(shell,…)} has it. */
    String answer(String command) {
        return await(command, task(command));
    }

    /** The same; where it may take long and will be yes or no, it is not waited for. */
    Answer ask(String command) {
        var task = task(command);
        if (task.isDone() || !YES_OR_NO.matcher(command).matches()) {
            return new Answer.Known(await(command, task));
        }
        workers.execute(task);
        return () -> await(command, task);
    }

    private FutureTask<String> task(String command) {
        return answers.computeIfAbsent(command, key -> {
            var known = known(key);
            var task = new FutureTask<>(() -> known == null ? run(key) : known);
            if (known != null) {
                task.run();
            }
            return task;
        });
    }

    private @Nullable String known(String command) {
        var kept = cache == null ? null : cache.get(command);
        if (kept != null) {
            return kept;
        }
        var builtin = builtins.answer(command).orElse(null);
        if (builtin != null && cache != null) {
            cache.put(command, builtin);
        }
        return builtin;
    }

    /** Waits; whoever does runs the command, or others while another thread runs it. */
    private String await(String command, FutureTask<String> task) {
        try {
            for (Runnable next = task; next != null && !task.isDone(); next = waiting.poll()) {
                next.run();
            }
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserException failure) {
                throw failure;
            }
            throw new UserException("Kconfig's probe '" + command + "' cannot run: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted in Kconfig's probe '" + command + "'", e);
        }
    }

    /** Begins to run commands that will be asked for, unless answers are kept: then most are known. */
    void foresee(Supplier<List<String>> commands) {
        if (cache == null || cache.isEmpty()) {
            commands.get().stream()
                    .map(this::task)
                    .filter(task -> !task.isDone())
                    .forEach(workers::execute);
        }
    }

    private String run(String command) throws IOException {
        var probe = CompileProbe.of(command, path);
        var answer = probe.isPresent() ? ofCompiler(probe.get()) : ofShell(command);
        if (answer.isEmpty()) {
            LOG.warn(
                    "Kconfig's probe '{}' took more than {} s and was ended: it counts as if it printed nothing",
                    command,
                    LIMIT.toSeconds());
            return "";
        }
        if (cache != null) {
            cache.put(command, answer.get());
        }
        return answer.get();
    }

    private Optional<String> ofCompiler(CompileProbe probe) throws IOException {
        var folder = CompileProbe.makeFolder(directory);
        try {
            return runner.status(probe.command(folder, directory, environment), LIMIT)
                    .map(status -> status == 0 ? "y" : "n");
        } finally {
            CompileProbe.removeFolder(folder);
        }
    }

    private Optional<String> ofShell(String command) throws IOException {
        var shell = new Command(List.of("/bin/sh", "-c", command), directory, environment);
        return runner.output(shell, MAX_OUTPUT, LIMIT)
                .map(printed -> oneLine(new String(printed, StandardCharsets.UTF_8)));
    }

    private static String oneLine(String printed) {
        var end = printed.length();
        while (end > 0 && printed.charAt(end - 1) == '\n') {
            end--;
        }
        return printed.substring(0, end).replace('\n', ' ');
    }

    /** Ends what still runs, and keeps the answers. */
    @Override
    public void close() {
        workers.shutdownNow();
        if (cache != null) {
            cache.save();
        }
    }
}
