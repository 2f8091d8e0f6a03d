package org.kernelmaven.kconfig.conf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with Kconfig files that the command runs in. */
final class ConfTree {

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private boolean terminal;

    ConfTree(Path directory, String kconfig) throws IOException {
        this.directory = directory;
        write("Kconfig", kconfig);
    }

    /** What a run left. */
    record Result(int status, String out, String err) {}

    ConfTree write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    boolean has(String name) {
        return Files.exists(directory.resolve(name));
    }

    ConfTree set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Makes it a tree from before 6.8, by what tells them apart. */
    ConfTree classic() throws IOException {
        return write("scripts/kconfig/expr.h", "struct expr {};").write("scripts/kconfig/symbol.c", "");
    }

    ConfTree onTerminal() {
        terminal = true;
        return this;
    }

    Result run(String... arguments) {
        return answer("", arguments);
    }

    Result answer(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                terminal);
        var status = new ConfCommand(new Session(directory, environment, directory, console)).run(List.of(arguments));
        console.flush();
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines of {@code .config} that hold values. */
    List<String> values() throws IOException {
        return read(".config").lines().filter(line -> line.contains("CONFIG_")).toList();
    }
}
