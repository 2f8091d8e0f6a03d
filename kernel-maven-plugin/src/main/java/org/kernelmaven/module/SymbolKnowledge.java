package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of a symbol that a module uses: who exports it, who could, and what it may have been meant to be. */
final class SymbolKnowledge {

    private static final String CONFIG = "the kernel project's <config>";
    private static final long MAX_SYSTEM_MAP = 64L << 20;

    private final TargetKernel kernel;
    private final List<Provider> dependencies;
    private final List<Provider> others;
    private final SymbolVersions own;
    private @Nullable Set<String> unexported;
    private @Nullable ExportIndex exports;
    private @Nullable NearestSymbol nearest;

    /**
     * @param dependencies whose symbols may be used
     * @param others known modules whose symbols may not, for they are no dependencies
     * @param own what the modules of the project itself export
     */
    SymbolKnowledge(TargetKernel kernel, List<Provider> dependencies, List<Provider> others, SymbolVersions own) {
        this.kernel = kernel;
        this.dependencies = dependencies;
        this.others = others;
        this.own = own;
    }

    /** Who exports a symbol, as messages name it: {@code the kernel}, {@code kernel module kunit}, coordinates. */
    record Source(ExportedSymbol symbol, String exporter) {}

    /** A symbol that the module may use: of the kernel, of its modules, of a dependency, of the project itself. */
    Optional<Source> find(String symbol) {
        var ours = own.find(symbol).map(found -> new Source(found, "module " + found.moduleName()));
        return ours.or(() -> kernel.symbols().find(symbol).map(found -> new Source(found, ofKernel(found))))
                .or(() -> dependencies.stream()
                        .flatMap(provider -> provider.symbols().find(symbol).stream()
                                .map(found -> new Source(found, provider.coordinates())))
                        .findFirst());
    }

    static String ofKernel(ExportedSymbol symbol) {
        return symbol.builtIn() ? "the kernel" : "the kernel's module " + symbol.moduleName();
    }

    /** Why a symbol cannot be had, and the cure: a sentence or several, for the end of a message. */
    String whyUndefined(String symbol, boolean gplCompatible) throws IOException {
        var other = others.stream()
                .flatMap(provider -> provider.symbols().find(symbol).stream()
                        .map(found -> "Module " + found.moduleName() + " of " + provider.coordinates()
                                + " exports it, which is not a dependency: add it to <dependencies> with"
                                + " <type>kernel-module</type>."))
                .findFirst();
        if (other.isPresent()) {
            return other.get();
        }
        var exports = exports().find(symbol);
        if (!exports.isEmpty()) {
            return fromSources(exports) + licence(exports, gplCompatible);
        }
        if (unexported().contains(symbol)) {
            return "The kernel has it, but does not export it to modules: use another symbol, or patch an"
                    + " EXPORT_SYMBOL_GPL(" + symbol + ") into the kernel.";
        }
        return nearest()
                .to(symbol)
                .map(near -> "Nothing known exports it. Did you mean '" + near + "'?")
                .orElse("Nothing known exports it: neither this kernel under any configuration nor a dependency.");
    }

    private static String licence(List<ExportIndex.Export> exports, boolean gplCompatible) {
        return !gplCompatible && exports.stream().allMatch(ExportIndex.Export::gplOnly)
                ? " It is exported to modules with a GPL-compatible licence only."
                : "";
    }

    private String fromSources(List<ExportIndex.Export> exports) {
        var cures = exports.stream().map(this::fromSource).distinct().limit(3).toList();
        return String.join(" Or: ", cures);
    }

    private String fromSource(ExportIndex.Export export) {
        var off = export.off(kernel.options()::on);
        if (!off.isEmpty()) {
            var names = off.stream().map(SymbolKnowledge::either).collect(Collectors.joining(" and "));
            return "'" + export.file() + "' exports it under " + names + ", which "
                    + (off.size() == 1 ? "is" : "are") + " off in this kernel: set " + names
                    + " to yes or module in " + CONFIG + " (where it has no prompt: what selects it).";
        }
        if (kernel.options().on("TRIM_UNUSED_KSYMS")) {
            return "'" + export.file() + "' exports it, but this kernel has TRIM_UNUSED_KSYMS, which drops what its own"
                    + " modules do not use: set TRIM_UNUSED_KSYMS to no in " + CONFIG + ".";
        }
        return "'" + export.file() + "' exports it, but not in this kernel's configuration; see the conditions there.";
    }

    private static String either(Set<String> options) {
        return options.stream().sorted().collect(Collectors.joining(" or "));
    }

    /** The functions and data of the kernel itself, without its internal marks. */
    private Set<String> unexported() throws IOException {
        var known = unexported;
        if (known == null) {
            known = systemMap(kernel.systemMap());
            unexported = known;
        }
        return known;
    }

    private static Set<String> systemMap(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_SYSTEM_MAP) {
            return Set.of();
        }
        var names = new HashSet<String>();
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.forEach(line -> {
                var space = line.indexOf(' ', line.indexOf(' ') + 1);
                if (space > 0) {
                    names.add(line.substring(space + 1));
                }
            });
        }
        return names;
    }

    private ExportIndex exports() throws IOException {
        var known = exports;
        if (known == null) {
            known = kernel.exports().read();
            exports = known;
        }
        return known;
    }

    private NearestSymbol nearest() throws IOException {
        var known = nearest;
        if (known == null) {
            var names = new HashSet<>(kernel.symbols().symbols().keySet());
            names.addAll(own.symbols().keySet());
            Stream.of(dependencies, others)
                    .flatMap(Collection::stream)
                    .forEach(provider ->
                            names.addAll(provider.symbols().symbols().keySet()));
            names.addAll(exports().exports().keySet());
            known = new NearestSymbol(new ArrayList<>(names));
            nearest = known;
        }
        return known;
    }
}
