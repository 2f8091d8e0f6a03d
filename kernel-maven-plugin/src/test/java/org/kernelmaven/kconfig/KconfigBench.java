package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** Resolves one config with our engine alone; {@code it/bench/kconfig.sh} runs it and describes its options. */
final class KconfigBench {

    private static final Map<String, String> SRCARCH =
            Map.of("x86_64", "x86", "i386", "x86", "sparc32", "sparc", "sparc64", "sparc", "parisc64", "parisc");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> make = new ArrayList<>();
    private final Map<String, Assignment> assignments = new LinkedHashMap<>();

    private KconfigBench() {}

    /** @param args as {@code it/bench/kconfig.sh} has them */
    public static void main(String[] args) throws IOException {
        var bench = new KconfigBench();
        try {
            bench.read(List.of(args));
            bench.run();
        } catch (UserException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void read(List<String> args) throws IOException {
        for (var i = 0; i < args.size(); i++) {
            switch (args.get(i)) {
                case "--auto-modules", "--prefer-builtin", "--resolve-dependencies" -> options.put(args.get(i), "");
                case "--make" -> make.add(value(args, ++i));
                case "--fragment" -> fragment(Path.of(value(args, ++i)));
                case "--tree", "--arch", "--target", "--config", "--out", "--build", "--probes" ->
                    options.put(args.get(i), value(args, ++i));
                default -> throw new UserException("'" + args.get(i) + "' is no option of kconfig.sh.");
            }
        }
        for (var needed : List.of("--tree", "--arch", "--out")) {
            given(needed);
        }
        if (options.containsKey("--target") == options.containsKey("--config")) {
            throw new UserException("Say either --target or --config: what to start from.");
        }
    }

    private static String value(List<String> args, int at) {
        if (at >= args.size()) {
            throw new UserException("'" + args.get(at - 1) + "' needs a value.");
        }
        return args.get(at);
    }

    private String given(String option) {
        return Optional.ofNullable(options.get(option))
                .orElseThrow(() -> new UserException("'" + option + "' is missing."));
    }

    /** A later value of a symbol wins, as it does in {@code merge_config.sh}. */
    private void fragment(Path file) throws IOException {
        DotConfig.read(file).values().forEach((name, value) -> {
            var wanted = value instanceof ConfigValue.Numeral numeral ? new ConfigValue.Text(numeral.digits()) : value;
            assignments.put(name, new Assignment(name, wanted));
        });
    }

    private void run() throws IOException {
        var tree = Path.of(given("--tree")).toRealPath();
        var build = options.containsKey("--build")
                ? Files.createDirectories(Path.of(options.get("--build"))).toRealPath()
                : Files.createTempDirectory("kconfig");
        try {
            var arch = given("--arch");
            var words = new ArrayList<>(List.of("make", "-C", tree.toString(), "O=" + build));
            words.addAll(toolchain(arch));
            words.addAll(make);
            var base = options.containsKey("--config")
                    ? new Base.File(Path.of(options.get("--config")))
                    : new Base.Target(given("--target"));
            var request = new ConfigRequest(
                    Command.of(build, words),
                    build,
                    tree,
                    SRCARCH.getOrDefault(arch, arch),
                    base,
                    List.copyOf(assignments.values()),
                    options.containsKey("--auto-modules"),
                    options.containsKey("--prefer-builtin"),
                    options.containsKey("--resolve-dependencies"));
            var probes = options.containsKey("--probes") ? Path.of(options.get("--probes")) : null;
            var resolution = new EngineResolver(new CommandRunner(), probes, true).resolve(request);
            Files.writeString(Path.of(given("--out")), resolution.text());
        } finally {
            if (!options.containsKey("--build")) {
                Files.delete(build);
            }
        }
    }

    /** As the plugin has it: Debian's cross compiler, where the host's own makes other code. */
    private static List<String> toolchain(String name) {
        var host = Host.current();
        for (var arch : Arch.values()) {
            if (arch.makeName().equals(name)) {
                return Toolchain.of(arch, Optional.empty(), Optional.empty(), MakeFlags.none(), host)
                        .variables()
                        .entrySet()
                        .stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .filter(word -> !word.startsWith("CROSS_COMPILE=")
                                || host.find(word.substring(word.indexOf('=') + 1) + "gcc")
                                        .isPresent())
                        .toList();
            }
        }
        return List.of("ARCH=" + name);
    }
}
