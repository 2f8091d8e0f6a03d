package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.Host;

/** Writes the command lines of Kbuild: every variable that matters is on them, none comes from the environment. */
public final class Make {

    /** The build tree's name inside a view: so Kbuild's {@code srctree} is {@code ..} whatever the path. */
    public static final String BUILD_TREE = "build";

    /**
     * What a user's shell may have set for other work. Any variable of the environment is a variable of make, and
     * Kbuild reads many (Documentation/kbuild/kbuild.rst, llvm.rst, kconfig.rst); gcc, tar, grep and the compressors
     * have some too. For {@link Command#without}.
     */
    public static final List<String> LEAKS = List.of(
            "MAKE*",
            "MFLAGS",
            "GNUMAKEFLAGS",
            "MAKEOVERRIDES",
            "KBUILD_*",
            "KCONFIG_*",
            "INSTALL_*",
            "CONFIG_*",
            "ARCH",
            "SRCARCH",
            "SUBARCH",
            "UTS_MACHINE",
            "CROSS_COMPILE*",
            "LLVM",
            "LLVM_IAS",
            "CLANG_*",
            "O",
            "M",
            "MO",
            "V",
            "C",
            "W",
            "CF",
            "CHECK",
            "SUBDIRS",
            "VPATH",
            "srctree",
            "objtree",
            "abs_*",
            "sub_make_done",
            "LOCALVERSION",
            "KERNELVERSION",
            "KERNELRELEASE",
            "EXTRAVERSION",
            "VERSION",
            "PATCHLEVEL",
            "SUBLEVEL",
            "KCFLAGS",
            "KAFLAGS",
            "KCPPFLAGS",
            "KRUSTFLAGS",
            "KDOCFLAGS",
            "CFLAGS*",
            "CXXFLAGS",
            "CPPFLAGS",
            "AFLAGS*",
            "ASFLAGS",
            "LDFLAGS*",
            "LDLIBS",
            "RUSTFLAGS*",
            "ARFLAGS",
            "EXTRA_*",
            "HOST*",
            "USERCFLAGS",
            "USERLDFLAGS",
            "NOSTDINC_FLAGS",
            "PAHOLE*",
            "DTC*",
            "MODLIB",
            "DEPMOD",
            "SOURCE_DATE_EPOCH",
            "GCC_*",
            "COMPILER_PATH",
            "CPATH",
            "C_INCLUDE_PATH",
            "CPLUS_INCLUDE_PATH",
            "OBJC_INCLUDE_PATH",
            "LIBRARY_PATH",
            "LD_RUN_PATH",
            "DEPENDENCIES_OUTPUT",
            "SUNPRO_DEPENDENCIES",
            "CCC_*",
            "POSIXLY_CORRECT",
            "CDPATH",
            "ENV",
            "BASH_ENV",
            "SHELLOPTS",
            "BASHOPTS",
            "IFS",
            "GREP_OPTIONS",
            "GREP_COLOR*",
            "TAR_OPTIONS",
            "GZIP",
            "BZIP",
            "BZIP2",
            "XZ_OPT",
            "XZ_DEFAULTS",
            "LZOP",
            "ZSTD_*",
            "PERL5OPT",
            "LC_*",
            "LANG",
            "LANGUAGE",
            "TZ");

    private static final Set<String> SUMS = Set.of("KCFLAGS", "KAFLAGS", "HOSTCFLAGS");

    /** The target that tells the release, a file of the build tree; what {@code make kernelrelease} prints is in it. */
    public static final String RELEASE = "include/config/kernel.release";

    private static final Pattern RELEASE_NAME = Pattern.compile("[0-9]+\\.[A-Za-z0-9._+~-]{1,62}");

    private final Path view;
    private final Toolchain toolchain;
    private final Map<String, String> variables;
    private final Map<String, String> environment;
    private final int jobs;

