package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kernelmaven.UserException;

/** Runs what Kconfig asks of tools: {@code $(shell,…)}. The same command is run once. */
final class Probes {

    /** conf keeps that much of what a command prints. */
    private static final int MAX_OUTPUT = 4095;

    private final Path directory;
    private final Map<String, String> environment;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /**
     * @param directory the build tree
     * @param environment all that the commands see
     */
    Probes(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /** What the command prints, as {@code $(shell,…)} has it. */
    String answer(String command) {
        return answers.computeIfAbsent(command, this::run);
    }

    private String run(String command) {
        try {
            var builder = new ProcessBuilder(List.of("/bin/sh", "-c", command));
            builder.directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            var process = builder.start();
            byte[] printed;
            try (var output = process.getInputStream()) {
                printed = output.readNBytes(MAX_OUTPUT);
                output.transferTo(java.io.OutputStream.nullOutputStream());
            }
            process.waitFor();
            return oneLine(new String(printed, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException("Kconfig's probe '" + command + "' cannot run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted in Kconfig's probe '" + command + "'", e);
        }
    }

    private static String oneLine(String printed) {
        var end = printed.length();
        while (end > 0 && printed.charAt(end - 1) == '\n') {
            end--;
        }
        return printed.substring(0, end).replace('\n', ' ');
    }
}
