package org.kernelmaven.build.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The oldest tools a kernel tree works with: asked of its {@code scripts/min-tool-version.sh} (5.14 and later), else
 * read from the table in {@code Documentation/process/changes.rst}.
 */
final class TreeMinimums {

    /** Where a minimum came from and what it is. */
    record Minimum(ToolVersion version, String source) {}

    private static final Logger LOG = LoggerFactory.getLogger(TreeMinimums.class);
    private static final String SCRIPT = "scripts/min-tool-version.sh";
    private static final String TABLE = "Documentation/process/changes.rst";
    private static final long MOST_BYTES = 1 << 20;
    private static final Pattern ROW = Pattern.compile("(\\S.*?)(?: \\(optional\\))?\\s{2,}(\\d\\S*)(?:\\s+\\S.*)?");

    /** Our name for a tool, and the table's. */
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("gcc", "GNU C"),
            Map.entry("llvm", "Clang/LLVM"),
            Map.entry("rustc", "Rust"),
            Map.entry("bindgen", "bindgen"),
            Map.entry("make", "GNU make"),
            Map.entry("binutils", "binutils"),
            Map.entry("flex", "flex"),
            Map.entry("bison", "bison"),
            Map.entry("pahole", "pahole"),
            Map.entry("depmod", "kmod"),
            Map.entry("openssl", "openssl & libcrypto"),
            Map.entry("bc", "bc"),
            Map.entry("python3", "Python"),
            Map.entry("tar", "GNU tar"));

    private static final List<String> SCRIPTED = List.of("gcc", "llvm", "binutils", "rustc", "bindgen");

    private final Path tree;
    private final Probe probe;
    private final Map<String, String> environment;
    private final Map<String, ToolVersion> table;

    /** @param sourceArch the directory below {@code arch/}, which some minimums depend on */
    TreeMinimums(Path tree, String sourceArch, Probe probe) throws IOException {
        this.tree = tree;
        this.probe = probe;
        this.environment = Map.of("SRCARCH", sourceArch, "ARCH", sourceArch);
        this.table = readTable(tree.resolve(TABLE));
    }

    /** The least version of a tool, where the tree states one. */
    Optional<Minimum> of(String tool) throws IOException {
        if (SCRIPTED.contains(tool) && Files.isRegularFile(tree.resolve(SCRIPT))) {
            var result = probe.run(tree, List.of("sh", SCRIPT, tool), environment);
            var version = result.filter(run -> run.succeeded()).flatMap(run -> ToolVersion.in(run.output()));
            if (version.isPresent()) {
                return version.map(least -> new Minimum(least, SCRIPT));
            }
            LOG.debug("{} says nothing of {}", SCRIPT, tool);
        }
        return Optional.ofNullable(table.get(ROWS.getOrDefault(tool, tool))).map(least -> new Minimum(least, TABLE));
    }

    private static Map<String, ToolVersion> readTable(Path file) throws IOException {
        var rows = new HashMap<String, ToolVersion>();
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return rows;
        }
        for (var line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            var matcher = ROW.matcher(line);
            if (matcher.matches()) {
                ToolVersion.in(matcher.group(2)).ifPresent(version -> rows.putIfAbsent(matcher.group(1), version));
            }
        }
        return rows;
    }
}
