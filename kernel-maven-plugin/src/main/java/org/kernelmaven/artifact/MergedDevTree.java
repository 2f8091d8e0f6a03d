package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.kernelmaven.artifact.DevTree.MakeDefaults;

/**
 * Merges what a distribution spreads over several directories, which name each other by absolute paths, into one dev
 * tree as {@link DevTree} makes it. Host tools come as they are; Debian has no sources of them.
 */
public final class MergedDevTree {

    private static final String AUTO_CONF_COMMAND = "include/config/auto.conf.cmd";

    private MergedDevTree() {}

    /**
     * Some files of a directory, each to lie at the same path in the dev tree.
     *
     * @param directory the directory
     * @param paths what is looked at in it, relative; nothing where there is no such path
     * @param wanted told each file's relative path
     */
    public record Part(Path directory, List<String> paths, Predicate<String> wanted) {

        /** Copies. */
        public Part {
            paths = List.copyOf(paths);
        }

        /** A directory that somebody made for the compilation of modules: all of it, but other arches. */
        public static Part headers(Path directory, String srcArch) {
            return new Part(
                    directory,
                    List.of(""),
                    path -> DevFiles.fromHeaders(path) && (!path.startsWith("arch/") || isArch(path, srcArch)));
        }

        /** A whole kernel tree: what {@link DevTree} takes of a view. */
        public static Part source(Path tree, String srcArch) {
            return new Part(
                    tree,
                    List.of(
                            "COPYING",
                            "include",
                            "scripts",
                            "arch",
                            "tools/build",
                            "tools/include",
                            "tools/scripts",
                            "tools/lib/subcmd",
                            "tools/objtool",
                            "tools/arch"),
                    path -> path.startsWith("arch/")
                            ? isArch(path, srcArch) && DevFiles.fromArch(path)
                            : DevFiles.fromSource(path));
        }

        /** A kernel's build tree: what {@link DevTree} takes of one. */
        public static Part build(Path tree, String srcArch) {
            var files = List.of(".config", "Module.symvers", "System.map", "tools/objtool/objtool");
            return new Part(
                    tree,
                    List.of(
                            ".config",
                            "Module.symvers",
                            "System.map",
                            "include",
                            "scripts",
                            "arch/" + srcArch,
                            "tools/objtool/objtool"),
                    path -> files.contains(path)
                            || DevFiles.LINKED_INTO_MODULES.contains(path)
                            || (DevFiles.fromBuild(path)
                                    && (!path.startsWith("arch/")
                                            || path.startsWith("arch/" + srcArch + "/include/"))));
        }

        private static boolean isArch(String path, String srcArch) {
            return path.startsWith("arch/" + srcArch + "/") || (srcArch.equals("um") && path.startsWith("arch/x86/"));
        }
    }

    /**
     * Assembles.
     *
     * @param parts a later one's file replaces an earlier one's
     * @param links whether files may be hard links; where not they are copied
     * @param makefile the kernel's top Makefile
     * @param srcArch the directory below {@code arch}, such as {@code x86}
     * @param make what was given to make at the kernel's build
     * @param metadata becomes {@code kernel.json}
     * @param target must not exist; what is left of it after a failure is for the caller to delete
     */
    public static void assemble(
            List<Part> parts,
            boolean links,
            Path makefile,
            String srcArch,
            MakeDefaults make,
            KernelMetadata metadata,
            Path target)
            throws IOException {
        Files.createDirectory(target);
        var tree = new LinkedTree(target, links);
        for (var part : parts) {
            for (var path : part.paths()) {
                tree.linkAll(part.directory(), path, part.wanted());
            }
        }
        var text = DevMakefile.rewrite(Files.readString(makefile, StandardCharsets.ISO_8859_1), srcArch, make);
        tree.write("Makefile", text.getBytes(StandardCharsets.ISO_8859_1));
        Files.setLastModifiedTime(tree.resolve("Makefile"), Files.getLastModifiedTime(makefile));
        if (Files.exists(tree.resolve(AUTO_CONF_COMMAND))) {
            tree.write(AUTO_CONF_COMMAND, "");
        }
        tree.write(KernelMetadata.FILE_NAME, metadata.toJson());
        tree.links();
    }
}
