package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what Kconfig asks of tools: {@code $(shell,…)}. The same command is run once, and not at all where a cache has
 * its answer.
 *
 * <p>Most of the time that conf takes is spent in waiting for one probe after another. Here a reader may go on with a
 * guess ({@link #guess}) while several run, and read again where a guess was wrong ({@link #guessedRight}).
 */
final class Probes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    /** conf keeps that much of what a command prints. */
    private static final int MAX_OUTPUT = 4095;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A question to a compiler or linker for yes or no; {@code test} alone is over at once and guards errors. */
    private static final Pattern GUESSED =
            Pattern.compile("\\{ (?!test |command ).*; } >/dev/null 2>&1 && echo \"([yn])\" \\|\\| echo \"[yn]\"");

    private final Path directory;
    private final Map<String, String> environment;
    private final @Nullable ProbeCache cache;
    private final CommandRunner runner = new CommandRunner(Map.of());
    private final ExecutorService workers;
    private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> guesses = new ConcurrentHashMap<>();
    private final AtomicInteger runs = new AtomicInteger();

    /**
     * @param directory the build tree: commands run there
     * @param environment all that the commands see
     * @param cache null where answers are not kept
     * @param cores how many commands run at a time
     */
    Probes(Path directory, Map<String, String> environment, @Nullable ProbeCache cache, int cores) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        var number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(Math.max(1, cores), work -> {
            var thread = new Thread(work, "kconfig-probe-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many commands were run. */
    int runs() {
        return runs.get();
    }

    /** What the command prints, as {@code $(shell,…)} has it. */
    String answer(String command) {
        return await(command, asked(command));
    }

    /** What the command prints, or, where it may take long, what it will print if a tool can do what it is asked. */
    String guess(String command) {
        var answer = asked(command);
        if (!answer.isDone()) {
            var matcher = GUESSED.matcher(command);
            if (matcher.matches()) {
                guesses.put(command, matcher.group(1));
                return matcher.group(1);
            }
        }
        return await(command, answer);
    }

    /** A guess was not the answer: what was read with it is to be read again. */
    static final class WrongGuessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongGuessException() {
            super("a guess at a probe's answer was wrong", null, false, false);
        }
    }

    /**
     * Waits for all answers.
     *
     * @throws WrongGuessException where a guess was none
     */
    void settle() {
        if (!guessedRight()) {
            throw new WrongGuessException();
        }
    }

    /** Waits for all answers; whether each guess was one. */
    boolean guessedRight() {
        var right = true;
        for (var guess : guesses.entrySet()) {
            right &= guess.getValue().equals(answer(guess.getKey()));
        }
        guesses.clear();
        return right;
    }

    private CompletableFuture<String> asked(String command) {
        var known = answers.get(command);
        if (known != null) {
            return known;
        }
        var kept = cache == null ? null : cache.get(command);
        return answers.computeIfAbsent(
                command,
                key -> kept != null
                        ? CompletableFuture.completedFuture(kept)
                        : CompletableFuture.supplyAsync(() -> run(key), workers));
    }

    private static String await(String command, CompletableFuture<String> answer) {
        try {
            return answer.get();
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

    private String run(String command) {
        runs.incrementAndGet();
        try {
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
        } catch (IOException e) {
            throw new CompletionException(e);
        }
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
