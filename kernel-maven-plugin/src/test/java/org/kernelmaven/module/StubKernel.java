package org.kernelmaven.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.kernelmaven.artifact.KernelMetadata;

/** A kernel to check modules against, and modules to check. */
final class StubKernel {

    static final String COMPILER = "gcc (Debian 12.2.0-14+deb12u1) 12.2.0";

    private final Map<String, String> options = new TreeMap<>(Map.of("MODULE_UNLOAD", "y"));
    private final Map<String, ExportedSymbol> symbols = new LinkedHashMap<>();
    private final List<ExportIndex.Export> exports = new ArrayList<>();
    private Path systemMap = Path.of("none");

    StubKernel option(String name, String value) {
        options.put(name, value);
        return this;
    }

    StubKernel exports(String name, String module, boolean gplOnly, String namespace, int crc) {
        symbols.put(name, symbol(name, module, gplOnly, namespace, crc));
        return this;
    }

    StubKernel could(String name, String file, String... options) {
        var groups = Stream.of(options).map(Set::of).toList();
        exports.add(new ExportIndex.Export(name, file, true, Optional.empty(), groups));
        return this;
    }

    StubKernel systemMap(Path file) {
        systemMap = file;
        return this;
    }

    TargetKernel build() {
        var metadata = new KernelMetadata(
                "6.1.55",
                "6.1.55",
                "x86_64",
                Optional.empty(),
                Map.of("efiBootStub", true, "ia32Emulation", false),
                List.of(),
                new KernelMetadata.Source("file", "x", Optional.empty()),
                "0".repeat(64),
                COMPILER,
                Map.of(),
                Map.of());
        return new TargetKernel(
                metadata,
                name -> Optional.ofNullable(options.get(name)),
                new SymbolVersions(symbols),
                () -> ExportIndex.of(exports),
                systemMap);
    }

    static ExportedSymbol symbol(String name, String module, boolean gplOnly, String namespace, int crc) {
        return new ExportedSymbol(
                name, crc, module, gplOnly, Optional.of(namespace).filter(text -> !text.isEmpty()));
    }

    static Provider provider(String coordinates, String module, String... names) {
        var map = new LinkedHashMap<String, ExportedSymbol>();
        for (var name : names) {
            map.put(name, symbol(name, "/src/" + module, false, "", 7));
        }
        return new Provider(coordinates, new SymbolVersions(map));
    }

    static ModuleCheck.Project project(Provider... dependencies) {
        return new ModuleCheck.Project(
                Optional.empty(), List.of(dependencies), List.of(), List.of(), Requirements.NONE, Optional.empty());
    }

    /** A module with nothing wrong. */
    static ModuleBinary module(String name, String... undefined) {
        return module(name, List.of("license=GPL", "description=It does", "vermagic=6.1.55 mod_unload "), undefined);
    }

    static ModuleBinary module(String name, List<String> info, String... undefined) {
        var entries = info.stream()
                .map(text -> text.split("=", 2))
                .map(words -> new ModuleInfo.Entry(words[0], words[1]))
                .toList();
        return new ModuleBinary(
                Path.of(name + ".ko"),
                name,
                new ModuleInfo(entries),
                new TreeSet<>(Set.of(undefined)),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    static ModuleBinary exporting(ModuleBinary module, String symbol) {
        return new ModuleBinary(
                module.file(),
                module.name(),
                module.info(),
                module.undefined(),
                module.weak(),
                new TreeMap<>(Map.of(symbol, false)),
                module.versions());
    }

    static ModuleBinary versioned(ModuleBinary module, Map<String, Integer> versions) {
        return new ModuleBinary(
                module.file(),
                module.name(),
                module.info(),
                module.undefined(),
                module.weak(),
                module.exported(),
                new TreeMap<>(versions));
    }
}
