package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kernelmaven.patch.TreeDiff;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what was edited in a copy as a patch for the kernel's tree. */
final class DriverPatch {

    private static final Logger LOG = LoggerFactory.getLogger(DriverPatch.class);

    private final CommandRunner runner;
    private final Path copy;
    private final Pristine pristine;

    DriverPatch(CommandRunner runner, Path copy, Pristine pristine) {
        this.runner = runner;
        this.copy = copy;
        this.pristine = pristine;
    }

    /** Gets the kernel's tree. */
    @FunctionalInterface
    interface TreeSource {
        /** @return its root */
        Path get() throws IOException;
    }

    /**
     * Writes it.
     *
     * @param source asked only where the files as they were are not all here
     * @param target the patch
     */
    TreeDiff.Summary run(DriverOrigin origin, TreeSource source, Path target) throws IOException {
        var edited = DriverFiles.list(copy, copy);
        edited.remove(DriverOrigin.FILE_NAME);
        var all = originals(origin, edited, source);
        all.addAll(edited);
        return report(new TreeDiff(runner, pristine.files(), copy).write(all, target), target);
    }

    /** The paths of what was copied, each of them in the pristine copy. */
    private SortedSet<String> originals(DriverOrigin origin, SortedSet<String> edited, TreeSource source)
            throws IOException {
        if (!pristine.isComplete(origin)) {
            restore(origin, source.get());
        }
        // A file put beside what was copied, say another header of include/linux, may be one that the tree has.
        var foreign = new TreeSet<String>();
        for (var path : edited) {
            if (!origin.isInDirectory(path) && !origin.files().contains(path)) {
                foreign.add(path);
            }
        }
        if (!foreign.isEmpty()) {
            var tree = source.get();
            foreign.removeIf(path -> !Files.isRegularFile(tree.resolve(path), LinkOption.NOFOLLOW_LINKS));
            pristine.add(tree, foreign);
            pristine.complete(origin);
        }
        var all = new TreeSet<>(origin.files());
        for (var directory : origin.directories()) {
            all.addAll(DriverFiles.list(pristine.files(), pristine.files().resolve(directory)));
        }
        return all;
    }

    private void restore(DriverOrigin origin, Path tree) throws IOException {
        pristine.clear();
        var paths = new TreeSet<>(origin.files());
        for (var directory : origin.directories()) {
            paths.addAll(DriverFiles.list(tree, tree.resolve(directory)));
        }
        pristine.add(tree, paths);
        pristine.complete(origin);
    }

    private TreeDiff.Summary report(TreeDiff.Summary summary, Path target) {
        if (summary.isEmpty()) {
            LOG.info("Nothing was edited in '{}': no patch is written", copy);
            if (Files.exists(target)) {
                LOG.warn("'{}' is an earlier patch and stays as it is", target);
            }
            return summary;
        }
        summary.changed().forEach(path -> LOG.info("  changed {}", path));
        summary.added().forEach(path -> LOG.info("  new     {}", path));
        summary.deleted().forEach(path -> LOG.info("  deleted {}", path));
        LOG.info("Wrote the edits in '{}' as '{}'; in the kernel project's <patches>:", copy, target);
        LOG.info("  <patch><name>{}</name><file>{}</file></patch>", name(target), target.getFileName());
        return summary;
    }

    private static String name(Path patch) {
        return String.valueOf(patch.getFileName()).replaceFirst("\\.patch$", "");
    }
}
