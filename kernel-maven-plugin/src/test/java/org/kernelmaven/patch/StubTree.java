package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** A small kernel tree to patch, and what tests of patches do with it. */
final class StubTree {

    static final Instant OLD = Instant.parse("2023-09-23T09:11:13Z");
    static final Host HOST = Host.current();

    private final Path root;
    private final Path pristine;

    StubTree(Path root) throws IOException {
        this.root = root;
        this.pristine = root.resolve("pristine");
        write("Makefile", "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 55\nEXTRAVERSION =\n");
        write("drivers/widget.c", numbered("widget", 40));
        write("drivers/gadget.c", numbered("gadget", 40));
        write("drivers/Makefile", "obj-y += widget.o gadget.o\n");
        write("include/widget.h", "#define WIDGET 1\n");
        write("scripts/run.sh", "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(pristine.resolve("scripts/run.sh"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.createSymbolicLink(pristine.resolve("scripts/include"), Path.of("../include"));
        write("arch/x86/Kconfig", "config X86\n\tdef_bool y\n");
    }

    static String numbered(String word, int lines) {
        return IntStream.rangeClosed(1, lines)
                .mapToObj(i -> word + " line " + i + "\n")
                .collect(Collectors.joining());
    }

    Path pristineDirectory() {
        return pristine;
    }

    Path view() {
        return root.resolve("target/kernel/tree");
    }

    Path state() {
        return root.resolve("target/kernel/state");
    }

    /** Writes a file of the pristine tree, read-only and with the time of its release. */
    void write(String path, String text) throws IOException {
        var file = pristine.resolve(path);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(OLD));
    }

    Pristine pristine() {
        return new Pristine(pristine, "pristine-1", false);
    }

    Pristine pristine(String key) {
        return new Pristine(pristine, key, false);
    }

    Pristine live() {
        return new Pristine(pristine, "live", true);
    }

    PatchedTree update(LoadedPatch... series) throws IOException {
        return update(pristine(), series);
    }

    PatchedTree update(Pristine from, LoadedPatch... series) throws IOException {
        return new View(view(), state(), HOST).update(from, List.of(series));
    }

    /** A patch whose text is given. */
    LoadedPatch patch(String name, String text) throws IOException {
        return patch(name, text, 1);
    }

    LoadedPatch patch(String name, String text, int strip) throws IOException {
        var file = root.resolve("patches").resolve(name + ".patch");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return load(name, file, strip);
    }

    LoadedPatch load(String name, Path file, int strip) throws IOException {
        var patch = new Patch(
                name,
                Optional.of(new PatchFile.Local(file)),
                strip,
                List.of(),
                Map.of(),
                Origin.parameter("patches").child("patch"));
        return loader(root, root.resolve("loaded").resolve(name))
                .load(List.of(patch))
                .get(0);
    }

    static PatchLoader loader(Path root, Path loaded) {
        var store = new Store(root.resolve("store/downloads"), root.resolve("store/trees"));
        return new PatchLoader(
                new Downloads(
                        store,
                        (uri, target, resume) -> {
                            throw new IOException("no network in tests");
                        },
                        true),
                loaded);
    }

    /** What {@code diff} prints between the pristine tree and a copy of it with some files changed. */
    LoadedPatch change(String name, Map<String, String> changes) throws IOException {
        var text = new StringBuilder();
        for (var change : new TreeMap<>(changes).entrySet()) {
            var changed = root.resolve("changed");
            Files.writeString(changed, change.getValue());
            var lines = new java.util.ArrayList<String>();
            var original = pristine.resolve(change.getKey());
            run(
                    root,
                    lines,
                    "diff",
                    "-u",
                    "--label",
                    "a/" + change.getKey(),
                    "--label",
                    "b/" + change.getKey(),
                    Files.exists(original) ? original.toString() : "/dev/null",
                    changed.toString());
            text.append(String.join("\n", lines)).append('\n');
        }
        return patch(name, text.toString());
    }

    /** Runs an oracle's program; its exit code is the caller's to judge. */
    static int run(Path directory, List<String> lines, String... argv) throws IOException {
        return new CommandRunner()
                .run(
                        new Command(
                                List.of(argv),
                                directory,
                                Map.of(
                                        "LC_ALL", "C",
                                        "GIT_CONFIG_GLOBAL", "/dev/null",
                                        "GIT_AUTHOR_NAME", "a",
                                        "GIT_AUTHOR_EMAIL", "a@example.org",
                                        "GIT_COMMITTER_NAME", "a",
                                        "GIT_COMMITTER_EMAIL", "a@example.org",
                                        "QUILT_PATCHES", "patches")),
                        lines::add)
                .exitCode();
    }

    /** Runs an oracle's program, which must succeed. */
    static List<String> run(Path directory, String... argv) throws IOException {
        var lines = new java.util.ArrayList<String>();
        var exit = run(directory, lines, argv);
        if (exit != 0) {
            throw new AssertionError(String.join(" ", argv) + " ended with " + exit + "\n" + String.join("\n", lines));
        }
        return lines;
    }

    /** Every file of a tree with its kind, executable bit and content, but for git's, quilt's and the build's own. */
    static Map<String, String> contents(Path tree) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(tree)) {
            for (var file : files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                var path = tree.relativize(file).toString();
                if (path.matches("(\\.git|\\.pc|patches|build)/.*")) {
                    continue;
                }
                contents.put(
                        path,
                        Files.isSymbolicLink(file)
                                ? "link " + Files.readSymbolicLink(file)
                                : (Files.isExecutable(file) ? "x " : "- ")
                                        + new String(
                                                Files.readAllBytes(file),
                                                java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    /** Inode and modification time of every file of the view. */
    Map<String, String> stamps() throws IOException {
        var stamps = new TreeMap<String, String>();
        for (var path : contents(view()).keySet()) {
            var file = TreeFile.at(view().resolve(path)).orElseThrow();
            stamps.put(path, file.attributes().fileKey() + " " + file.mtimeNanos());
        }
        return stamps;
    }
}
