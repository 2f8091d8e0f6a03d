package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/**
 * Which compiler builds which architecture's kernel.
 *
 * @param arch what the kernel runs on
 * @param crossCompile the prefix of the GNU tools' names, where they are not the host's own
 * @param llvm the value of make's {@code LLVM}, where clang compiles: {@code 1}, {@code -16}, {@code /opt/llvm/bin/}
 * @param flags what the user sets besides
 */
public record Toolchain(Arch arch, Optional<String> crossCompile, Optional<String> llvm, MakeFlags flags) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_./+~-]*");
    private static final Pattern LLVM_VALUE = Pattern.compile("1|-[0-9][0-9.]*|/?[A-Za-z0-9_./+~-]*/");

    /**
     * Reads the parameters {@code crossCompile} and {@code llvm}.
     *
     * @param crossCompile empty for the default: Debian's prefix, where the host's own compiler makes other code
     * @param llvm empty or {@code false} for gcc; {@code true} or {@code 1} for clang
     * @throws UserException where a value is none of these
     */
    public static Toolchain of(
            Arch arch, Optional<String> crossCompile, Optional<String> llvm, MakeFlags flags, Host host) {
        var clang = llvm.map(String::strip).flatMap(Toolchain::llvm);
        var given = crossCompile.map(String::strip).filter(prefix -> !prefix.isEmpty());
        given.ifPresent(Toolchain::check);
        var usesGnu = clang.isEmpty() && !flags.variables().containsKey("CC");
        var prefix = given.isPresent() || arch.builtNativelyOn(host) || !usesGnu ? given : arch.crossPrefix();
        return new Toolchain(arch, prefix, clang, flags);
    }

    private static Optional<String> llvm(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "0", "false", "no" -> Optional.empty();
            case "true", "yes" -> Optional.of("1");
            default -> {
                if (!LLVM_VALUE.matcher(value).matches()) {
                    throw new UserException("parameter <llvm>: '" + value
                            + "' is none of true, a version suffix such as -16, or a directory that ends in '/'.");
                }
                yield Optional.of(value);
            }
        };
    }

    private static void check(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new UserException("parameter <crossCompile>: '" + prefix
                    + "' is no prefix of program names, such as aarch64-linux-gnu- or /opt/cross/bin/arm-linux-."
                    + " For ccache, use <compilerLauncher>.");
        }
    }

    /** The make variables that choose the compiler, the user's own flags last, in a fixed order. */
    public Map<String, String> variables() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("ARCH", arch.makeName());
        crossCompile.ifPresent(prefix -> variables.put("CROSS_COMPILE", prefix));
        llvm.ifPresent(value -> variables.put("LLVM", value));
        variables.putAll(flags.variables());
        return variables;
    }

    /** The words that run the target compiler: the user's {@code CC}, else clang or gcc as Kbuild names it. */
    public List<String> compiler() {
        var given = flags.variables().get("CC");
        if (given != null) {
            return List.of(given.split(" +"));
        }
        return List.of(llvm.map(Toolchain::clang).orElseGet(() -> crossCompile.orElse("") + "gcc"));
    }

    /** What compiles the programs that run while building, as Kbuild names it. */
    String hostCompiler() {
        return flags.variables()
                .getOrDefault("HOSTCC", llvm.map(Toolchain::clang).orElse("gcc"));
    }

    /**
     * The first line of the target compiler's {@code --version}: Kbuild's {@code CONFIG_CC_VERSION_TEXT}.
     *
     * @param directory where it runs
     * @throws UserException where it fails
     */
    public String compilerVersion(CommandRunner runner, Path directory) throws IOException {
        var command = Command.of(directory, compiler())
                .plus(List.of("--version"))
                .without(Make.LEAKS)
                .with("LC_ALL", "C");
        var result = runner.run(command);
        if (!result.succeeded() || result.tail().isEmpty()) {
            throw new UserException("'" + command + "' failed (exit " + result.exitCode() + "): " + result.output());
        }
        return result.tail().get(0);
    }

    /** Whether the target compiler is clang. */
    public boolean usesClang() {
        return llvm.isPresent() || flags.variables().getOrDefault("CC", "").contains("clang");
    }

    /** The program that takes sections out of the target's object files. */
    public String objcopy() {
        var gnu = crossCompile.orElse("") + "objcopy";
        var ours = llvm.map(value -> clang(value).replaceFirst("clang(?=(-[0-9]+)?$)", "llvm-objcopy"));
        return flags.variables().getOrDefault("OBJCOPY", ours.orElse(gnu));
    }

    private static String clang(String value) {
        if (value.endsWith("/")) {
            return value + "clang";
        }
        return value.startsWith("-") ? "clang" + value : "clang";
    }
}
