package org.kernelmaven.patch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/**
 * Writes what differs between two directories as one patch, with GNU diff: paths begin with {@code a/} and {@code b/},
 * files are in the order of their names, git's headers tell of new, deleted and executable files, and no time is in it,
 * so the same edits are the same bytes.
 */
public final class TreeDiff {

    private static final Pattern PLAIN_NAME = Pattern.compile("[!#-\\[\\]-~]+");
    private static final int DIFFERENT = 1;

    private final CommandRunner runner;
    private final Path before;
    private final Path after;

    /**
     * @param before the directory as it was
     * @param after the directory as it is to be
     */
    public TreeDiff(CommandRunner runner, Path before, Path after) {
        this.runner = runner;
        this.before = before;
        this.after = after;
    }

    /**
     * What a patch tells.
     *
     * @param changed files in both directories with another content or mode
     * @param added files that only the second directory has
     * @param deleted files that only the first has
     */
    public record Summary(List<String> changed, List<String> added, List<String> deleted) {
        /** Copies. */
        public Summary {
            changed = List.copyOf(changed);
            added = List.copyOf(added);
            deleted = List.copyOf(deleted);
        }

        /** Whether nothing differs. */
        public boolean isEmpty() {
            return changed.isEmpty() && added.isEmpty() && deleted.isEmpty();
        }
    }

    /**
     * Writes the patch.
     *
     * @param paths the files to compare, relative to either directory
     * @param target the patch; it is not touched where nothing differs or something cannot be told
     * @throws UserException where a difference is none that a text patch can tell
     */
    public Summary write(Collection<String> paths, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        var hunks = target.resolveSibling("." + target.getFileName() + ".hunks");
        Files.deleteIfExists(temporary);
        try {
            var summary = new Writing(hunks).all(new TreeSet<>(paths), temporary);
            if (!summary.isEmpty()) {
                Files.move(
                        temporary,
                        target,
                        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            return summary;
        } finally {
            Trees.delete(temporary);
            Trees.delete(hunks);
        }
    }

    /** One patch on its way. */
    private final class Writing {
        private final Path hunks;
        private final List<String> changed = new java.util.ArrayList<>();
        private final List<String> added = new java.util.ArrayList<>();
        private final List<String> deleted = new java.util.ArrayList<>();

        Writing(Path hunks) {
            this.hunks = hunks;
        }

        Summary all(Collection<String> paths, Path patch) throws IOException {
            try (var output = Files.newOutputStream(patch)) {
                for (var path : paths) {
                    one(path, output);
                }
            }
            return new Summary(changed, added, deleted);
        }

        private void one(String path, OutputStream output) throws IOException {
            var old = file(before, path);
            var now = file(after, path);
            if (old.isEmpty() && now.isEmpty()) {
                return;
            }
            var header = new StringBuilder();
            if (old.isEmpty()) {
                header.append("new file mode ").append(mode(now)).append('\n');
                added.add(path);
            } else if (now.isEmpty()) {
                header.append("deleted file mode ").append(mode(old)).append('\n');
                deleted.add(path);
            } else {
                var sameMode = mode(old).equals(mode(now));
                if (sameMode && Files.mismatch(old.get(), now.get()) < 0) {
                    return;
                }
                if (!sameMode) {
                    header.append("old mode ").append(mode(old)).append('\n');
                    header.append("new mode ").append(mode(now)).append('\n');
                }
                changed.add(path);
            }
            check(path);
            output.write(("diff --git a/" + path + " b/" + path + "\n" + header).getBytes(StandardCharsets.US_ASCII));
            diff(path, old, now, output);
        }

        private void diff(String path, Optional<Path> old, Optional<Path> now, OutputStream output) throws IOException {
            var nothing = Path.of("/dev/null");
            var command = Command.of(
                            after,
                            "diff",
                            "--unified",
                            "--show-c-function",
                            "--label",
                            old.isEmpty() ? "/dev/null" : "a/" + path,
                            "--label",
                            now.isEmpty() ? "/dev/null" : "b/" + path,
                            old.orElse(nothing).toAbsolutePath().toString(),
                            now.orElse(nothing).toAbsolutePath().toString())
                    .without(List.of("LC_*", "LANG", "LANGUAGE", "POSIXLY_CORRECT"))
                    .with("LC_ALL", "C");
            var exit = runner.runInto(command, hunks);
            // Of binary files diff only says that they differ; diffutils 3.8 ends with 1 then, as for texts.
            var said = said();
            if (exit < 0 || exit > DIFFERENT || !(said.isEmpty() || said.startsWith("--- "))) {
                throw new UserException("'" + path + "' in '" + after
                        + "' cannot be told in a patch of text: diff says: " + said
                        + " Binary files have no place in a patch series: take it back.");
            }
            Files.copy(hunks, output);
        }

        private String said() throws IOException {
            try (var input = Files.newInputStream(hunks)) {
                return new String(input.readNBytes(1000), StandardCharsets.UTF_8).strip();
            }
        }
    }

    /** Any other name would have to be quoted, which GNU patch and git do in different ways. */
    private void check(String path) {
        if (!PLAIN_NAME.matcher(path).matches()) {
            throw new UserException("'" + path + "' in '" + after
                    + "' has a blank, a quote or another character that no name in a kernel tree has: rename it.");
        }
    }

    private static Optional<Path> file(Path root, String path) {
        var file = root.resolve(path);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }

    private static String mode(Optional<Path> file) {
        return file.filter(Files::isExecutable).isPresent() ? "100755" : "100644";
    }
}