    /**
     * @param view the patched tree; the build tree is its subdirectory {@link #BUILD_TREE}
     * @param jobs how many compilers at a time
     */
    public Make(Path view, Toolchain toolchain, Reproducibility reproducibility, int jobs) {
        this.view = view;
        this.toolchain = toolchain;
        this.jobs = jobs;
        this.variables = new LinkedHashMap<>(reproducibility.variables(view));
        this.environment = new TreeMap<>(reproducibility.environment(view));
        toolchain.variables().forEach(this::add);
        environment.put("LC_ALL", "C");
    }

    private Make(
            Path view, Toolchain toolchain, Map<String, String> variables, Map<String, String> environment, int jobs) {
        this.view = view;
        this.toolchain = toolchain;
        this.variables = variables;
        this.environment = environment;
        this.jobs = jobs;
    }

    /** The user's own value wins, but compiler flags are added up: one must not undo the other. */
    private void add(String name, String value) {
        variables.merge(name, value, (ours, theirs) -> SUMS.contains(name) ? theirs + " " + ours : theirs);
    }

    /** Where Kbuild writes: {@code VIEW/build}. */
    public Path buildTree() {
        return view.resolve(BUILD_TREE);
    }

    /** The patched tree. */
    public Path view() {
        return view;
    }

    /** Who compiles. */
    public Toolchain toolchain() {
        return toolchain;
    }

    /** {@code make -C VIEW O=VIEW/build -jN NAME=value… target…}. */
    public Command command(String... targets) {
        return command(Map.of(), targets);
    }

    /**
     * As {@link #command(String...)} with more variables, such as {@code INSTALL_MOD_PATH}.
     *
     * @param more wins over what the user set
     */
    public Command command(Map<String, String> more, String... targets) {
        var argv = new ArrayList<String>(List.of("make", "-C", view.toString(), "-j" + jobs, "O=" + buildTree()));
        var all = new LinkedHashMap<>(variables);
        all.putAll(more);
        all.forEach((name, value) -> argv.add(name + "=" + value));
        argv.addAll(List.of(targets));
        return new Command(argv, view, Map.of())
                .without(LEAKS)
                .keeping(SigningKey.PIN)
                .with(environment);
    }

    /** The same make with one job: what it builds, for how many jobs there are changes nothing of it. */
    public Make withOneJob() {
        return new Make(view, toolchain, variables, environment, 1);
    }

    /** The same make, which finds programs in {@code directory} first. */
    public Make withPathFirst(Path directory, Host host) {
        var path = Stream.concat(Stream.of(directory), host.path().stream())
                .map(Path::toString)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        var more = new TreeMap<>(environment);
        more.put("PATH", path);
        return new Make(view, toolchain, variables, more, jobs);
    }

    /**
     * The release of the configured kernel: the directory below {@code lib/modules}, nixpkgs' modDirVersion. The target
     * {@link #RELEASE} must have been made.
     *
     * @throws UserException where it is none
     */
    public String release() throws IOException {
        var file = buildTree().resolve(RELEASE);
        var release = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!RELEASE_NAME.matcher(release).matches()) {
            throw new UserException(
                    "The tree '" + view + "' gives no release: '" + file + "' holds '" + release + "'.");
        }
        return release;
    }

    /**
     * Prints the release, which it knows of {@code include/config/auto.conf} once conf has made that. It asks no
     * compiler what it can, so it takes a tenth of the time that {@link #RELEASE} does (Makefile, Linux 6.1:
     * {@code need-compiler}).
     */
    public Command printRelease() {
        return command("-s", "kernelrelease");
    }

    /** The release in what {@link #printRelease} printed; empty where there is none, or it failed. */
    public static Optional<String> printedRelease(CommandResult result) {
        return result.succeeded()
                ? result.tail().stream()
                        .map(String::strip)
                        .filter(line -> RELEASE_NAME.matcher(line).matches())
                        .reduce((earlier, later) -> later)
                : Optional.empty();
    }

    /**
     * Why a make of this view failed, from what it printed.
     *
     * @param what the step, as a user would name it: {@code Reading the configuration}
     */
    public CompileException failure(String what, CommandResult result) {
        var errors = new CompilerErrors(view, buildTree());
        result.tail().forEach(errors::line);
        return new CompileException(errors.message(what, result.exitCode(), result.tail()));
    }
}
