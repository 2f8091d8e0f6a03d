package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves over the tree's Kconfig model; make is run only for the few base configs that an architecture's Makefile
 * puts together from several files.
 */
public final class EngineResolver implements ConfigResolver {

    private static final Logger LOG = LoggerFactory.getLogger(EngineResolver.class);
    private static final String SCRATCH = ".config-resolve";

    /** A pass settles what its predecessor made visible; more than this were never needed. */
    private static final int MAX_PASSES = 6;

    private final CommandRunner runner;
    private final @Nullable Path probes;
    private final boolean runsProbes;

    /** @param runner runs make, where a base config needs it */
    public EngineResolver(CommandRunner runner) {
        this(runner, null, true);
    }

    /**
     * @param runner runs make, where a base config needs it
     * @param probes the folder in which the answers of Kconfig's probes are kept from run to run; null where they are
     *     not
     * @param runsProbes whether Kconfig's {@code $(shell,…)} may run commands; else each answers {@code n}
     */
    public EngineResolver(CommandRunner runner, @Nullable Path probes, boolean runsProbes) {
        this.runner = runner;
        this.probes = probes;
        this.runsProbes = runsProbes;
    }

    @Override
    public Resolution resolve(ConfigRequest request) throws IOException {
        var kconfig = model(request);
        return DeepStack.call(() -> resolve(request, kconfig));
    }

    private Kconfig model(ConfigRequest request) throws IOException {
        try (var files = KconfigLoader.readAhead(request)) {
            return KconfigLoader.of(request, runsProbes, probes).load(files);
        }
    }

    private Resolution resolve(ConfigRequest request, Kconfig kconfig) throws IOException {
        var symbols = Symbols.of(kconfig);
        var scratch = request.buildTree().resolve(SCRATCH);
        delete(scratch);
        try {
            var base = new BaseConfig(request, kconfig, runner, scratch).read();
            var assignments = request.assignments().stream()
                    .sorted(Comparator.comparing(Assignment::name))
                    .toList();
            var resolved = settle(kconfig, symbols, base, assignments);
            if (request.autoModules()) {
                resolved = new AutoModules(request, resolved)
                        .apply(wanted -> settle(kconfig, symbols, wanted, assignments));
            }
            // Once more on the result itself: its warnings are those that conf has of it.
            var pass = resolved.again();
            return new Resolution(pass.result(), pass.text(), symbols, pass.warnings(), pass.configuration());
        } finally {
            delete(scratch);
        }
    }

    /**
     * Resolves {@code start} with the assignments, again while a pass makes visible what the one before could not set.
     */
    private static Pass settle(Kconfig kconfig, Symbols symbols, DotConfig start, List<Assignment> assignments) {
        var resolved = Pass.of(kconfig, with(start, symbols, assignments));
        for (var count = 1; count < MAX_PASSES; count++) {
            var open = symbols.open(assignments, resolved.result());
            if (open.isEmpty()) {
                break;
            }
            var again = Pass.of(kconfig, with(resolved.result(), symbols, assignments));
            if (again.result().equals(resolved.result())) {
                break;
            }
            LOG.debug("{} of the requested options changed in pass {}", open.size(), count + 1);
            resolved = again;
        }
        return resolved;
    }

    /** A config with the assignments in place of its own values: last, for a choice heeds the last member. */
    private static DotConfig with(DotConfig start, Symbols symbols, List<Assignment> assignments) {
        var values = new LinkedHashMap<>(start.values());
        var appended = new LinkedHashMap<String, ConfigValue>();
        Set<Symbol> choices = new HashSet<>();
        for (var assignment : assignments) {
            symbols.get(assignment.name())
                    .ifPresent(symbol -> assignment.written(symbol.type()).ifPresent(value -> {
                        values.remove(assignment.name());
                        appended.put(assignment.name(), value);
                        if (value == Tristate.Y) {
                            Optional.ofNullable(symbol.choice()).ifPresent(choices::add);
                        }
                    }));
        }
        if (!choices.isEmpty()) {
            // The base's member of a choice would contradict the one that is asked for.
            values.keySet().removeIf(name -> symbols.get(name)
                    .map(Symbol::choice)
                    .filter(choices::contains)
                    .isPresent());
        }
        values.putAll(appended);
        return new DotConfig(values);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
