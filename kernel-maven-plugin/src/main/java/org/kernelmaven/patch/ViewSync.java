package org.kernelmaven.patch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.store.HardLinks;

/** Brings a view to what it should be, replacing no more than what differs. */
final class ViewSync {

    private static final int CHUNK = 1024;

    private final Path pristine;
    private final Path view;
    private final Staging staging;
    private final boolean complete;
    private final boolean samePristine;
    private final int cores;
    private final ViewFiles files;

    /**
     * @param complete whether something may have been built from the view: what changes must get a fresh time then
     * @param samePristine whether the view was made of this pristine tree: a copy's size and time are trusted then
     */
    ViewSync(
            Path pristine,
            Path view,
            Staging staging,
            boolean complete,
            boolean samePristine,
            int cores,
            HardLinks links)
            throws IOException {
        this.pristine = pristine;
        this.view = view;
        this.staging = staging;
        this.complete = complete;
        this.samePristine = samePristine;
        this.cores = cores;
        this.files = new ViewFiles(view, links);
        Files.createDirectories(view);
    }

    /** Compares just these paths. */
    int some(Collection<String> paths) throws IOException {
        var changed = 0;
        for (var path : paths) {
            changed += reconcile(path, true, true) ? 1 : 0;
        }
        return changed;
    }

    /** Compares the whole view with these files of the pristine tree and what the series makes of them. */
    int all(Map<String, BasicFileAttributes> sources) throws IOException {
        var wanted = new TreeSet<>(sources.keySet());
        wanted.removeIf(path -> path.startsWith(PatchPaths.BUILD_DIRECTORY + "/"));
        for (var path : staging.touched()) {
            if (staging.result(path).isPresent()) {
                wanted.add(path);
            } else {
                wanted.remove(path);
            }
        }
        var present = TreeListing.of(view);
        var changed = 0;
        for (var path : present.keySet()) {
            if (!wanted.contains(path) && files.delete(path)) {
                changed++;
            }
        }
        for (var directory : parents(wanted)) {
            files.ensureDirectory(Path.of(directory));
        }
        // Whatever both have as one inode, nearly everything as a rule, is done.
        wanted.removeIf(path -> !staging.touched().contains(path) && isSameInode(present.get(path), sources.get(path)));
        return changed + parallel(new ArrayList<>(wanted), sources, present.keySet());
    }

    private static boolean isSameInode(@Nullable BasicFileAttributes one, @Nullable BasicFileAttributes other) {
        return one != null && other != null && Objects.equals(one.fileKey(), other.fileKey());
    }

    /** Every directory that holds something, each before those in it. */
    private static Set<String> parents(Set<String> paths) {
        var direct = new HashSet<String>();
        for (var path : paths) {
            var slash = path.lastIndexOf('/');
            if (slash > 0) {
                direct.add(path.substring(0, slash));
            }
        }
        return new TreeSet<>(direct);
    }

    private int parallel(List<String> paths, Map<String, BasicFileAttributes> sources, Set<String> present)
            throws IOException {
        var tasks = new ArrayList<Callable<Integer>>();
        for (var from = 0; from < paths.size(); from += CHUNK) {
            var chunk = paths.subList(from, Math.min(paths.size(), from + CHUNK));
            tasks.add(() -> {
                var changed = 0;
                for (var path : chunk) {
                    var isNew = !complete && !present.contains(path) && isLinked(path, sources.get(path));
                    changed += isNew || reconcile(path, sources.containsKey(path), present.contains(path)) ? 1 : 0;
                }
                return changed;
            });
        }
        var executor = Executors.newFixedThreadPool(Math.max(1, Math.min(cores, 8)), task -> {
            var thread = new Thread(task, "kernel-view");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var changed = 0;
            for (var done : executor.invokeAll(tasks)) {
                changed += done.get();
            }
            return changed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while linking '" + view + "'");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof UncheckedIOException unchecked) {
            return new IOException(unchecked.getMessage(), unchecked);
        }
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(cause);
    }

    /** Nearly all of a new view: what the series leaves alone is linked without another look at it. */
    private boolean isLinked(String path, @Nullable BasicFileAttributes source) throws IOException {
        try {
            return source != null
                    && source.isRegularFile()
                    && !staging.touched().contains(path)
                    && files.isLinked(pristine.resolve(path), files.resolve(path));
        } catch (NoSuchFileException e) {
            // A checkout's, and gone by now.
            return false;
        }
    }

    /**
     * Brings one path to what it should be; returns whether that changed it.
     *
     * @param isSource whether the pristine tree may have it
     * @param isPresent whether the view may have it
     */
    private boolean reconcile(String path, boolean isSource, boolean isPresent) throws IOException {
        var touched = staging.touched().contains(path);
        var original = isSource ? TreeFile.at(pristine.resolve(path)) : Optional.<TreeFile>empty();
        var wanted = touched ? staging.result(path) : original;
        if (wanted.isEmpty()) {
            return files.delete(path);
        }
        var present = isPresent ? TreeFile.at(files.resolve(path)) : Optional.<TreeFile>empty();
        if (present.isPresent() && isSame(present.get(), wanted.get(), !touched)) {
            return false;
        }
        var unchanged = !touched || (original.isPresent() && original.get().hasSameContent(wanted.get()));
        if (unchanged && !complete) {
            files.link(original.get(), path);
        } else {
            files.copyFresh(wanted.get(), path);
        }
        return true;
    }

    private boolean isSame(TreeFile one, TreeFile wanted, boolean isPristine) throws IOException {
        return one.isSameInode(wanted)
                || (isPristine && samePristine && one.looksLike(wanted))
                || one.hasSameContent(wanted);
    }
}
