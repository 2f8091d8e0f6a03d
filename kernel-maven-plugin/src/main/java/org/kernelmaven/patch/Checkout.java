package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.store.TreeListing;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the source files of a user's checkout: with uncommitted edits, without what a build left in it. In a git
 * repository git knows exactly; else {@link Leftovers} says what to leave out. Nothing in the checkout is written.
 */
final class Checkout {

    private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);

    private final Path root;
    private final Host host;
    private final Programs programs;
    private final List<Path> ours;

    /** @param ours directories that may lie in the checkout but hold what we make of it */
    Checkout(Path root, Host host, Programs programs, List<Path> ours) {
        this.root = root;
        this.host = host;
        this.programs = programs;
        this.ours = Stream.concat(ours.stream(), Stream.of(root.resolve(PatchPaths.BUILD_DIRECTORY)))
                .toList();
    }

    Map<String, PosixFileAttributes> files() throws IOException {
        if (Files.exists(root.resolve(".git"), LinkOption.NOFOLLOW_LINKS)
                && host.find("git").isPresent()) {
            var listed = new HashSet<String>(1 << 17);
            // One line a file: -z would be one line for all of them. What needs quoting is quoted as in a patch.
            var result = programs.git()
                    .run(
                            Command.of(
                                            root,
                                            "git",
                                            "-c",
                                            "safe.directory=*",
                                            "-c",
                                            "core.fsmonitor=false",
                                            "-c",
                                            "core.quotePath=false",
                                            "ls-files",
                                            "--cached",
                                            "--others",
                                            "--exclude-standard")
                                    .with("GIT_OPTIONAL_LOCKS", "0")
                                    .with("LC_ALL", "C"),
                            line -> listed.add(line.startsWith("\"") ? PatchPaths.unquote(line) : line));
            if (result.succeeded()) {
                return present(listed);
            }
            LOG.warn(
                    "git cannot list '{}' ({}): leaving out what looks like a build's leftovers by name",
                    root,
                    result.output());
        }
        return walk(root);
    }

    /**
     * Without files that the index has and the user deleted, or whose folder gave way to a file or a link; with what is
     * inside nested repositories.
     */
    private Map<String, PosixFileAttributes> present(Set<String> listed) throws IOException {
        var present = new HashMap<String, PosixFileAttributes>();
        var folders = new HashMap<Path, Boolean>(Map.of(root, true));
        for (var path : listed) {
            var file = root.resolve(path);
            if (isOurs(file) || !isFolder(file.getParent(), folders)) {
                continue;
            }
            try {
                var attributes = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    var below = root.relativize(file) + "/";
                    walk(file).forEach((nested, its) -> present.put(below + nested, its));
                } else {
                    present.put(path, attributes);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("'{}' is in the index only", file);
            }
        }
        return present;
    }

    /** Whether a path in the checkout is a folder, and all above it are, none a link: what is known is kept. */
    private static boolean isFolder(@Nullable Path path, Map<Path, Boolean> known) {
        if (path == null) {
            return false;
        }
        var answer = known.get(path);
        if (answer == null) {
            answer = isFolder(path.getParent(), known) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            known.put(path, answer);
        }
        return answer;
    }

    private Map<String, PosixFileAttributes> walk(Path directory) throws IOException {
        var leftovers = new Leftovers(root);
        var files = TreeListing.of(
                directory,
                (path, file, attributes) -> !isOurs(file)
                        && !leftovers.isDirectory(file)
                        && !(TreeFile.isOne(attributes) && leftovers.isFile(file)));
        files.values().removeIf(attributes -> !TreeFile.isOne(attributes));
        return files;
    }

    private boolean isOurs(Path path) {
        return ours.stream().anyMatch(path::startsWith);
    }
}
