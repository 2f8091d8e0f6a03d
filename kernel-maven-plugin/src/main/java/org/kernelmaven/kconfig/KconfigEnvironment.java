package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.kernelmaven.tool.Host;

/**
 * The environment that Kconfig files and their probes see, as the kernel's {@code Makefile} exports it to {@code conf}:
 * worked out from the tree and make's command line, without a run of make.
 *
 * <p>The names of tools are those of {@code Documentation/kbuild/kbuild.rst} and {@code llvm.rst}; a variable of make's
 * command line wins over each.
 */
final class KconfigEnvironment {

    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern VERSION_LINE =
            Pattern.compile("^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION) *= *(.*?) *$", Pattern.MULTILINE);
    private static final long MAX_MAKEFILE_BYTES = 1L << 20;

    /** What the Makefile takes out of the environment; and what make sets for itself. */
    private static final List<String> UNEXPORTED =
            List.of("LC_ALL", "GREP_OPTIONS", "CONFIG_", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PWD", "OLDPWD");

    private final ConfigRequest request;
    private final Host host;
    private final Map<String, String> line;
    private final Map<String, String> environment;

    /** The tree's own: it says which of some variables its release has. */
    private final String makefile;

    private KconfigEnvironment(ConfigRequest request, Host host, Map<String, String> callers) throws IOException {
        this.request = request;
        this.makefile = text(request.sourceTree().resolve("Makefile"));
        this.host = host;
        this.line = commandLine(request.make().argv());
        this.environment = new TreeMap<>(request.make().environmentOn(callers));
    }

    /**
     * Works it out.
     *
     * @param callers the environment that make would inherit
     * @param host tells what {@code uname -m} would, and where programs are
     * @param shell what a shell command prints, as {@code $(shell)} of make has it; nothing where none may run
     */
    static Map<String, String> of(
            ConfigRequest request, Host host, Map<String, String> callers, UnaryOperator<String> shell)
            throws IOException {
        return new KconfigEnvironment(request, host, callers).exported(shell);
    }

    /** The environment before the Makefile adds to it: what its own {@code $(shell)} commands see. */
    static Map<String, String> inherited(ConfigRequest request, Map<String, String> callers) {
        var all = new TreeMap<>(request.make().environmentOn(callers));
        all.putAll(commandLine(request.make().argv()));
        UNEXPORTED.forEach(all::remove);
        return all;
    }

    private static Map<String, String> commandLine(List<String> argv) {
        var found = new LinkedHashMap<String, String>();
        for (var word : argv.subList(1, argv.size())) {
            var matcher = VARIABLE.matcher(word);
            if (matcher.matches()) {
                found.put(matcher.group(1), matcher.group(2));
            }
        }
        return found;
    }

    private Map<String, String> exported(UnaryOperator<String> shell) throws IOException {
        var all = new TreeMap<>(environment);
        UNEXPORTED.forEach(all::remove);
        all.put("LC_COLLATE", "C");
        all.put("LC_NUMERIC", "C");
        all.putAll(tree());
        var subarch = given("SUBARCH", subarch(host.machine()));
        all.put("ARCH", given("ARCH", subarch));
        if (request.srcarch().equals("um")) {
            all.put("SUBARCH", subarch);
            all.put("HEADER_ARCH", subarch.matches("x86_64|i386") ? "x86" : subarch);
        }
        all.putAll(line);
        all.put("CROSS_COMPILE", crossCompile(all, subarch));
        // The Makefile's own assignments win over the environment, and the command line over them.
        tools(all).forEach((name, value) -> all.put(name, line.getOrDefault(name, value)));
        all.put("CC_VERSION_TEXT", version(shell, "LC_ALL=C " + all.get("CC") + " --version 2>/dev/null | head -n 1"));
        if (makefile.contains("RUSTC_VERSION_TEXT")) {
            all.put("RUSTC_VERSION_TEXT", version(shell, all.get("RUSTC") + " --version 2>/dev/null"));
        }
        if (all.getOrDefault("CC_VERSION_TEXT", "").contains("clang")) {
            all.put("CLANG_FLAGS", clangFlags(all, subarch));
        }
        all.putAll(line);
        return all;
    }

    private String given(String name, String otherwise) {
        return line.getOrDefault(name, environment.getOrDefault(name, otherwise));
    }

    /** What is said of the tree and where it is. */
    private Map<String, String> tree() throws IOException {
        var found = new TreeMap<String, String>();
        var matcher = VERSION_LINE.matcher(makefile);
        while (matcher.find()) {
            found.putIfAbsent(matcher.group(1), line.getOrDefault(matcher.group(1), matcher.group(2)));
        }
        var release = new StringBuilder(found.getOrDefault("VERSION", ""));
        if (!found.getOrDefault("PATCHLEVEL", "").isEmpty()) {
            release.append('.').append(found.get("PATCHLEVEL"));
            if (!found.getOrDefault("SUBLEVEL", "").isEmpty()) {
                release.append('.').append(found.get("SUBLEVEL"));
            }
        }
        found.put("KERNELVERSION", release + found.getOrDefault("EXTRAVERSION", ""));
        found.remove("EXTRAVERSION");
        found.put("KERNELRELEASE", "");
        found.put("SRCARCH", request.srcarch());
        found.put("srctree", srctree());
        found.put("objtree", ".");
        found.put("KCONFIG_CONFIG", given("KCONFIG_CONFIG", ".config"));
        return found;
    }

    /** {@code ..} where the build tree is a folder of the source tree, else the whole path. */
    private String srctree() throws IOException {
        var source = request.sourceTree().toRealPath();
        var build = request.buildTree().toRealPath();
        if (given("KBUILD_ABS_SRCTREE", "").isEmpty()) {
            if (source.equals(build)) {
                return ".";
            }
            if (source.equals(build.getParent())) {
                return "..";
            }
        }
        return source.toString();
    }

    private static String text(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_MAKEFILE_BYTES
                ? Files.readString(file, StandardCharsets.ISO_8859_1)
                : "";
    }

    /** {@code scripts/subarch.include}. */
    private static String subarch(String machine) {
        for (var entry : List.of(
                Map.entry("i.86|x86_64", "x86"),
                Map.entry("sun4u", "sparc64"),
                Map.entry("aarch64.*", "arm64"),
                Map.entry("arm.*|sa110", "arm"),
                Map.entry("s390x", "s390"),
                Map.entry("ppc.*", "powerpc"),
                Map.entry("mips.*", "mips"),
                Map.entry("sh[234].*", "sh"),
                Map.entry("riscv.*", "riscv"),
                Map.entry("loongarch.*", "loongarch"))) {
            if (machine.matches(entry.getKey())) {
                return entry.getValue();
            }
        }
        return machine;
    }

    /** Some architectures look for a cross compiler where none was given. */
    private String crossCompile(Map<String, String> known, String subarch) throws IOException {
        var prefix = given("CROSS_COMPILE", "");
        var arch = text(
                request.sourceTree().resolve("arch").resolve(request.srcarch()).resolve("Makefile"));
        if (line.containsKey("CROSS_COMPILE") || !arch.contains("cc-cross-prefix")) {
            return prefix;
        }
        var variables = variables(known, subarch);
        variables.set("CROSS_COMPILE", prefix);
        if (makefile.contains("cross_compiling") && !request.srcarch().equals(subarch)) {
            variables.set("cross_compiling", "1");
        }
        variables.read(arch);
        return variables.get("CROSS_COMPILE");
    }

    private MakeVariables variables(Map<String, String> known, String subarch) {
        var variables = new MakeVariables(
                line, program -> host.find(program).map(Path::toString).orElse(""));
        for (var name : List.of("ARCH", "SRCARCH", "CROSS_COMPILE", "LLVM", "LLVM_IAS", "CC")) {
            if (known.containsKey(name)) {
                variables.set(name, known.get(name));
            }
        }
        variables.set("SUBARCH", subarch);
        return variables;
    }

    private Map<String, String> tools(Map<String, String> known) {
        var tools = new TreeMap<String, String>();
        var llvm = given("LLVM", "");
        var cross = known.getOrDefault("CROSS_COMPILE", "");
        var prefix = llvm.endsWith("/") ? llvm : "";
        var suffix = llvm.startsWith("-") ? llvm : "";
        tools.put("HOSTCC", llvm.isEmpty() ? "gcc" : prefix + "clang" + suffix);
        tools.put("HOSTCXX", llvm.isEmpty() ? "g++" : prefix + "clang++" + suffix);
        tools.put("CC", llvm.isEmpty() ? cross + "gcc" : prefix + "clang" + suffix);
        tools.put("LD", llvm.isEmpty() ? cross + "ld" : prefix + "ld.lld" + suffix);
        for (var name : List.of("ar", "nm", "objcopy", "objdump", "readelf", "strip")) {
            tools.put(
                    name.toUpperCase(java.util.Locale.ROOT),
                    llvm.isEmpty() ? cross + name : prefix + "llvm-" + name + suffix);
        }
        tools.put("CPP", line.getOrDefault("CC", tools.get("CC")) + " -E");
        tools.putAll(Map.of(
                "RUSTC", "rustc",
                "RUSTDOC", "rustdoc",
                "RUSTFMT", "rustfmt",
                "HOSTRUSTC", "rustc",
                "BINDGEN", "bindgen",
                "PAHOLE", "pahole",
                "PYTHON3", "python3",
                "PERL", "perl",
                "AWK", "awk"));
        tools.putAll(Map.of(
                "LEX", "flex",
                "YACC", "bison",
                "BASH", "bash",
                "CONFIG_SHELL", "sh",
                "CHECK", "sparse",
                "RUSTC_BOOTSTRAP", "1",
                "HOSTPKG_CONFIG", "pkg-config"));
        return tools;
    }

    /** The Makefile takes out what would begin a comment in the files it generates. */
    private static String version(UnaryOperator<String> shell, String command) {
        return shell.apply(command).replace("#", "");
    }

    /** {@code scripts/Makefile.clang}, which is read where the compiler says that it is clang. */
    private String clangFlags(Map<String, String> known, String subarch) throws IOException {
        var variables = variables(known, subarch);
        // Made before the architecture's own Makefile could find a prefix.
        variables.set("CROSS_COMPILE", given("CROSS_COMPILE", ""));
        variables.set("CLANG_FLAGS", "");
        variables.read(text(request.sourceTree().resolve("scripts").resolve("Makefile.clang")));
        return variables.get("CLANG_FLAGS");
    }
}
