package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows by name what a build inside a kernel tree leaves behind: what the kernel's {@code make distclean} removes
 * (Makefile of 6.12, targets clean, mrproper and distclean), and host programs, which have no common name but are
 * executable ELF files.
 *
 * <p>The tree's own {@code .gitignore} is no guide outside a git repository: Debian's kernel trees ignore everything at
 * the top.
 */
final class Leftovers {

    private static final Pattern FILE = Pattern.compile(
            // clean: its find(1) expression
            ".*\\.[aios]|.*\\.rsi|.*\\.ko|.*\\.ko\\..*|\\..*\\.cmd|.*\\.dtbo?|.*\\.dtbo?\\.S|.*\\.dt\\.yaml|dtbs-list"
                    + "|.*\\.dwo|.*\\.lst|.*\\.su|.*\\.mod|\\..*\\.d|\\..*\\.tmp|.*\\.mod\\.c|.*\\.lex\\.c"
                    + "|.*\\.tab\\.[ch]|.*\\.asn1\\.[ch]|.*\\.symtypes|modules\\.order|.*\\.c\\.[012].*\\..*|.*\\.ll"
                    + "|.*\\.gcno|.*\\.gcda|.*\\.rmeta|\\.tmp_.*"
                    // distclean
                    + "|.*\\.orig|.*\\.rej|.*~|#.*#|GPATH|GRTAGS|GSYMS|GTAGS|Module\\.symvers");
    private static final Set<String> TOP_FILES = Set.of(
            "vmlinux",
            "vmlinux.map",
            "vmlinux.symvers",
            "vmlinux.unstripped",
            "vmlinux-gdb.py",
            "System.map",
            "modules-only.symvers",
            "modules.builtin",
            "modules.builtin.modinfo",
            "modules.builtin.ranges",
            "modules.nsdeps",
            "compile_commands.json",
            "rust-project.json",
            ".config",
            ".config.old",
            ".version",
            ".missing-syscalls.d",
            ".vmlinux.objs",
            ".vmlinux.export.c",
            "certs/signing_key.pem",
            "certs/x509.genkey",
            "tags",
            "TAGS");
    private static final Pattern DIRECTORY = Pattern.compile(
            "include/config|include/generated|arch/[^/]+/include/generated|\\.objdiff|\\.tmp_versions|tar-install"
                    + "|rpmbuild|rust/test");

    private final Path root;

    Leftovers(Path root) {
        this.root = root;
    }

    /** Whether a directory holds nothing but leftovers: generated headers, or a whole build made with {@code O=}. */
    boolean isDirectory(Path directory) {
        var path = root.relativize(directory).toString();
        return DIRECTORY.matcher(path).matches()
                || directory.getFileName().toString().equals(".git")
                || isBuildTree(directory);
    }

    /** With {@code O=}, kbuild puts a link {@code source} to the kernel tree beside its generated Makefile. */
    private static boolean isBuildTree(Path directory) {
        return Files.isSymbolicLink(directory.resolve("source"))
                && Files.isRegularFile(directory.resolve("Makefile"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a file is a leftover. */
    boolean isFile(Path file) {
        var name = file.getFileName().toString();
        return FILE.matcher(name).matches()
                || TOP_FILES.contains(root.relativize(file).toString())
                || isHostProgram(file, name);
    }

    private static boolean isHostProgram(Path file, String name) {
        if (!name.matches("[A-Za-z0-9_-]+|.*\\.so(\\.dbg)?")
                || !Files.isExecutable(file)
                || Files.isSymbolicLink(file)) {
            return false;
        }
        try (var input = Files.newInputStream(file)) {
            var magic = input.readNBytes(4);
            return magic.length == 4 && magic[0] == 0x7f && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
        } catch (IOException e) {
            // Unreadable: copying it will say so.
            return false;
        }
    }
}
