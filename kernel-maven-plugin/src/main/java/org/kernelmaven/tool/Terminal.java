package org.kernelmaven.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal that standard input is, so that single keys can be read; as it was before when it is closed, and when
 * the JVM ends.
 */
public final class Terminal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

    /** What {@code stty -g} prints, which is what it takes; BSD's has names in it. */
    private static final Pattern SETTINGS = Pattern.compile("[A-Za-z0-9:=]+");

    private static final long PATIENCE_SECONDS = 5;

    private final String settings;
    private final Thread hook;

    private Terminal(String settings) {
        this.settings = settings;
        this.hook = new Thread(() -> set(List.of(settings)), "kernel-terminal");
    }

    /** The terminal; empty where standard input is none, or there is no {@code stty}. */
    public static Optional<Terminal> open() {
        // Not System.console(): from Java 22 on there is one where standard input is a pipe.
        return stty(List.of("-g"))
                .map(String::strip)
                .filter(text -> SETTINGS.matcher(text).matches())
                .map(text -> {
                    var terminal = new Terminal(text);
                    Runtime.getRuntime().addShutdownHook(terminal.hook);
                    return terminal;
                });
    }

    /** Gives each key as it is pressed; Ctrl-C still ends the program. */
    public void giveKeys() {
        set(List.of("-icanon", "-echo", "isig", "icrnl", "min", "1", "time", "0"));
    }

    /** Gives each byte as it comes, Ctrl-C too: for a program elsewhere that has a terminal of its own. */
    public void giveAll() {
        set(List.of("-icanon", "-echo", "-isig", "-icrnl", "-ixon", "min", "1", "time", "0"));
    }

    /** As it was. */
    @Override
    public void close() {
        set(List.of(settings));
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending", e);
        }
    }

    private static void set(List<String> arguments) {
        if (stty(arguments).isEmpty()) {
            LOG.debug("stty {} failed", arguments);
        }
    }

    /** Not by a {@link CommandRunner}, which starts nothing any more when the JVM ends. */
    private static Optional<String> stty(List<String> arguments) {
        var argv = new ArrayList<>(List.of("stty"));
        argv.addAll(arguments);
        try {
            var process = new ProcessBuilder(argv)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(output)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("no stty", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
