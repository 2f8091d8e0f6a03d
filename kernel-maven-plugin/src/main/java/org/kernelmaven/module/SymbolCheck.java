package org.kernelmaven.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the symbols that modules use with those that they can have. */
final class SymbolCheck {

    /** How Module.symvers marks the namespace of symbols for some modules only. */
    static final String FOR_MODULES = "module:";

    private final TargetKernel kernel;
    private final List<Provider> dependencies;
    private final SymbolKnowledge knowledge;
    private final List<String> errors;
    private final List<String> warnings;

    /**
     * @param errors where errors are added
     * @param warnings where warnings are added
     */
    SymbolCheck(
            TargetKernel kernel,
            List<Provider> dependencies,
            SymbolKnowledge knowledge,
            List<String> errors,
            List<String> warnings) {
        this.kernel = kernel;
        this.dependencies = dependencies;
        this.knowledge = knowledge;
        this.errors = errors;
        this.warnings = warnings;
    }

    void uses(ModuleBinary module) throws IOException {
        var gplOnly = new TreeSet<String>();
        var namespaces = new TreeMap<String, Set<String>>();
        for (var name : module.undefined()) {
            var found = knowledge.find(name);
            if (found.isEmpty()) {
                errors.add("Module " + module.name() + " uses symbol '" + name + "', which is undefined. "
                        + knowledge.whyUndefined(name, module.info().gplCompatible()));
                continue;
            }
            var symbol = found.get().symbol();
            if (symbol.gplOnly() && !module.info().gplCompatible()) {
                gplOnly.add(name);
            }
            symbol.namespace().filter(namespace -> !mayUse(module, namespace)).ifPresent(namespace -> namespaces
                    .computeIfAbsent(namespace, key -> new TreeSet<>())
                    .add(name));
        }
        if (!gplOnly.isEmpty()) {
            errors.add(
                    SymbolMessages.gplOnly(module.name(), gplOnly, module.info().licenses()));
        }
        namespaces.forEach((namespace, names) -> (kernel.options().on("MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS")
                        ? warnings
                        : errors)
                .add(SymbolMessages.namespace(module.name(), names, namespace, kernel)));
    }

    /**
     * Whether a module may use the symbols of a namespace: it imports it, or is one of those that
     * EXPORT_SYMBOL_GPL_FOR_MODULES lists ({@code module:kvm,vfio*}, include/linux/export.h of Linux 6.12).
     */
    private static boolean mayUse(ModuleBinary module, String namespace) {
        var imported = module.info().importNamespaces().contains(namespace);
        if (imported || !namespace.startsWith(FOR_MODULES)) {
            return imported;
        }
        return Stream.of(namespace.substring(FOR_MODULES.length()).split(","))
                .map(name -> name.strip().replace('-', '_'))
                .anyMatch(name -> name.endsWith("*")
                        ? module.name().startsWith(name.substring(0, name.length() - 1))
                        : module.name().equals(name));
    }

    /** The kernel refuses a module whose prototype of a symbol differs, where it has MODVERSIONS. */
    void versions(ModuleBinary module) {
        if (!kernel.options().on("MODVERSIONS")) {
            return;
        }
        mismatches(module)
                .forEach(mismatch -> errors.add("Module " + module.name() + " was built for another " + mismatch
                        + ". Build both against this kernel."));
        var without = module.undefined().stream()
                .filter(name -> knowledge.find(name).isPresent())
                .filter(name -> !module.versions().containsKey(name))
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            warnings.add("Module " + module.name() + " has no CRC for " + without
                    + ": the kernel (CONFIG_MODVERSIONS) will load it without checking their types.");
        }
    }

    /** The same for a module of a dependency: Maven's choice of versions may bring two that do not fit. */
    void prebuilt(ModuleCheck.Prebuilt prebuilt) {
        if (kernel.options().on("MODVERSIONS")) {
            mismatches(prebuilt.module())
                    .forEach(mismatch -> errors.add("Module "
                            + prebuilt.module().name() + " of " + prebuilt.coordinates() + " was built for another "
                            + mismatch + ". Depend on versions of both that were built for each other, or build "
                            + prebuilt.coordinates() + " anew."));
        }
    }

    private List<String> mismatches(ModuleBinary module) {
        var mismatches = new ArrayList<String>();
        module.versions().forEach((name, crc) -> knowledge
                .find(name)
                .filter(found -> found.symbol().crc() != crc)
                .ifPresent(
                        found -> mismatches.add("'" + name + "': its CRC is " + SymbolMessages.crc(crc) + ", that of "
                                + found.exporter() + " is "
                                + SymbolMessages.crc(found.symbol().crc()))));
        return mismatches;
    }

    /** Who exports a symbol, and whether it is one of the modules under check. */
    private record Exporter(String name, boolean ours) {}

    /**
     * What two export: the kernel refuses to load the second of them.
     *
     * @param modules those under check; empty to compare the dependencies with each other
     */
    void duplicates(List<ModuleBinary> modules) {
        var exporters = new TreeMap<String, Set<Exporter>>();
        for (var provider : dependencies) {
            for (var symbol : provider.symbols().symbols().values()) {
                var name = "module " + symbol.moduleName() + " of " + provider.coordinates();
                exporters
                        .computeIfAbsent(symbol.name(), key -> new LinkedHashSet<>())
                        .add(new Exporter(name, modules.isEmpty()));
            }
        }
        for (var module : modules) {
            for (var symbol : module.exported().keySet()) {
                exporters
                        .computeIfAbsent(symbol, key -> new LinkedHashSet<>())
                        .add(new Exporter("module " + module.name(), true));
            }
        }
        var groups = new TreeMap<String, Set<String>>();
        exporters.forEach((symbol, all) -> {
            kernel.symbols()
                    .find(symbol)
                    .ifPresent(found -> all.add(new Exporter(SymbolKnowledge.ofKernel(found), false)));
            if (all.size() > 1 && all.stream().anyMatch(Exporter::ours)) {
                var names = all.stream().map(Exporter::name).collect(Collectors.joining(" and "));
                groups.computeIfAbsent(names, key -> new TreeSet<>()).add(symbol);
            }
        });
        groups.forEach((names, symbols) -> errors.add(SymbolMessages.quoted(symbols)
                + (symbols.size() == 1 ? " is" : " are") + " exported by " + names
                + ": the kernel loads only one of them. Rename "
                + (symbols.size() == 1 ? "it" : "them") + ", or drop one of the modules."));
    }
}
