package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** The kernel's own {@code conf}, run through make on a copy of the config. */
final class Conf {

    private static final int SHOWN_LINES = 20;
    private static final int MAX_WARNINGS = 200;

    private final CommandRunner runner;
    private final ConfigRequest request;
    private final Path config;
    private final Path scratch;
    private final Set<String> warnings = new LinkedHashSet<>();

    /** @param scratch an empty folder of the build tree */
    Conf(CommandRunner runner, ConfigRequest request, Path scratch) {
        this.runner = runner;
        this.request = request;
        this.scratch = scratch;
        this.config = scratch.resolve(".config");
    }

    /** What conf warned about in the last pass and in making the base, each once. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The base, resolved. */
    DotConfig base() throws IOException {
        if (request.base() instanceof Base.File file) {
            return DotConfig.read(file.path());
        }
        var target = ((Base.Target) request.base()).name();
        if (new BaseTargets(request.sourceTree(), request.srcarch()).isComposite(target)) {
            // In a build tree of its own: the rule may read or write .config itself.
            var own = Files.createDirectory(scratch.resolve("base"));
            make(List.of("O=" + own, target), "base config '" + target + "'");
            return DotConfig.read(own.resolve(".config"));
        }
        return target.equals("tinyconfig") ? tiny() : made(List.of(target), "base config '" + target + "'");
    }

    /**
     * {@code tinyconfig}, step by step as {@code scripts/kconfig/Makefile} has it: before 6.5 its second step reads
     * {@code .config} whatever KCONFIG_CONFIG says.
     */
    private DotConfig tiny() throws IOException {
        var arguments = new ArrayList<String>();
        var start = request.sourceTree().resolve("kernel/configs/tiny-base.config");
        if (Files.isRegularFile(start)) {
            arguments.add("KCONFIG_ALLCONFIG=" + start);
        }
        arguments.add("allnoconfig");
        var values =
                new LinkedHashMap<>(made(arguments, "base config 'tinyconfig'").values());
        for (var folder : List.of("kernel/configs", "arch/" + request.srcarch() + "/configs")) {
            var fragment = request.sourceTree().resolve(folder).resolve("tiny.config");
            if (Files.isRegularFile(fragment)) {
                DotConfig.read(fragment).values().forEach((name, value) -> {
                    values.remove(name);
                    values.put(name, value);
                });
            }
        }
        return olddefconfig(new DotConfig(values));
    }

    /** Resolves: values that cannot hold change, and what has none gets its default. */
    DotConfig olddefconfig(DotConfig wanted) throws IOException {
        Files.writeString(config, wanted.text());
        warnings.clear();
        return made(List.of("olddefconfig"), "configuration");
    }

    /** The file as conf wrote it. */
    String text(DotConfig resolved) throws IOException {
        var text = Files.readString(config, StandardCharsets.UTF_8);
        if (!DotConfig.parse(text, "'" + config + "'").equals(resolved)) {
            Files.writeString(config, resolved.text());
            made(List.of("olddefconfig"), "configuration");
            return Files.readString(config, StandardCharsets.UTF_8);
        }
        return text;
    }

    private DotConfig made(List<String> arguments, String what) throws IOException {
        var all = new ArrayList<>(List.of("KCONFIG_CONFIG=" + config));
        all.addAll(arguments);
        make(all, what);
        return DotConfig.read(config);
    }

    private void make(List<String> arguments, String what) throws IOException {
        Command command = request.make().plus(arguments);
        var result = runner.run(command, this::note);
        if (!result.succeeded()) {
            var tail = result.tail();
            throw new UserException("The kernel's make could not make the " + what + ": '" + command
                    + "' ended with exit status " + result.exitCode() + ":\n  "
                    + String.join("\n  ", tail.subList(Math.max(0, tail.size() - SHOWN_LINES), tail.size())));
        }
    }

    private void note(String line) {
        var isWarning = line.contains("warning:")
                || line.startsWith("WARNING:")
                || line.startsWith("  Depends on")
                || line.startsWith("  Selected by")
                || line.startsWith("  - ");
        if (isWarning && warnings.size() < MAX_WARNINGS) {
            warnings.add(line.replace(config.toString(), ".config"));
        }
    }
}
