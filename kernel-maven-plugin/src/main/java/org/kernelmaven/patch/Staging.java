package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.store.TreeListing;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with copies of just the files a series touches, in which the series is applied. Neither the pristine tree
 * nor the view is touched, so a patch that fails leaves them as they were.
 */
final class Staging {

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int MOST_LISTED = 20;

    private final Path pristine;
    private final Predicate<String> isSource;
    private final Path scratch;
    private final Path directory;
    private final Path rejects;
    private final GnuPatch gnuPatch;
    private final GitApply gitApply;
    private final Set<String> touched = new TreeSet<>();
    private final List<Fuzz> fuzz = new ArrayList<>();

    /**
     * @param isSource which relative paths of the pristine tree count as its files
     * @param scratch a directory of our own; what is in it is deleted
     */
    Staging(Path pristine, Predicate<String> isSource, Path scratch, GnuPatch gnuPatch, GitApply gitApply)
            throws IOException {
        this.pristine = pristine;
        this.isSource = isSource;
        this.scratch = scratch;
        this.directory = scratch.resolve("tree");
        this.rejects = scratch.resolve("rejects");
        this.gnuPatch = gnuPatch;
        this.gitApply = gitApply;
        Trees.delete(scratch);
        Files.createDirectories(directory);
    }

    /** Where the patched files are; a touched path that is not there does not exist after the series. */
    Path directory() {
        return directory;
    }

    /** Every path the series names. */
    Set<String> touched() {
        return touched;
    }

    /** Hunks that fit only loosely. */
    List<Fuzz> fuzz() {
        return fuzz;
    }

    /** Applies the series; on a failure the staging is of no further use. */
    void apply(List<LoadedPatch> series) throws IOException {
        for (var i = 0; i < series.size(); i++) {
            var patch = series.get(i);
            prepare(patch);
            var applied = run(patch);
            if (!applied.succeeded()) {
                throw failure(patch, applied, isApplied(series.subList(0, i), patch));
            }
            fuzz.addAll(applied.fuzz());
            check(patch);
        }
    }

    private Applied run(LoadedPatch patch) throws IOException {
        return patch.content().binary() ? gitApply.apply(patch, directory) : gnuPatch.apply(patch, directory, rejects);
    }

    /** Copies in what the patch may touch, and makes the directories there are, which GNU patch looks at too. */
    private void prepare(LoadedPatch patch) throws IOException {
        for (var path : patch.content().paths()) {
            for (var parent : PatchPaths.parents(path)) {
                prepareParent(patch, path, parent);
            }
            if (touched.add(path) && isSource.test(path)) {
                var file = TreeFile.at(pristine.resolve(path));
                if (file.isPresent()) {
                    copy(file.get(), directory.resolve(path));
                }
            }
        }
    }

    private void prepareParent(LoadedPatch patch, String path, String parent) throws IOException {
        var staged = directory.resolve(parent);
        if (Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var original = pristine.resolve(parent);
        if (Files.isSymbolicLink(staged) || (!touched.contains(parent) && Files.isSymbolicLink(original))) {
            throw new UserException(title(patch) + ": '" + path + "' goes through '" + parent
                    + "', a symbolic link: name the file it points to.");
        }
        if (!Files.exists(staged, LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(original, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(staged);
        }
    }

    private static void copy(TreeFile file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        if (file.isSymlink()) {
            Files.createSymbolicLink(target, Files.readSymbolicLink(file.path()));
        } else {
            Files.copy(file.path(), target);
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(file.isExecutable() ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** A second look, at what the patch did and not at what it says: nothing unannounced, no link that leaves. */
    private void check(LoadedPatch patch) throws IOException {
        for (var found : TreeListing.of(directory).entrySet()) {
            var path = found.getKey();
            if (found.getValue().isDirectory()) {
                continue;
            }
            if (!touched.contains(path)) {
                throw new UserException(
                        title(patch) + ": it wrote '" + path + "', which its headers do not name. Remake the patch.");
            }
            var file = directory.resolve(path);
            if (Files.isSymbolicLink(file)
                    && !PatchPaths.staysInside(
                            path, Files.readSymbolicLink(file).toString())) {
                throw new UserException(title(patch) + ": '" + path + "' became a symbolic link to '"
                        + Files.readSymbolicLink(file) + "', outside the kernel tree.");
            }
        }
    }

    /** Applies what came before once more, to see whether the failed patch could be taken back from that. */
    private boolean isApplied(List<LoadedPatch> before, LoadedPatch failed) throws IOException {
        Trees.delete(directory);
        Files.createDirectories(directory);
        touched.clear();
        for (var patch : before) {
            prepare(patch);
            run(patch);
        }
        prepare(failed);
        return failed.content().binary()
                ? gitApply.isApplied(failed, directory)
                : gnuPatch.isApplied(failed, directory);
    }

    private static UserException failure(LoadedPatch patch, Applied applied, boolean isApplied) {
        var message = new StringBuilder(title(patch)).append(" does not apply:");
        applied.failures().stream().limit(MOST_LISTED).forEach(failure -> message.append("\n  ")
                .append(failure.file().map(file -> file + ": ").orElse(""))
                .append(failure.problem()));
        if (applied.failures().size() > MOST_LISTED) {
            message.append("\n  and ")
                    .append(applied.failures().size() - MOST_LISTED)
                    .append(" more");
        }
        if (!applied.reject().isEmpty()) {
            message.append("\nWhat was rejected:\n")
                    .append(applied.reject().lines().map(line -> "  " + line).collect(Collectors.joining("\n")));
        }
        message.append(
                isApplied
                        ? "\nThe tree seems to have this patch already: remove it from the series."
                        : "\nRemake the patch for this kernel, or correct <strip> (it is " + patch.strip() + ").");
        return new UserException(message.toString());
    }

    private static String title(LoadedPatch patch) {
        return "Patch '" + patch.name() + "' (" + patch.origin() + ")";
    }

    /** Reports what fitted only loosely. */
    void report() {
        for (var loose : fuzz) {
            LOG.warn(
                    "Patch '{}': hunk {} of {} fits at line {} only when {} of its context lines are ignored (fuzz {})",
                    loose.patch(),
                    loose.hunk(),
                    loose.file(),
                    loose.line(),
                    loose.fuzz() == 1 ? "some" : "most",
                    loose.fuzz());
        }
    }

    /** Removes the staging. */
    void delete() throws IOException {
        Trees.delete(scratch);
    }

    /** The staged file, where the series leaves one. */
    Optional<TreeFile> result(String path) throws IOException {
        return TreeFile.at(directory.resolve(path));
    }
}
