package org.kernelmaven.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.LinkTargets;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes a directory a kernel tree that is supported, and a pristine one. */
public final class KernelTree {

    /** The oldest kernel that is tested; older ones lack what the build relies on. */
    static final KernelVersion OLDEST = new KernelVersion(5, 10, 0, "");

    private static final Logger LOG = LoggerFactory.getLogger(KernelTree.class);
    private static final int MAKEFILE_HEAD = 1 << 14;
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> RUNNABLE = PosixFilePermissions.fromString("r-xr-xr-x");

    private KernelTree() {}

    /**
     * The version of a kernel tree.
     *
     * @param what the source, for messages: its file, URL or directory
     * @throws UserException where the directory is no kernel tree, or one too old
     */
    static KernelVersion check(Path tree, String what) throws IOException {
        var missing = missing(tree);
        var version = missing.isEmpty() ? version(tree.resolve("Makefile")) : Optional.<KernelVersion>empty();
        if (version.isEmpty()) {
            var lack = missing.isEmpty()
                    ? "its Makefile states no VERSION and PATCHLEVEL"
                    : "it has no " + String.join(", ", missing);
            throw new UserException(what + " is no kernel source: " + lack
                    + ". Give a whole kernel tree; in an archive, in one top directory.");
        }
        if (version.get().compareTo(OLDEST) < 0) {
            throw new UserException(
                    what + " is Linux " + version.get() + ", which is too old: the oldest that is supported is "
                            + OLDEST.major() + "." + OLDEST.minor() + ".");
        }
        return version.get();
    }

    /** Whether a directory has what makes it a kernel tree, of whatever version. */
    static boolean isOne(Path directory) throws IOException {
        try {
            return missing(directory).isEmpty()
                    && version(directory.resolve("Makefile")).isPresent();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<String> missing(Path tree) {
        var missing = Stream.of("Makefile", "Kbuild", "Kconfig")
                .filter(name -> !Files.isRegularFile(tree.resolve(name)))
                .toList();
        return missing.isEmpty() && !Files.isDirectory(tree.resolve("scripts")) ? List.of("scripts/") : missing;
    }

    /** The version by the assignments that every kernel's top Makefile begins with; make is not run. */
    public static Optional<KernelVersion> version(Path makefile) throws IOException {
        String head;
        try (var input = Files.newInputStream(makefile)) {
            head = new String(input.readNBytes(MAKEFILE_HEAD), StandardCharsets.ISO_8859_1);
        }
        var major = assigned(head, "VERSION", "\\d{1,5}");
        var minor = assigned(head, "PATCHLEVEL", "\\d{1,5}");
        if (major.isEmpty() || minor.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new KernelVersion(
                Integer.parseInt(major.get()),
                Integer.parseInt(minor.get()),
                assigned(head, "SUBLEVEL", "\\d{1,5}").map(Integer::parseInt).orElse(0),
                assigned(head, "EXTRAVERSION", "[A-Za-z0-9._+~-]{1,100}").orElse("")));
    }

    private static Optional<String> assigned(String makefile, String variable, String value) {
        var matcher = Pattern.compile("^" + variable + "[ \\t]*:?=[ \\t]*(" + value + ")[ \\t]*$", Pattern.MULTILINE)
                .matcher(makefile);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * What a build inside the tree left behind; with it the kernel's Makefile refuses to build elsewhere ("The source
     * tree is not clean", since 5.4).
     */
    static List<Path> leftovers(Path tree) throws IOException {
        try (var arches =
                Files.isDirectory(tree.resolve("arch")) ? Files.list(tree.resolve("arch")) : Stream.<Path>of()) {
            return Stream.concat(
                            Stream.of(tree.resolve(".config"), tree.resolve("include/config")),
                            arches.sorted().map(arch -> arch.resolve("include/generated")))
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** Removes {@link #leftovers} that an archive brought along. */
    static void clean(Path tree, String what) throws IOException {
        for (var leftover : leftovers(tree)) {
            LOG.warn("{} holds '{}', left by a build: it is not used", what, tree.relativize(leftover));
            Trees.delete(leftover);
        }
    }

    /**
     * Makes files read-only, and lets nothing in that is not a file, a directory or a link within the tree. Directories
     * stay writable: else their owner's {@code rm -rf} fails.
     */
    static void seal(Path tree, String what) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    checkLink(tree, file, what);
                } else if (attributes.isRegularFile()) {
                    makeReadOnly(file);
                } else {
                    throw new UserException(what + " holds '" + tree.relativize(file)
                            + "', which is neither file, directory nor link. Do not use it.");
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** By the mode, for root may execute what nobody may. */
    private static void makeReadOnly(Path file) throws IOException {
        var mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(file, mode.contains(PosixFilePermission.OWNER_EXECUTE) ? RUNNABLE : READABLE);
    }

    private static void checkLink(Path tree, Path link, String what) throws IOException {
        var target = Files.readSymbolicLink(link);
        var text = target.toString();
        var inside = !target.isAbsolute()
                && LinkTargets.climbsFirst(text)
                && link.resolveSibling(target).normalize().startsWith(tree);
        if (!inside) {
            throw new UserException(what + " holds the link '" + tree.relativize(link) + "' to '" + text
                    + "', which leaves the tree. Do not use it.");
        }
    }
}
