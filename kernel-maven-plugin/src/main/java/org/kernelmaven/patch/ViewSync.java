package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.store.HardLinks;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.TreeListing;
import org.kernelmaven.tool.Workers;

/** Brings a view to what it should be, replacing no more than what differs. */
final class ViewSync {

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
            var outcome = reconcile(path, true, true);
            changed += outcome == Outcome.CHANGED || (outcome == Outcome.UNWANTED && files.delete(path)) ? 1 : 0;
        }
        return changed;
    }

    /**
     * Fills a view in which there is nothing. What is in the pristine tree is linked while it is looked through, empty
     * folders too. What the series touches must not be a folder there.
     *
     * @throws DamagedTreeException where the tree is not as it was made: the view is no good then
     */
    int fill() throws IOException {
        var linked = new LongAdder();
        var whole = Store.looksWhole(pristine, (path, file, attributes) -> {
            if (isOfBuild(path)) {
                return;
            }
            if (attributes.isDirectory()) {
                Files.createDirectory(files.resolve(path));
            } else if (TreeFile.isOne(attributes)) {
                files.link(new TreeFile(file, attributes), path);
                linked.add(staging.touched().contains(path) ? 0 : 1);
            }
        });
        if (!whole) {
            throw new DamagedTreeException(pristine);
        }
        some(staging.touched());
        return linked.intValue() + results().size();
    }

    /**
     * Compares the whole view with the files of the pristine tree and what the series makes of them. Empty folders
     * stay.
     *
     * @param sources what of the pristine tree the view is to have
     */
    int all(Map<String, PosixFileAttributes> sources) throws IOException {
        var results = results();
        var present = TreeListing.of(view, (path, file, attributes) -> !path.equals(PatchPaths.BUILD_DIRECTORY));
        var folders = new HashMap<String, List<String>>();
        for (var source : sources.entrySet()) {
            var path = source.getKey();
            if (isUntouchedFile(path, source.getValue())) {
                var paths = folders.computeIfAbsent(folder(path), any -> new ArrayList<>());
                // Whatever both have as one inode, nearly everything as a rule, is done.
                if (!isSameInode(source.getValue(), present.get(path))) {
                    paths.add(path);
                }
            }
        }
        for (var path : results) {
            folders.computeIfAbsent(folder(path), any -> new ArrayList<>()).add(path);
        }
        // A series may leave a file where the tree has files below: as a folder it is in nobody's way.
        var directories = withParents(folders.keySet());
        folders.values().forEach(paths -> paths.removeIf(directories::contains));
        folders.values().removeIf(List::isEmpty);
        var changed = 0;
        for (var there : present.entrySet()) {
            var path = there.getKey();
            var isWanted = results.contains(path) || isUntouchedFile(path, sources.get(path));
            if ((!isWanted || directories.contains(path)) && !there.getValue().isDirectory() && files.delete(path)) {
                changed++;
            }
        }
        // In an order in which most folders are made after the one that they are in.
        return changed + parallel(new TreeMap<>(folders), sources, present.keySet());
    }

    private static Set<String> withParents(Set<String> folders) {
        var all = new HashSet<String>();
        for (var folder : folders) {
            all.add(folder);
            all.addAll(PatchPaths.parents(folder));
        }
        return all;
    }

    /** What the series leaves of the files that it touches. */
    private Set<String> results() throws IOException {
        var results = new HashSet<String>();
        for (var path : staging.touched()) {
            if (staging.result(path).isPresent()) {
                results.add(path);
            }
        }
        return results;
    }

    /** Whether the view is to have what the pristine tree has at a path, if anything. */
    private boolean isUntouchedFile(String path, @Nullable PosixFileAttributes source) {
        return source != null
                && TreeFile.isOne(source)
                && !isOfBuild(path)
                && !staging.touched().contains(path);
    }

    private static boolean isOfBuild(String path) {
        return path.equals(PatchPaths.BUILD_DIRECTORY) || path.startsWith(PatchPaths.BUILD_DIRECTORY + "/");
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static boolean isSameInode(PosixFileAttributes one, @Nullable PosixFileAttributes other) {
        return other != null && Objects.equals(one.fileKey(), other.fileKey());
    }

    private int parallel(
            Map<String, List<String>> folders, Map<String, PosixFileAttributes> sources, Set<String> present)
            throws IOException {
        var unwanted = new ConcurrentLinkedQueue<String>();
        var tasks = new ArrayList<Callable<Integer>>();
        folders.forEach((folder, paths) -> tasks.add(() -> {
            Files.createDirectories(files.resolve(folder));
            var changed = 0;
            for (var path : paths) {
                var isNew = !complete && !present.contains(path) && isLinked(path, sources.get(path));
                var outcome =
                        isNew ? Outcome.CHANGED : reconcile(path, sources.containsKey(path), present.contains(path));
                changed += outcome == Outcome.CHANGED ? 1 : 0;
                if (outcome == Outcome.UNWANTED) {
                    unwanted.add(path);
                }
            }
            return changed;
        }));
        var changed = 0;
        for (var done : Workers.all(Math.max(1, Math.min(cores, 8)), "linking '" + view + "'", tasks)) {
            changed += done;
        }
        // With folders that are empty then: not while other threads make some.
        for (var path : unwanted) {
            changed += files.delete(path) ? 1 : 0;
        }
        return changed;
    }

    /** Nearly all of a checkout's new view: what the series leaves alone is linked without another look at it. */
    private boolean isLinked(String path, @Nullable PosixFileAttributes source) throws IOException {
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

    private enum Outcome {
        SAME,
        CHANGED,
        /** The view should not have it; to delete it is the caller's. */
        UNWANTED
    }

    /**
     * Brings one path to what it should be.
     *
     * @param isSource whether the pristine tree may have it
     * @param isPresent whether the view may have it
     */
    private Outcome reconcile(String path, boolean isSource, boolean isPresent) throws IOException {
        var touched = staging.touched().contains(path);
        var original = isSource ? TreeFile.at(pristine.resolve(path)) : Optional.<TreeFile>empty();
        var wanted = touched ? staging.result(path) : original;
        if (wanted.isEmpty()) {
            return Outcome.UNWANTED;
        }
        var present = isPresent ? TreeFile.at(files.resolve(path)) : Optional.<TreeFile>empty();
        if (present.isPresent() && isSame(present.get(), wanted.get(), !touched)) {
            return Outcome.SAME;
        }
        var unchanged = !touched || (original.isPresent() && original.get().hasSameContent(wanted.get()));
        if (unchanged && !complete) {
            files.link(original.get(), path);
        } else {
            files.copyFresh(wanted.get(), path);
        }
        return Outcome.CHANGED;
    }

    private boolean isSame(TreeFile one, TreeFile wanted, boolean isPristine) throws IOException {
        return one.isSameInode(wanted)
                || (isPristine && samePristine && one.looksLike(wanted))
                || one.hasSameContent(wanted);
    }
}
