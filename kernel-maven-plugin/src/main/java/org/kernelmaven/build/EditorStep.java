package org.kernelmaven.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.config.ConfigDiff;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.Symbols;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's own editors on a copy of the resolved configuration; only what the user changed is kept. */
final class EditorStep {

    private static final Logger LOG = LoggerFactory.getLogger(EditorStep.class);

    private final Environment environment;
    private final Workspace workspace;

    EditorStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    /**
     * Opens an editor and adds to a fragment what was changed in it.
     *
     * @param target the editor's make target
     * @param fragment the file to write; options in it that were not changed stay
     */
    void edit(ConfiguredKernel kernel, String target, Path fragment) throws IOException {
        new DoctorStep(environment, workspace).beforeEditor(kernel.spec().toolchain(), target);
        var edited = workspace.buildTree().resolve(".config." + target);
        Files.copy(workspace.buildTree().resolve(".config"), edited, StandardCopyOption.REPLACE_EXISTING);
        var make = workspace.make(kernel.spec(), kernel.reproducibility());
        // The editors draw their boxes in UTF-8; make itself is asked in C, for its messages are read.
        var command = make.command(Map.of("KCONFIG_CONFIG", edited.getFileName().toString()), target)
                .with("LC_ALL", "C.UTF-8");
        try {
            var exit = environment.runner().runInTerminal(command);
            if (exit != 0) {
                throw new UserException("The kernel's " + target + " ended with exit status " + exit
                        + ". It needs a terminal (or a display) and its library: run kernel:doctor.");
            }
            keep(kernel, changes(kernel, make, edited), fragment);
        } finally {
            Files.deleteIfExists(edited);
            Files.deleteIfExists(edited.resolveSibling(edited.getFileName() + ".old"));
        }
    }

    /** Writes the resolved configuration as a minimal defconfig. */
    void saveDefconfig(ConfiguredKernel kernel, Path target) throws IOException {
        var make = workspace.make(kernel.spec(), kernel.reproducibility());
        write(target, minimal(make, workspace.buildTree().resolve(".config")));
        LOG.info("Wrote '{}'", target);
    }

    /**
     * The lines of what the user changed, by name. An option that an editor turned on brings the defaults of others
     * with it: they are no change of the user's, and a minimal defconfig does not state them.
     */
    private Map<String, String> changes(ConfiguredKernel kernel, Make make, Path edited) throws IOException {
        var symbols =
                Symbols.scan(workspace.tree(), kernel.spec().toolchain().arch().sourceDirectory());
        var fragment = ConfigDiff.fragment(kernel.config(), DotConfig.read(edited), symbols);
        var before = DotConfig.parse(minimal(make, workspace.buildTree().resolve(".config")), ".config");
        var after = DotConfig.parse(minimal(make, edited), edited.toString());
        var changes = new LinkedHashMap<String, String>();
        fragment.lines().forEach(line -> DotConfig.entry(line)
                .filter(entry -> !before.get(entry.name()).equals(after.get(entry.name())))
                .ifPresent(entry -> changes.put(entry.name(), line)));
        return changes;
    }

    /** What of a configuration is not the tree's default. */
    private String minimal(Make make, Path config) throws IOException {
        var variables = Map.of("KCONFIG_CONFIG", config.getFileName().toString());
        var result = environment.runner().run(make.command(variables, "savedefconfig"));
        var saved = workspace.buildTree().resolve("defconfig");
        if (!result.succeeded() || !Files.isRegularFile(saved)) {
            throw make.failure("Saving the defconfig", result);
        }
        var text = Files.readString(saved);
        Files.delete(saved);
        return text;
    }

    private static void keep(ConfiguredKernel kernel, Map<String, String> changed, Path fragment) throws IOException {
        if (changed.isEmpty()) {
            LOG.info("Nothing was changed");
            return;
        }
        var lines = new ArrayList<String>();
        if (Files.exists(fragment)) {
            Files.readAllLines(fragment).stream()
                    .filter(line -> DotConfig.entry(line)
                            .map(entry -> !changed.containsKey(entry.name()))
                            .orElse(true))
                    .forEach(lines::add);
        }
        lines.addAll(changed.values());
        write(fragment, String.join("\n", lines) + "\n");
        LOG.info("Wrote to '{}': {}", fragment, String.join(", ", changed.keySet()));
        warnOfContradictions(kernel, changed, fragment);
    }

    private static void warnOfContradictions(ConfiguredKernel kernel, Map<String, String> changed, Path fragment) {
        var others = kernel.merged().options().stream()
                .filter(option -> changed.containsKey(option.name()))
                .filter(option -> !option.origin()
                        .description()
                        .contains(fragment.getFileName().toString()))
                .map(option -> option.name() + " (" + option.origin() + ")")
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            LOG.warn("These options are also asked for elsewhere, and two different values are a conflict: {}", others);
        }
    }

    private static void write(Path target, String text) throws IOException {
        var absolute = target.toAbsolutePath();
        var folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Files.createDirectories(folder);
        var temporary = folder.resolve("." + target.getFileName() + ".tmp");
        Files.writeString(temporary, text, StandardCharsets.UTF_8);
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    }
}
