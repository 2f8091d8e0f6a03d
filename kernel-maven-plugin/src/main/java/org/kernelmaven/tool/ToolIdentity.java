package org.kernelmaven.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What the answers of probes depend on: the programs, the environment, and the scripts of the tree.
 *
 * <p>A program is known by its real path, size and time. What a package manager installs besides, such as headers or a
 * library, shows in the time of its database. Scripts of the tree are known by their content, so that another view of
 * the same tree, wherever it is, has the same answers.
 */
public final class ToolIdentity {

    /** Changes with what the cache's files hold. */
    private static final String FORMAT = "probes 1";

    /** Variables whose values are programs. */
    private static final List<String> PROGRAMS = List.of(
            "CC",
            "LD",
            "AR",
            "NM",
            "OBJCOPY",
            "OBJDUMP",
            "READELF",
            "STRIP",
            "HOSTCC",
            "HOSTCXX",
            "RUSTC",
            "HOSTRUSTC",
            "BINDGEN",
            "PAHOLE",
            "PYTHON3",
            "PERL",
            "AWK",
            "CONFIG_SHELL");

    /** Variables that differ from run to run and tell no probe anything. */
    private static final Pattern NOISE =
            Pattern.compile("O|_|PWD|OLDPWD|SHLVL|KCONFIG_CONFIG|KBUILD_BUILD_.*|SOURCE_DATE_EPOCH"
                    + "|MAVEN_.*|KERNEL_MAVEN_.*|TERM.*|COLUMNS|LINES|LS_COLORS|WINDOWID|DISPLAY|WAYLAND_.*|XDG_.*|DBUS_.*|SSH_.*|GPG_.*"
                    + "|INVOCATION_ID|JOURNAL_STREAM|GITHUB_.*|RUNNER_.*|BUILD_.*|CI_.*|JAVA_.*|JENKINS_.*");

    /** Where package managers note what is installed. */
    private static final List<String> DATABASES = List.of(
            "/var/lib/dpkg/status",
            "/var/lib/rpm/rpmdb.sqlite",
            "/var/lib/rpm/Packages",
            "/usr/lib/sysimage/rpm/rpmdb.sqlite",
            "/lib/apk/db/installed",
            "/var/lib/pacman/local",
            "/run/current-system");

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SCRIPT_NAME = Pattern.compile("[A-Za-z0-9_+-]+\\.(?:sh|py|pl)");
    private static final int MAX_SCRIPT_BYTES = 1 << 20;
    private static final int MAX_SCRIPTS = 50;

    private final Path source;
    private final Path build;
    private final Map<String, String> environment;
    private final SearchPath path;
    private final Map<String, String> stamps = new ConcurrentHashMap<>();

    /**
     * @param source the kernel tree
     * @param build where commands run
     * @param environment all that they see
     */
    public ToolIdentity(Path source, Path build, Map<String, String> environment) {
        this.source = source.toAbsolutePath().normalize();
        this.build = build.toAbsolutePath().normalize();
        this.environment = environment;
        this.path = SearchPath.of(environment);
    }

    /** Names what every answer depends on. */
    public String name() {
        var all = new StringBuilder(FORMAT).append('\n');
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!NOISE.matcher(name).matches()) {
                all.append(name).append('=').append(placeless(value)).append('\0');
            }
        });
        var programs = new TreeSet<>(List.of("sh", "as", environment.getOrDefault("CROSS_COMPILE", "") + "as"));
        for (var name : PROGRAMS) {
            programs.addAll(List.of(BLANKS.split(environment.getOrDefault(name, ""))));
        }
        programs.forEach(program -> all.append(program(program)).append('\n'));
        DATABASES.forEach(file -> all.append(stamp(Path.of(file))).append('\n'));
        // Which toolchain rustup's programs stand for.
        var rustup = environment.containsKey("RUSTUP_HOME")
                ? Path.of(environment.get("RUSTUP_HOME"))
                : Path.of(environment.getOrDefault("HOME", "/root"), ".rustup");
        return digest(all.append(stamp(rustup.resolve("settings.toml"))).toString());
    }

    /** Names a command and what it depends on besides. */
    public String key(String command) {
        var all = new StringBuilder(placeless(command));
        var isFirst = true;
        var start = 0;
        for (var at = 0; at <= command.length(); at++) {
            var character = at < command.length() ? command.charAt(at) : ';';
            var ends = ";|&(){}".indexOf(character) >= 0;
            if (!ends && " \t\n\"'`=,<>".indexOf(character) < 0) {
                continue;
            }
            if (at > start) {
                depend(all, command.substring(start, at), isFirst);
                isFirst = false;
            }
            isFirst |= ends;
            start = at + 1;
        }
        return digest(all.toString());
    }

    /** @param isFirst whether the word may be a program's name */
    private void depend(StringBuilder all, String word, boolean isFirst) {
        var name = word.startsWith("-I") || word.startsWith("-L") ? word.substring(2) : word;
        if (name.indexOf('/') >= 0 && !name.startsWith("/dev/") && !name.startsWith(".tmp_")) {
            all.append('\n').append(file(name));
        } else if (isFirst) {
            all.append('\n').append(program(name));
        }
    }

    /** The view of a tree has a path of its own in each project. */
    private String placeless(String text) {
        return text.replace(build.toString(), "<build>").replace(source.toString(), "<source>");
    }

    private String program(String name) {
        return stamps.computeIfAbsent(name, key -> {
            if (key.isEmpty() || key.startsWith("-") || key.startsWith("$")) {
                return "";
            }
            return path.find(key).map(ToolIdentity::stamp).orElse("");
        });
    }

    private String file(String name) {
        return stamps.computeIfAbsent(name, key -> {
            try {
                var found = build.resolve(key).normalize();
                if (found.startsWith(source) && Files.isRegularFile(found)) {
                    return script(found);
                }
                return Files.isRegularFile(found) ? stamp(found) : Files.isDirectory(found) ? "directory" : "none";
            } catch (InvalidPathException e) {
                return "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The script and those beside it that it names, and they in turn. */
    private static String script(Path first) throws IOException {
        var found = new TreeMap<String, Path>();
        var open = new TreeMap<>(Map.of(first.getFileName().toString(), first));
        var contents = new StringBuilder();
        while (!open.isEmpty() && found.size() < MAX_SCRIPTS) {
            var next = open.pollFirstEntry();
            found.put(next.getKey(), next.getValue());
            if (Files.size(next.getValue()) > MAX_SCRIPT_BYTES) {
                contents.append(stamp(next.getValue()));
                continue;
            }
            var text = Files.readString(next.getValue(), StandardCharsets.ISO_8859_1);
            contents.append(digest(text)).append('\n');
            var names = SCRIPT_NAME.matcher(text);
            while (names.find()) {
                var beside = next.getValue().resolveSibling(names.group());
                if (!found.containsKey(names.group()) && Files.isRegularFile(beside)) {
                    open.put(names.group(), beside);
                }
            }
        }
        return digest(contents.toString());
    }

    private static String stamp(Path file) {
        try {
            var real = file.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return real + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis();
        } catch (IOException e) {
            return "";
        }
    }

    /** SHA-256, in hex. */
    static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
