package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.HardLinks;
import org.kernelmaven.store.Locks;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One project's kernel tree: hard links to a pristine tree, with a patch series applied.
 *
 * <p>The series is applied to copies in a staging directory; only when all of it applied is the view brought to that
 * state, file by file. A file that stays as it is keeps its inode and time; one that changes gets a new inode and the
 * time of now, even when it goes back to what it was, so that make compiles what it must and nothing else. An update
 * that was killed is noticed by the next one, which then compares the whole tree. {@code build}, the kernel build
 * directory in the view, is never looked at.
 *
 * <p>The files of a user's checkout are hard-linked too. Copies would keep the checkout safer still from something that
 * writes into the view, but nothing does: a patched file is always a new inode, and a kernel built with {@code O=}
 * writes to its build directory alone. In return 1.3 GB and 20 seconds are saved for each project, and what an editor
 * writes in place is there at once.
 */
public final class View {

    private static final Logger LOG = LoggerFactory.getLogger(View.class);
    private static final String STATE = "view.json";

    private final Path view;
    private final Path stateDirectory;
    private final Host host;
    private final Programs programs;
    private final HardLinks.Linker linker;

    /** A view that runs GNU patch and git in this JVM's own environment. */
    public View(Path view, Path stateDirectory, Host host) {
        this(view, stateDirectory, host, System.getenv(), Files::createLink);
    }

    /**
     * @param view where the tree is to be; make wants no blank or colon in it
     * @param stateDirectory where it is remembered what the view is made of; outside the view
     * @param environment what GNU patch and git see of variables, less those that change what they do
     */
    public View(Path view, Path stateDirectory, Host host, Map<String, String> environment) {
        this(view, stateDirectory, host, environment, Files::createLink);
    }

    View(Path view, Path stateDirectory, Host host, Map<String, String> environment, HardLinks.Linker linker) {
        this.view = view.toAbsolutePath().normalize();
        this.stateDirectory = stateDirectory.toAbsolutePath().normalize();
        this.host = host;
        this.programs = new Programs(environment);
        this.linker = linker;
    }

    /**
     * Brings the view to a pristine tree with a series applied; does nothing where it is that already. The first time
     * the tree is looked through, and whenever the whole view is compared with it.
     *
     * @throws DamagedTreeException where the tree is not as it was made; a new view is empty then
     * @throws UserException where a patch does not apply or is hostile; the view is as it was then
     */
    public PatchedTree update(Pristine pristine, List<LoadedPatch> series) throws IOException {
        Files.createDirectories(stateDirectory);
        return new Locks()
                .with(stateDirectory.resolve(".view.lock"), () -> updateLocked(pristine, List.copyOf(series)));
    }

    /** What the sources of a view are keyed by; the names of patches play no part. */
    public static String key(Pristine pristine, List<LoadedPatch> series) {
        var text = new StringBuilder("view 1\n").append(pristine.key()).append('\n');
        series.forEach(patch ->
                text.append(patch.sha256()).append(" -p").append(patch.strip()).append('\n'));
        return Digests.of(text.toString());
    }

    private PatchedTree updateLocked(Pristine pristine, List<LoadedPatch> series) throws IOException {
        var key = key(pristine, series);
        var exists = Files.isDirectory(view, LinkOption.NOFOLLOW_LINKS);
        var before = exists ? ViewState.read(stateDirectory.resolve(STATE)) : Optional.<ViewState>empty();
        var made = made(pristine);
        if (!pristine.live() && before.isPresent() && before.get().made() == made && isCurrent(before.get(), key)) {
            LOG.debug("'{}' is up to date", view);
            return new PatchedTree(view, key, made, 0, before.get().fuzz());
        }
        var isNew = !Files.isDirectory(view) || isEmpty(view);
        var root = pristine.directory().toRealPath();
        try {
            return update(pristine, root, series, key, made, before, isNew);
        } catch (DamagedTreeException e) {
            empty(isNew);
            throw e;
        } catch (UserException | IOException e) {
            if (pristine.live() || Store.looksWhole(root)) {
                throw e;
            }
            empty(isNew);
            throw new DamagedTreeException(root, e);
        }
    }

    /** Leaves nothing in a new view. */
    private void empty(boolean isNew) throws IOException {
        if (isNew && Files.isDirectory(view)) {
            try (var children = Files.list(view)) {
                for (var child : children.toList()) {
                    Trees.delete(child);
                }
            }
        }
    }

