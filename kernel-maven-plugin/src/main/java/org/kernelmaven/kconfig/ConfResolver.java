package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves with the kernel's own {@code conf}, through make.
 *
 * <p>All of it happens on a copy in a folder of the build tree that is gone afterwards: {@code KCONFIG_CONFIG} names
 * the copy.
 */
public final class ConfResolver implements ConfigResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ConfResolver.class);
    private static final String SCRATCH = ".config-resolve";

    /** A pass settles what its predecessor made visible; more than this were never needed. */
    private static final int MAX_PASSES = 4;

    private final CommandRunner runner;

    /** @param runner runs make */
    public ConfResolver(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public Resolution resolve(ConfigRequest request) throws IOException {
        var symbols = Symbols.scan(request.sourceTree(), request.srcarch());
        var scratch = request.buildTree().resolve(SCRATCH);
        delete(scratch);
        Files.createDirectories(scratch);
        try {
            var conf = new Conf(runner, request, scratch);
            var base = conf.base();
            var resolved = settle(conf, symbols, base, request.assignments());
            if (request.autoModules()) {
                resolved = new AutoModules(symbols, request)
                        .apply(resolved, wanted -> settle(conf, symbols, wanted, request.assignments()));
            }
            return new Resolution(resolved, conf.text(resolved), symbols, conf.warnings());
        } finally {
            delete(scratch);
        }
    }

    /**
     * Resolves {@code start} with the assignments, again while a pass makes visible what the one before could not set.
     */
    private static DotConfig settle(Conf conf, Symbols symbols, DotConfig start, List<Assignment> assignments)
            throws IOException {
        var resolved = conf.olddefconfig(with(start, symbols, assignments));
        for (var pass = 1; pass < MAX_PASSES; pass++) {
            var open = open(resolved, symbols, assignments);
            if (open.isEmpty()) {
                break;
            }
            var again = conf.olddefconfig(with(resolved, symbols, assignments));
            if (again.equals(resolved)) {
                break;
            }
            LOG.debug("{} of the requested options changed in pass {}", open.size(), pass + 1);
            resolved = again;
        }
        return resolved;
    }

    private static List<Assignment> open(DotConfig resolved, Symbols symbols, List<Assignment> assignments) {
        return assignments.stream()
                .filter(assignment -> symbols.get(assignment.name())
                        .filter(symbol -> assignment.mismatch(symbol.type()).isEmpty())
                        .isPresent())
                .filter(assignment -> !assignment.heldBy(resolved))
                .toList();
    }

    /**
     * A config with the assignments in place of its own values: last in the file, for conf heeds a choice's last
     * member.
     */
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
