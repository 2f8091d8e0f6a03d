package org.kernelmaven.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the symbols that modules use with those that they can have. */
final class SymbolCheck {

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
        var namespaces = new TreeMap<String, Collection<String>>();
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
            symbol.namespace()
                    .filter(namespace -> !module.info().importNamespaces().contains(namespace))
                    .ifPresent(namespace -> namespaces
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

    /** The kernel refuses a module whose prototype of a symbol differs, where it has MODVERSIONS. */
    void versions(ModuleBinary module) {
        if (!kernel.options().on("MODVERSIONS")) {
            return;
        }
        module.versions().forEach((name, crc) -> knowledge.find(name).ifPresent(found -> {
            if (found.symbol().crc() != crc) {
                errors.add("Module " + module.name() + " was built for another '" + name + "': its CRC is "
                        + SymbolMessages.crc(crc) + ", that of " + found.exporter() + " is "
                        + SymbolMessages.crc(found.symbol().crc())
                        + ". Build both against this kernel.");
            }
        }));
        var without = module.undefined().stream()
                .filter(name -> knowledge.find(name).isPresent())
                .filter(name -> !module.versions().containsKey(name))
                .collect(Collectors.joining(", "));
        if (!without.isEmpty()) {
            warnings.add("Module " + module.name() + " has no CRC for " + without
                    + ": the kernel (CONFIG_MODVERSIONS) will load it without checking their types.");
        }
    }

    /** What two export: the kernel refuses to load the second of them. */
    void duplicates(List<ModuleBinary> modules) {
        var exporters = new TreeMap<String, List<String>>();
        for (var provider : dependencies) {
            provider.symbols().symbols().values().forEach(symbol -> exporters
                    .computeIfAbsent(symbol.name(), key -> new ArrayList<>())
                    .add("module " + symbol.moduleName() + " of " + provider.coordinates()));
        }
        for (var module : modules) {
            module.exported().keySet().forEach(name -> exporters
                    .computeIfAbsent(name, key -> new ArrayList<>())
                    .add("module " + module.name()));
        }
        exporters.forEach((name, list) -> {
            kernel.symbols().find(name).ifPresent(symbol -> list.add(0, SymbolKnowledge.ofKernel(symbol)));
        });
        reportDuplicates(exporters, modules.isEmpty());
    }

    /** One message for each pair of exporters, with all they both have. */
    private void reportDuplicates(Map<String, List<String>> exporters, boolean beforeBuild) {
        var pairs = new TreeMap<String, Collection<String>>();
        exporters.forEach((name, list) -> {
            var ours = beforeBuild || list.stream().anyMatch(exporter -> !exporter.contains(" of "));
            var distinct = list.stream().distinct().toList();
            if (distinct.size() > 1 && ours) {
                pairs.computeIfAbsent(String.join(" and ", distinct), key -> new TreeSet<>())
                        .add(name);
            }
        });
        pairs.forEach((who, names) -> errors.add("Both " + who + " export " + SymbolMessages.quoted(names)
                + ": the kernel loads only one of them. Rename "
                + (names.size() == 1 ? "it" : "them") + " or drop one of the modules."));
    }
}
