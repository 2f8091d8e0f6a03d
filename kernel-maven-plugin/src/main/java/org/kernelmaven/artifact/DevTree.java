package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kernelmaven.store.Trees;

/**
 * Assembles the directory in which {@code make -C DIRECTORY M=… modules} works, from a kernel's view and build tree.
 *
 * <p>It is source and build tree in one and holds no path of either: the kernel's Makefile (see {@link DevMakefile}),
 * {@code .config}, {@code Module.symvers}, {@code System.map}, {@code kernel.json}, {@code exports.tsv}, all headers
 * and generated headers (see {@link BindingHeaders}), {@code include/config} without {@code auto.conf.cmd}'s
 * dependencies (so that nothing asks Kconfig again) and without a file for each option, {@code scripts} and objtool, as
 * programs and as sources, the linker script, and for kernels with BTF a reduced {@code vmlinux} with resolve_btfids.
 * Nothing of {@code certs} and no key.
 *
 * <p>Files that are as they were are hard links: do not write to them nor change their modes.
 */
public final class DevTree {

    private static final String MAKEFILE = "Makefile";
    private static final String AUTO_CONF = "include/config/auto.conf";
    private static final String OBJTOOL = "tools/objtool/objtool";
    private static final String RESOLVE_BTFIDS = "tools/bpf/resolve_btfids/resolve_btfids";

    /** What building objtool or resolve_btfids reads besides their own sources. */
    private static final List<String> TOOLS_COMMON =
            List.of("tools/build", "tools/include", "tools/scripts", "tools/lib/subcmd");

    private static final List<String> TOOLS_BTF = List.of("tools/bpf/resolve_btfids", "tools/lib/bpf");

    private final Inputs inputs;
    private final LinkedTree tree;

    private DevTree(Inputs inputs, Path directory) {
        this.inputs = inputs;
        this.tree = new LinkedTree(directory);
    }

    /**
     * What a dev tree is made from.
     *
     * @param view the source tree
     * @param build the finished {@code O=} tree
     * @param srcArch the directory below {@code arch}, such as {@code x86}
     * @param make what was given to make at the kernel's build
     * @param metadata becomes {@code kernel.json}
     * @param btfVmlinux a {@code vmlinux} reduced to its {@code .BTF} section, for kernels with
     *     {@code CONFIG_DEBUG_INFO_BTF_MODULES}
     * @param exports becomes {@code exports.tsv}: what the tree could export and this kernel does not
     */
    public record Inputs(
            Path view,
            Path build,
            String srcArch,
            MakeDefaults make,
            KernelMetadata metadata,
            Optional<Path> btfVmlinux,
            Path exports) {}

    /**
     * Variables of make that a module's build must have as the kernel's had.
     *
     * @param arch the value of {@code ARCH}
     * @param crossCompile the value of {@code CROSS_COMPILE}, used on machines of another arch only
     * @param llvm the value of {@code LLVM}
     */
    public record MakeDefaults(String arch, Optional<String> crossCompile, Optional<String> llvm) {}

    /**
     * An assembled tree.
     *
     * @param directory where it is
     * @param leaking files that hold the path of the view, relative; empty unless the kernel was compiled without
     *     prefix maps for host tools too
     */
    public record Assembled(Path directory, List<String> leaking) {}