    /**
     * Brings the view to a pristine tree with a series.
     *
     * @param isNew whether there is nothing in it
     */
    private PatchedTree update(
            Pristine pristine,
            Path root,
            List<LoadedPatch> series,
            String key,
            long made,
            Optional<ViewState> before,
            boolean isNew)
            throws IOException {
        var stateFile = stateDirectory.resolve(STATE);
        // A view without a state may be one whose state was lost: what is built from it must see changes.
        var complete = before.map(ViewState::complete).orElse(!isNew);
        var checkout = pristine.live() ? new Checkout(root, host, programs, ours(root)).files() : null;
        var staging = new Staging(
                root,
                checkout == null ? path -> true : checkout::containsKey,
                stateDirectory.resolve("staging"),
                new GnuPatch(programs),
                new GitApply(programs, host));
        try {
            staging.apply(series);
            staging.report();
            var same = before.filter(state -> state.pristine().equals(pristine.key()) && state.made() == made)
                    .isPresent();
            var touched = new TreeSet<>(staging.touched());
            before.ifPresent(state -> touched.addAll(state.touched().keySet()));
            var kindsStay = touched.stream().noneMatch(path -> isOfOtherKind(root.resolve(path)));
            var fills = kindsStay && isNew && !complete;
            var onlyTouched =
                    kindsStay && same && before.filter(ViewState::clean).isPresent();
            var sources = checkout;
            if (checkout == null && !fills && !onlyTouched) {
                sources = listing(root);
            }
            ViewState.of(false, complete, same ? pristine.key() : "", made, key, Map.of(), List.of())
                    .write(stateFile);
            var sync = new ViewSync(root, view, staging, complete, same, host.cores(), new HardLinks(linker));
            var changed = sources != null ? sync.all(sources) : fills ? sync.fill() : sync.some(touched);
            ViewState.of(true, true, pristine.key(), made, key, left(staging.touched()), staging.fuzz())
                    .write(stateFile);
            LOG.debug("{} files of '{}' changed", changed, view);
            return new PatchedTree(view, key, made, changed, staging.fuzz());
        } finally {
            staging.delete();
        }
    }

    /** What is in a tree of the store. */
    private static Map<String, PosixFileAttributes> listing(Path tree) throws IOException {
        var listing = new ConcurrentHashMap<String, PosixFileAttributes>();
        if (!Store.looksWhole(tree, (path, file, attributes) -> listing.put(path, attributes))) {
            throw new DamagedTreeException(tree);
        }
        return listing;
    }

    /** A live tree's time says nothing. */
    private static long made(Pristine pristine) throws IOException {
        try {
            return pristine.live() ? 0 : Store.made(pristine.directory());
        } catch (NoSuchFileException e) {
            throw new DamagedTreeException(pristine.directory(), e);
        }
    }

    private boolean isCurrent(ViewState state, String key) throws IOException {
        return state.clean()
                && state.key().equals(key)
                && left(state.touched().keySet()).equals(state.touched());
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var children = Files.list(directory)) {
            return children.findAny().isEmpty();
        }
    }

    private Map<String, ViewState.Left> left(Set<String> paths) throws IOException {
        var left = new HashMap<String, ViewState.Left>();
        for (var path : paths) {
            left.put(
                    path,
                    TreeFile.at(view.resolve(path))
                            .map(file -> new ViewState.Left(file.attributes().size(), file.mtimeNanos()))
                            .orElse(new ViewState.Left(-1, -1)));
        }
        return left;
    }

    /** What of a checkout is ours, where the Maven project lies in it: the view must not take itself in. */
    private List<Path> ours(Path root) throws IOException {
        Files.createDirectories(view);
        var realView = view.toRealPath();
        @Nullable Path target = realView;
        while (target != null && !target.endsWith("target")) {
            target = target.getParent();
        }
        var output = target != null && target.startsWith(root) && !target.equals(root) ? target : realView;
        return List.of(output, realView, stateDirectory.toRealPath());
    }

    /**
     * Whether what a series makes a file is a folder of the tree, or below a file of it: other files come or go then.
     */
    private static boolean isOfOtherKind(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || TreeFile.isBelowFile(path);
    }
}
