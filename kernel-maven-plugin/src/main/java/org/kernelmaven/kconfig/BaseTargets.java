package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;

/** The {@code *config} make targets of a tree that make a complete config without asking anything. */
final class BaseTargets {

    /**
     * What {@code scripts/kconfig/Makefile} has in every tree. {@code localmodconfig} depends on the host: not here.
     */
    private static final Set<String> COMMON = Set.of(
            "defconfig", "tinyconfig", "allnoconfig", "allyesconfig", "allmodconfig", "alldefconfig", "randconfig");

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*config");
    private static final Pattern MAKEFILE_RULE =
            Pattern.compile("(?m)^(?:PHONY\\s*\\+=\\s*)?([A-Za-z0-9][A-Za-z0-9_.-]*config)(?=\\s|:|$)");
    private static final long MAX_MAKEFILE_BYTES = 1L << 20;

    private static final Pattern DEFCONFIG = Pattern.compile("(?m)^\\s*KBUILD_DEFCONFIG\\s*[:?]?=\\s*(\\S+)\\s*$");

    private final Path configs;
    private final Set<String> defaults = new TreeSet<>();
    private final Set<String> files = new TreeSet<>();
    private final Set<String> composite = new TreeSet<>();

    BaseTargets(Path sourceTree, String srcarch) throws IOException {
        var arch = sourceTree.resolve("arch").resolve(srcarch);
        configs = arch.resolve("configs");
        if (Files.isDirectory(configs)) {
            try (var entries = Files.newDirectoryStream(configs, "*_defconfig")) {
                entries.forEach(entry -> files.add(String.valueOf(entry.getFileName())));
            }
        }
        var makefile = arch.resolve("Makefile");
        if (Files.isRegularFile(makefile) && Files.size(makefile) <= MAX_MAKEFILE_BYTES) {
            var text = Files.readString(makefile, StandardCharsets.ISO_8859_1);
            DEFCONFIG.matcher(text).results().forEach(match -> defaults.add(match.group(1)));
            var rules = MAKEFILE_RULE.matcher(text);
            while (rules.find()) {
                composite.add(rules.group(1));
            }
        }
        composite.removeAll(files);
        composite.removeAll(COMMON);
    }

    /**
     * Whether the arch's Makefile assembles that target from several files; such a rule may write to {@code .config}
     * whatever KCONFIG_CONFIG says (scripts/kconfig/Makefile before 6.5).
     *
     * @throws UserException where the tree has no such target: with the nearest one
     */
    boolean isComposite(String target) {
        if (COMMON.contains(target) || files.contains(target)) {
            return false;
        }
        if (composite.contains(target)) {
            return true;
        }
        throw new UserException("The kernel tree has no config target '" + target + "'"
                + (SAFE.matcher(target).matches() ? "." : " (it is a make target such as 'x86_64_defconfig').")
                + Nearest.hint(target, all()));
    }

    /** The file of a defconfig target that is no composite. */
    Path file(String target) {
        return configs.resolve(target);
    }

    /**
     * The file that {@code defconfig} stands for.
     *
     * @param arch make's {@code ARCH}
     * @return empty where only the arch's Makefile can tell
     */
    Optional<Path> defconfig(String arch) {
        if (defaults.isEmpty()) {
            return existing("defconfig");
        }
        var named = arch + "_defconfig";
        if (defaults.contains("$(ARCH)_defconfig") && files.contains(named)) {
            return existing(named);
        }
        return defaults.size() == 1 ? existing(defaults.iterator().next()) : Optional.empty();
    }

    private Optional<Path> existing(String name) {
        return SAFE.matcher(name).matches() ? Optional.of(file(name)).filter(Files::isRegularFile) : Optional.empty();
    }

    private Collection<String> all() {
        var all = new TreeSet<>(COMMON);
        all.addAll(files);
        all.addAll(composite);
        return all;
    }
}
