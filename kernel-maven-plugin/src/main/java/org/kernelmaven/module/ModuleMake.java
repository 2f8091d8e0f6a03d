package org.kernelmaven.module;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.Command;

/**
 * The make that compiles modules against a dev artifact: {@code make -C DEV M=SOURCES modules}
 * (Documentation/kbuild/modules.rst, Linux 6.1).
 *
 * @param dev the unpacked dev artifact; make only reads it
 * @param toolchain the kernel's, and the user's own variables
 * @param sources the mirror of the sources; no space or colon in its path. Within {@code dev} it is compiled as a
 *     directory of the kernel's own tree
 * @param includes folders of headers, the first one searched first; no space in their paths
 * @param symbolVersions each a {@code Module.symvers} of modules that these use; no space in their paths
 * @param compilerFlags for C and assembler, after the kernel's own
 * @param jobs how many compilers at a time
 * @param timestamp the one time in what is built
 */
public record ModuleMake(
        Path dev,
        Toolchain toolchain,
        Path sources,
        List<Path> includes,
        List<Path> symbolVersions,
        List<String> compilerFlags,
        int jobs,
        Instant timestamp) {

    /** Copies. */
    public ModuleMake {
        includes = List.copyOf(includes);
        symbolVersions = List.copyOf(symbolVersions);
        compilerFlags = List.copyOf(compilerFlags);
    }

    /** Compiles the modules. Undefined symbols are left to {@code ModuleCheck}, which can say more than modpost. */
    public Command modules() {
        var argv = new ArrayList<>(List.of("make", "-C", dev.toString(), "M=" + named(), "-j" + jobs));
        variables().forEach((name, value) -> argv.add(name + "=" + value));
        argv.add("modules");
        return new Command(argv, sources, Map.of())
                .without(Make.LEAKS)
                .with(Map.of(
                        "LC_ALL", "C",
                        "TZ", "UTC",
                        "KBUILD_MODPOST_WARN", "1",
                        "SOURCE_DATE_EPOCH", Long.toString(timestamp.getEpochSecond())));
    }

    /**
     * In the tree's own directories {@code $(srctree)/$(src)} must be a path, as Kbuild files write it up to Linux 6.9.
     */
    private Path named() {
        return sources.startsWith(dev) ? dev.relativize(sources) : sources;
    }

    /** The same make with one job: what it builds, for how many jobs there are changes nothing of it. */
    public ModuleMake withOneJob() {
        return new ModuleMake(dev, toolchain, sources, includes, symbolVersions, compilerFlags, 1, timestamp);
    }

    private Map<String, String> variables() {
        var variables = new LinkedHashMap<>(toolchain.variables());
        // No path of this machine in __FILE__ or DWARF.
        var maps = Stream.of(sources + "/=", dev + "=.")
                .filter(map -> map.indexOf(' ') < 0)
                .map(map -> "-ffile-prefix-map=" + map);
        var flags = Stream.concat(maps, compilerFlags.stream()).collect(Collectors.joining(" "));
        variables.merge("KCFLAGS", flags, (theirs, ours) -> ours + " " + theirs);
        variables.merge("KAFLAGS", flags, (theirs, ours) -> ours + " " + theirs);
        if (!includes.isEmpty()) {
            var folders = includes.stream().map(path -> "-I" + path).collect(Collectors.joining(" "));
            variables.merge("KCPPFLAGS", folders, (theirs, ours) -> ours + " " + theirs);
        }
        if (!symbolVersions.isEmpty()) {
            variables.put(
                    "KBUILD_EXTRA_SYMBOLS",
                    symbolVersions.stream().map(Path::toString).collect(Collectors.joining(" ")));
        }
        return variables;
    }
}
