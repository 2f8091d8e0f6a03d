package org.kernelmaven.module;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.kernelmaven.tool.Workers;

/** Finds what a kernel's source tree exports, and under which options. */
public final class ExportScanner {

    /** What is no part of a kernel, and the build tree. */
    private static final Set<String> SKIPPED =
            Set.of("Documentation", "LICENSES", "build", "debian", "include", "samples", "scripts", "tools", "usr");

    private static final byte[] WORD = "EXPORT_".getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_BYTES = 32L << 20;
    private static final int CHUNK = 256;

    private final Path tree;
    private final String srcArch;
    private final int threads;

    /**
     * @param tree the kernel's sources
     * @param srcArch the directory below {@code arch}, such as {@code x86}; of others nothing is taken
     * @param threads how many files to read at a time
     */
    public ExportScanner(Path tree, String srcArch, int threads) {
        this.tree = tree;
        this.srcArch = srcArch;
        this.threads = threads;
    }

    /** A file with exports, and its text. */
    private record Source(String path, List<ExportIndex.Export> exports) {}

    /** Reads the tree: some seconds, most of them for opening 35,000 files. */
    public ExportIndex scan() throws IOException {
        var sources = read(files());
        var makefiles = new KbuildFiles(tree);
        var exports = new ArrayList<ExportIndex.Export>();
        for (var source : sources) {
            var conditions = makefiles.of(source.path);
            for (var export : source.exports) {
                exports.add(new ExportIndex.Export(
                        export.symbol(),
                        export.file(),
                        export.gplOnly(),
                        export.namespace(),
                        conditions.and(new Conditions(export.options())).groups()));
            }
        }
        return ExportIndex.of(exports);
    }

    private List<String> files() throws IOException {
        var files = new ArrayList<String>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return isSkipped(tree.relativize(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var path = tree.relativize(file).toString();
                // Of the headers, only those of kernel/rcu export something themselves (Linux 6.1 and 6.12).
                if (attributes.isRegularFile()
                        && attributes.size() <= MAX_BYTES
                        && (path.endsWith(".c")
                                || path.endsWith(".S")
                                || (path.endsWith(".h") && path.startsWith("kernel/")))) {
                    files.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private boolean isSkipped(Path directory) {
        var first = directory.getName(0).toString();
        if (first.startsWith(".") || SKIPPED.contains(first)) {
            return true;
        }
        // drivers/s390, drivers/parisc, sound/sparc: only those arches' Makefiles name them.
        var second = directory.getNameCount() == 2 ? directory.getName(1).toString() : "";
        return !second.isEmpty()
                && !second.equals(srcArch)
                && !(second.equals("x86") && srcArch.equals("um"))
                && Files.isDirectory(tree.resolve("arch").resolve(second));
    }

    private List<Source> read(List<String> files) throws IOException {
        var tasks = new ArrayList<Callable<List<Source>>>();
        for (var from = 0; from < files.size(); from += CHUNK) {
            var chunk = files.subList(from, Math.min(files.size(), from + CHUNK));
            tasks.add(() -> readAll(chunk));
        }
        try {
            return Workers.all(Math.max(1, Math.min(threads, 8)), "reading the exports of '" + tree + "'", tasks)
                    .stream()
                    .flatMap(List::stream)
                    .toList();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("Cannot read the sources in '" + tree + "': " + e, e);
        }
    }

    private List<Source> readAll(List<String> paths) throws IOException {
        var sources = new ArrayList<Source>();
        for (var path : paths) {
            var bytes = Files.readAllBytes(tree.resolve(path));
            if (contains(bytes)) {
                var exports = new SourceExports(path, new String(bytes, StandardCharsets.ISO_8859_1)).find();
                if (!exports.isEmpty()) {
                    sources.add(new Source(path, exports));
                }
            }
        }
        return sources;
    }

    /** Horspool's search; one file in six has the word. */
    private static boolean contains(byte[] bytes) {
        var last = WORD.length - 1;
        for (var at = last; at < bytes.length; at += skip(bytes[at])) {
            if (bytes[at] == '_') {
                var i = 0;
                while (i < last && bytes[at - last + i] == WORD[i]) {
                    i++;
                }
                if (i == last) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int skip(byte end) {
        return switch (end) {
            case 'T' -> 1;
            case 'R' -> 2;
            case 'O' -> 3;
            case 'P' -> 4;
            case 'X' -> 5;
            case 'E' -> 6;
            default -> 7;
        };
    }
}
