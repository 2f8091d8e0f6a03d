package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;
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

    /** @param runner runs make, where a base config needs it */
    public EngineResolver(CommandRunner runner) {
        this(runner, null);
    }

    /**
     * @param runner runs make, where a base config needs it
     * @param probes the folder in which the answers of Kconfig's probes are kept from run to run; null where they are
     *     not
     */
    public EngineResolver(CommandRunner runner, @Nullable Path probes) {
        this.runner = runner;
        this.probes = probes;
    }

    @Override
    public Resolution resolve(ConfigRequest request) throws IOException {
        var kconfig = KconfigLoader.of(request, true, probes).load();
        return KconfigLoader.onDeepStack(() -> resolve(request, kconfig));
    }

    private Resolution resolve(ConfigRequest request, Kconfig kconfig) throws IOException {
        var symbols = Symbols.of(kconfig);
        var passes = new Passes(kconfig);
        var scratch = request.buildTree().resolve(SCRATCH);
        delete(scratch);
        try {
            var base = new BaseConfig(request, kconfig, runner, scratch).read();
            var assignments = request.assignments().stream()
                    .sorted(Comparator.comparing(Assignment::name))
                    .toList();
            var resolved = settle(passes, symbols, base, assignments);
            if (request.autoModules()) {
                resolved = new AutoModules(symbols, request)
                        .apply(resolved, wanted -> settle(passes, symbols, wanted, assignments));
            }
            var pass = passes.over(resolved);
            return new Resolution(resolved, pass.text(), symbols, pass.warnings(), pass.configuration());
        } finally {
            delete(scratch);
        }
    }

    /**
     * One evaluation of the whole model.
     *
     * @param wanted the {@code .config} file that was read
     * @param text the one that came of it
     */
    private record Pass(String wanted, Configuration configuration, String text, List<String> warnings) {
        DotConfig result() {
            return DotConfig.parse(text, "the resolved configuration");
        }
    }

    /** Evaluates a model again and again; what a pass left as it was needs no other. */
    private static final class Passes {
        private final Kconfig kconfig;
        private @Nullable Pass last;

        Passes(Kconfig kconfig) {
            this.kconfig = kconfig;
        }

        Pass over(DotConfig config) {
            var wanted = config.text();
            if (last == null || !last.wanted().equals(wanted)) {
                last = pass(wanted);
            }
            return last;
        }

        private Pass pass(String wanted) {
            var configuration = new Configuration(kconfig);
            var report = ConfigReader.read(configuration, wanted, ".config", false);
            var text = ConfigWriter.dotConfig(configuration);
            return new Pass(
                    wanted,
                    configuration,
                    text,
                    Stream.concat(report.warnings().stream(), configuration.warnings().stream())
                            .map(String::strip)
                            .toList());
        }
    }

    /**
     * Resolves {@code start} with the assignments, again while a pass makes visible what the one before could not set.
     */
    private static DotConfig settle(Passes passes, Symbols symbols, DotConfig start, List<Assignment> assignments) {
        var resolved = passes.over(with(start, symbols, assignments)).result();
        for (var count = 1; count < MAX_PASSES; count++) {
            var open = symbols.open(assignments, resolved);
            if (open.isEmpty()) {
                break;
            }
            var again = passes.over(with(resolved, symbols, assignments)).result();
            if (again.equals(resolved)) {
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
        Set<String> choices = new LinkedHashSet<>();
        for (var assignment : assignments) {
            symbols.get(assignment.name())
                    .ifPresent(symbol -> assignment.written(symbol.type()).ifPresent(value -> {
                        values.remove(assignment.name());
                        appended.put(assignment.name(), value);
                        if (value == Tristate.Y) {
                            symbol.choice().ifPresent(choices::add);
                        }
                    }));
        }
        if (!choices.isEmpty()) {
            // The base's member of a choice would contradict the one that is asked for.
            values.keySet().removeIf(name -> symbols.get(name)
                    .flatMap(Symbol::choice)
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