    /**
     * Assembles.
     *
     * @param target replaced where it exists
     * @throws NoSuchFileException where the build tree is not finished
     */
    public static Assembled assemble(Inputs inputs, Path target) throws IOException {
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        var old = target.resolveSibling("." + target.getFileName() + ".old");
        Trees.delete(temporary);
        Trees.delete(old);
        Files.createDirectories(temporary);
        try {
            var assembly = new DevTree(inputs, temporary);
            assembly.run();
            var leaking = assembly.leaking();
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Trees.move(target, old);
            }
            Trees.move(temporary, target);
            return new Assembled(target, leaking);
        } finally {
            Trees.delete(temporary);
            Trees.delete(old);
        }
    }

    private void run() throws IOException {
        sources();
        built();
        tools();
        btf();
        rewrite(MAKEFILE, DevMakefile.rewrite(read(MAKEFILE), inputs.srcArch, inputs.make), inputs.view);
        rewrite(AUTO_CONF + ".cmd", "", inputs.build);
        tree.write(KernelMetadata.FILE_NAME, inputs.metadata.toJson());
        tree.link(inputs.exports, "exports.tsv");
        tree.links();
    }

    private void sources() throws IOException {
        require(inputs.build, ".config");
        var deviceTrees = Files.readString(inputs.build.resolve(".config")).contains("\nCONFIG_OF=y\n");
        var included = deviceTrees
                ? Set.<String>of()
                : BindingHeaders.includedIn(inputs.view, "include", "arch/" + inputs.srcArch + "/include");
        Predicate<String> wanted = path -> DevFiles.fromSource(path)
                && (deviceTrees
                        || included.contains(path)
                        || !(BindingHeaders.isWithinChips(path) || path.startsWith("scripts/dtc/")));
        link(inputs.view, "COPYING", path -> true);
        link(inputs.view, "include", wanted);
        link(inputs.view, "scripts", wanted);
        link(inputs.view, "arch/" + inputs.srcArch, DevFiles::fromArch);
        if (inputs.srcArch.equals("um")) {
            link(inputs.view, "arch/x86", DevFiles::fromBorrowedArch);
        }
    }

    private void built() throws IOException {
        require(inputs.build, AUTO_CONF);
        require(inputs.build, "include/generated/autoconf.h");
        require(inputs.build, "include/config/kernel.release");
        require(inputs.build, "scripts/mod/modpost");
        for (var file : List.of(".config", "Module.symvers", "System.map")) {
            link(inputs.build, file, path -> true);
        }
        link(inputs.build, "include", DevFiles::fromBuild);
        link(inputs.build, "scripts", DevFiles::fromBuild);
        link(inputs.build, "arch/" + inputs.srcArch + "/include", DevFiles::fromBuild);
        if (inputs.srcArch.equals("um")) {
            link(inputs.build, "arch/x86/include", DevFiles::fromBuild);
        }
        for (var file : DevFiles.LINKED_INTO_MODULES) {
            link(inputs.build, file, path -> true);
        }
    }

    private void tools() throws IOException {
        var objtool = Files.exists(inputs.build.resolve(OBJTOOL));
        if (!objtool && inputs.btfVmlinux.isEmpty()) {
            return;
        }
        link(inputs.view, "tools/Makefile", path -> true);
        for (var directory : TOOLS_COMMON) {
            link(inputs.view, directory, DevFiles::fromSource);
        }
        link(inputs.view, "tools/lib", path -> path.endsWith(".c") && path.lastIndexOf('/') == "tools/lib".length());
        link(inputs.view, "tools/arch/" + inputs.srcArch, DevFiles::fromSource);
        link(inputs.view, "tools/arch/x86", DevFiles::fromSource);
        if (objtool) {
            link(inputs.view, "tools/objtool", DevFiles::fromSource);
            link(inputs.build, OBJTOOL, path -> true);
        }
    }

    /** One without the other breaks the build of modules (scripts/Makefile.modfinal). */
    private void btf() throws IOException {
        if (inputs.btfVmlinux.isEmpty()) {
            return;
        }
        require(inputs.build, RESOLVE_BTFIDS);
        for (var directory : TOOLS_BTF) {
            link(inputs.view, directory, DevFiles::fromSource);
        }
        link(inputs.build, RESOLVE_BTFIDS, path -> true);
        tree.link(inputs.btfVmlinux.get(), "vmlinux");
    }

    private void link(Path root, String path, Predicate<String> wanted) throws IOException {
        tree.linkAll(root, path, wanted);
    }

    private static void require(Path build, String file) throws IOException {
        if (!Files.exists(build.resolve(file))) {
            throw new NoSuchFileException(
                    build.resolve(file).toString(), null, "the kernel's build tree is not finished");
        }
    }

    private String read(String path) throws IOException {
        return Files.readString(inputs.view.resolve(path), StandardCharsets.ISO_8859_1);
    }

    /** A changed copy with the time of the original, so that nothing looks newer than before. */
    private void rewrite(String path, String content, Path root) throws IOException {
        tree.write(path, content.getBytes(StandardCharsets.ISO_8859_1));
        var original = root.resolve(path);
        if (Files.exists(original)) {
            Files.setLastModifiedTime(tree.resolve(path), Files.getLastModifiedTime(original));
        }
    }

    private List<String> leaking() throws IOException {
        var paths = Stream.of(inputs.view.toAbsolutePath(), inputs.view.toRealPath(), inputs.build.toRealPath())
                .map(path -> new String(path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
        return tree.holding(paths, inputs.build);
    }
}
