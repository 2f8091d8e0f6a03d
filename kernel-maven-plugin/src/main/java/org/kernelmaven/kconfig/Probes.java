package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Answer;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
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
    private final @Nullable ProbeCache cache;
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
    Probes(Path directory, Map<String, String> environment, @Nullable ProbeCache cache, int cores) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
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
            var kept = cache == null ? null : cache.get(key);
            var task = new FutureTask<>(() -> kept == null ? run(key) : kept);
            if (kept != null) {
                task.run();
            }
            return task;
        });
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

    private String run(String command) throws IOException {
        var shell = new Command(List.of("/bin/sh", "-c", command), directory, environment);
        var printed = runner.output(shell, MAX_OUTPUT, LIMIT);
        if (printed.isEmpty()) {
            LOG.warn(
                    "Kconfig's probe '{}' took more than {} s and was ended: it counts as if it printed nothing",
                    command,
                    LIMIT.toSeconds());
            return "";
        }
        var answer = oneLine(new String(printed.get(), StandardCharsets.UTF_8));
        if (cache != null) {
            cache.put(command, answer);
        }
        return answer;
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
