package org.kernelmaven.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevArtifacts;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.store.KnownDigests;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's own programs in a dev artifact that a build of modules runs. They run on machines like the one that
 * compiled them; elsewhere they are compiled again from the sources that the artifact brings, by the kernel's
 * Makefiles.
 */
public final class HostPrograms {

    private static final Logger LOG = LoggerFactory.getLogger(HostPrograms.class);

    /**
     * One of them.
     *
     * @param path where it is in a dev artifact
     * @param source the file without which it cannot be compiled
     */
    private record Program(String path, String source) {

        Program(String path) {
            this(path, path + ".c");
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private static final Program RESOLVE_BTFIDS =
            new Program("tools/bpf/resolve_btfids/resolve_btfids", "tools/bpf/resolve_btfids/main.c");

    /** In the order in which make runs them: fixdep is part of compiling the others. */
    private static final List<Program> PROGRAMS = List.of(
            new Program("scripts/basic/fixdep"),
            new Program("scripts/mod/modpost"),
            new Program("scripts/genksyms/genksyms"),
            new Program("scripts/recordmcount"),
            new Program("tools/objtool/objtool"),
            RESOLVE_BTFIDS);

    /** Here make finds what it is to do; it has the variables of a module's build there, CC and HOSTCC among them. */
    private static final String FOLDER = ".host-programs";

    /**
     * A Kbuild file of an external module, whose one target has each program made as the kernel's own Makefile does:
     * {@code scripts/Makefile.build}, and for {@code tools} the rule {@code tools/%} (Makefile, Linux 6.1 and 6.12).
     */
    private static final String KBUILD =
            """
            always-y := programs
            one = $(if $(filter tools/%,$(1)),\
              $(MAKE) LDFLAGS= MAKEFLAGS= O=$(abspath $(objtree)) subdir=tools -C '$(objtree)/tools' \
                $(patsubst tools/%/,%,$(dir $(1))),\
              $(MAKE) -C '$(objtree)' srctree=. objtree=. srcroot=. KBUILD_EXTMOD= KBUILD_EXTMOD_OUTPUT= \
                -f scripts/Makefile.build obj=$(patsubst %/,%,$(dir $(1))) $(1))
            $(obj)/programs: FORCE
            \t$(foreach program,$(HOST_PROGRAMS),$(call one,$(program)) &&) true
            """;

    /**
     * What the loaders of glibc and musl say of a library that is missing or too old; glibc's exit status is then 1.
     */
    private static final Pattern LOADER = Pattern.compile(
            "not found \\(required by |error while loading shared libraries|Error loading shared library|Error relocating");

    private static final int NOT_RUNNABLE = 126;
    private static final int NOT_FOUND = 127;

    private final Environment environment;

    /** @param environment what there is to run and compile them with */
    public HostPrograms(Environment environment) {
        this.environment = environment;
    }

    /** Gives the toolchain for a kernel. */
    @FunctionalInterface
    public interface Toolchains {
        /** @throws UserException where the kernel's architecture is not one that the plugin knows */
        Toolchain of(KernelMetadata metadata);
    }

    /**
     * Opens dev artifacts, whose programs run once they are unpacked.
     *
     * @param kernel what messages call the artifact
     */
    public DevArtifacts artifacts(String kernel, Toolchains toolchains) throws IOException {
        return new DevArtifacts(
                environment.store(),
                host(),
                (directory, metadata) -> mend(directory, describe(kernel, metadata), toolchains.of(metadata)));
    }

    /** What must be the same where the programs are to run: processor and C library. */
    private String host() throws IOException {
        var libc = environment.host().libc();
        var machine = environment.host().machine();
        return libc.isEmpty()
                ? machine
                : machine + "-"
                        + new KnownDigests(environment.store())
                                .sha256(libc.get())
                                .substring(0, 12);
    }

    /**
     * Looks whether the programs of a directory run that is not ours to write to.
     *
     * @throws UserException where one does not
     */
    public void check(Path dev, String kernel, KernelMetadata metadata) throws IOException {
        var broken = broken(dev);
        if (!broken.isEmpty()) {
            throw stranger(describe(kernel, metadata), broken, "");
        }
    }

    private static String describe(String kernel, KernelMetadata metadata) {
        return "Linux " + metadata.release() + " (" + kernel + ")";
    }

    private boolean mend(Path dev, String kernel, Toolchain toolchain) throws IOException {
        var broken = broken(dev);
        if (broken.isEmpty()) {
            return false;
        }
        for (var program : broken.keySet()) {
            if (!Files.isRegularFile(dev.resolve(program.source()))) {
                throw stranger(kernel, broken, " It cannot be compiled again, for its source is not in the artifact.");
            }
        }
        LOG.info("Compiling programs of {} again that do not run on this machine: {}", kernel, broken.keySet());
        var before = writable(dev);
        compile(dev, kernel, broken, toolchain);
        removeAllBut(dev, before);
        Trees.makeReadOnly(dev);
        var still = broken(dev);
        if (!still.isEmpty()) {
            throw stranger(kernel, still, " Compiled again it does not either.");
        }
        return true;
    }

    private void compile(Path dev, String kernel, Map<Program, String> broken, Toolchain toolchain) throws IOException {
        for (var program : broken.keySet()) {
            Files.delete(dev.resolve(program.path()));
        }
        var folder = Files.createDirectory(dev.resolve(FOLDER));
        Files.writeString(folder.resolve("Kbuild"), KBUILD);
        var argv = new ArrayList<>(List.of(
                "make",
                "-C",
                dev.toString(),
                "-j" + environment.host().cores(),
                "M=" + FOLDER,
                "HOST_PROGRAMS=" + broken.keySet().stream().map(Program::path).collect(Collectors.joining(" "))));
        toolchain.variables().forEach((name, value) -> argv.add(name + "=" + value));
        argv.add("modules");
        var result = environment
                .runner()
                .run(Command.of(dev, argv).without(Make.LEAKS).with("LC_ALL", "C"));
        if (!result.succeeded()) {
            throw stranger(
                    kernel,
                    broken,
                    " Compiling it again failed; that needs gcc, flex, bison and the headers of libelf, and a store"
                            + " (kernel.store) without a space in its path. make says:\n" + result.output() + "\n");
        }
    }

    /** The programs that do not run, and what became of trying. */
    private Map<Program, String> broken(Path dev) throws IOException {
        var broken = new LinkedHashMap<Program, String>();
        for (var program : PROGRAMS) {
            // Without the kernel's types there is nothing for it to do.
            var idle = program.equals(RESOLVE_BTFIDS) && !Files.exists(dev.resolve("vmlinux"));
            var file = dev.resolve(program.path());
            if (!idle && Files.isRegularFile(file)) {
                failure(file).ifPresent(said -> broken.put(program, said));
            }
        }
        return broken;
    }

    /** Without arguments each says how to use it, or does nothing. */
    private Optional<String> failure(Path program) throws IOException {
        // Started all the same, a shell would take a program of another machine for a script.
        if (!isForThisMachine(program)) {
            return Optional.of("it is for machines of another kind");
        }
        try {
            var result = environment
                    .runner()
                    .run(Command.of(program.resolveSibling(""), program.toString())
                            .with("LC_ALL", "C"));
            var runs = result.exitCode() != NOT_RUNNABLE
                    && result.exitCode() != NOT_FOUND
                    && !LOADER.matcher(result.output()).find();
            return runs ? Optional.empty() : Optional.of(result.output().strip());
        } catch (UserException e) {
            return Optional.of("its loader is not there");
        }
    }

    private boolean isForThisMachine(Path program) throws IOException {
        var kind = kind(program);
        return (kind[0] == '#' && kind[1] == '!')
                || Arrays.equals(kind, kind(environment.host().runnable()));
    }

    /** Magic, word size, byte order and processor from the header of an ELF file (elf(5)); padding left out. */
    private static byte[] kind(Path program) throws IOException {
        try (InputStream input = Files.newInputStream(program)) {
            var header = Arrays.copyOf(input.readNBytes(20), 20);
            var kind = Arrays.copyOf(header, 8);
            kind[6] = header[18];
            kind[7] = header[19];
            return kind;
        }
    }

    /** All paths there; what make may write is made writable. */
    private static Set<Path> writable(Path dev) throws IOException {
        try (var paths = Files.walk(dev)) {
            var all = new HashSet<Path>();
            for (var path : (Iterable<Path>) paths::iterator) {
                all.add(path);
                var relative = dev.relativize(path);
                if ((relative.startsWith("scripts") || relative.startsWith("tools"))
                        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    var modes = new HashSet<>(Files.getPosixFilePermissions(path));
                    modes.add(PosixFilePermission.OWNER_WRITE);
                    Files.setPosixFilePermissions(path, modes);
                }
            }
            return all;
        }
    }

    /** Objects hold the path that they were compiled at, which is only for now. */
    private static void removeAllBut(Path dev, Set<Path> wanted) throws IOException {
        List<Path> left;
        try (var paths = Files.walk(dev)) {
            left = paths.filter(path -> !wanted.contains(path))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (var path : left) {
            Files.delete(path);
        }
    }

    private UserException stranger(String kernel, Map<Program, String> broken, String more) {
        return new UserException(
                "The dev artifact of " + kernel + " was made on a machine of another kind: on this one, "
                        + environment.host().machine() + ", do not run\n"
                        + broken.entrySet().stream()
                                .map(entry -> "  '" + entry.getKey() + "': " + entry.getValue())
                                .collect(Collectors.joining("\n"))
                        + "\n" + more.strip() + (more.isEmpty() ? "" : " ")
                        + "Build the kernel on a machine like this one, or this project on one like that.");
    }
}
