package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kernelmaven.UserException;
import org.kernelmaven.build.KernelSource;
import org.kernelmaven.module.KbuildReader;
import org.kernelmaven.module.SourceReach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a directory of a kernel tree, with what it reads elsewhere in the tree, to where it is edited. */
final class DriverCopy {

    private static final Logger LOG = LoggerFactory.getLogger(DriverCopy.class);

    private final Path copy;
    private final Pristine pristine;

    /**
     * @param copy where it is edited
     * @param pristine where it is kept as it was
     */
    DriverCopy(Path copy, Pristine pristine) {
        this.copy = copy;
        this.pristine = pristine;
    }

    /**
     * Copies. A file that is there already stays: it may be edited.
     *
     * @param source of the tree, where it is not the recipe's
     * @param before what was copied there earlier, of the same kernel
     * @param extra further files and directories of the tree
     */
    DriverOrigin run(
            String kernel,
            KernelSource.Tree tree,
            Optional<String> source,
            String srcArch,
            TreePath driver,
            Collection<TreePath> extra,
            Optional<DriverOrigin> before)
            throws IOException {
        var root = tree.directory();
        new DriverDirectory(root, new KbuildReader(root, srcArch)).check(driver);
        var inside = DriverFiles.list(root, root.resolve(driver.text()));
        var outside = new SourceReach(root, srcArch).of(driver.text());
        outside.removeIf(driver::holds);
        for (var more : extra) {
            outside.addAll(extra(root, more));
        }
        var all = new TreeSet<>(inside);
        all.addAll(outside);
        var whole = before.isEmpty() || pristine.isComplete(before.get());
        if (before.isEmpty()) {
            pristine.clear();
        }
        pristine.add(root, all);
        var kept = copy(root, all);
        var origin = before.orElseGet(
                        () -> new DriverOrigin(kernel, tree.key(), source, new TreeSet<>(), new TreeSet<>()))
                .plus(driver.text(), outside);
        origin.write(copy);
        if (whole) {
            pristine.complete(origin);
        }
        LOG.info(
                "Copied {} to '{}': {} files, and {} that they read elsewhere in the tree",
                driver,
                copy,
                inside.size(),
                outside.size());
        if (kept > 0) {
            LOG.info("{} files were there already and stay as they are", kept);
        }
        return origin;
    }

    private static SortedSet<String> extra(Path root, TreePath path) throws IOException {
        var file = root.resolve(path.text());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return DriverFiles.list(root, file);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserException("parameter kernel.driver.extra: the kernel's tree has no file or directory '" + path
                    + "'. Write it relative to the tree's root, such as include/linux/mlx5.");
        }
        return new TreeSet<>(java.util.Set.of(path.text()));
    }

    /** How many files were there already with other content. */
    private int copy(Path root, Collection<String> paths) throws IOException {
        var kept = 0;
        for (var path : paths) {
            var target = copy.resolve(path);
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                DriverFiles.copy(root.resolve(path), target);
            } else if (Files.mismatch(root.resolve(path), target) >= 0) {
                kept++;
            }
        }
        return kept;
    }
}
