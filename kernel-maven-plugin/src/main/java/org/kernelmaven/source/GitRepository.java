package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;

/**
 * A bare repository of the store that commits are fetched into, shallow, one at a time.
 *
 * <p>The user's git configuration counts for fetching (proxies, credentials), not for checking out. Variables such as
 * {@code GIT_DIR}, which a hook that runs Maven sets, never count. Nothing asks for a password.
 */
final class GitRepository {

    private static final String COMMIT = "[0-9a-f]{40}";

    private final Path repository;
    private final CommandRunner runner;

    /** The repository in the store does not work; a new one may. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    /**
     * @param repository a bare repository, or a path that is not there yet; only one process at a time may use it
     * @param environment the caller's
     */
    GitRepository(Path repository, Map<String, String> environment) {
        this.repository = repository;
        this.runner = new CommandRunner(isolated(environment));
    }

    static Map<String, String> isolated(Map<String, String> environment) {
        var variables = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (!name.startsWith("GIT_")
                    || name.equals("GIT_SSH")
                    || name.equals("GIT_SSH_COMMAND")
                    || name.startsWith("GIT_SSL_")) {
                variables.put(name, value);
            }
        });
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ASKPASS", "");
        variables.put("GIT_ALLOW_PROTOCOL", "https:http:ssh:git:file");
        if (!environment.containsKey("GIT_SSH")) {
            variables.putIfAbsent("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        variables.put("GIT_NO_REPLACE_OBJECTS", "1");
        variables.put("LC_ALL", "C.UTF-8");
        return variables;
    }

    /** Makes the repository. */
    void create() throws IOException {
        // No template: it is where a user's own hooks would come from.
        Files.createDirectory(repository);
        expect(runner.run(command(
                repository, List.of(), List.of("init", "--quiet", "--bare", "--template=", repository.toString()))));
    }

    /**
     * Fetches what the source names.
     *
     * @return the commit, 40 hex digits
     * @throws UserException where the repository has it not, or its tag points to another commit than the source says
     */
    String fetch(GitSource source) throws IOException {
        removeStaleLocks();
        var wanted =
                source.tag().map(tag -> "refs/tags/" + tag).or(source::commit).orElseThrow();
        var result = git(List.of(
                "fetch",
                "--quiet",
                "--depth=1",
                "--no-tags",
                "--no-recurse-submodules",
                "--force",
                "--",
                source.url(),
                wanted + ":refs/kernel/fetched"));
        if (!result.succeeded()) {
            checkRepository();
            throw new UserException(
                    "Cannot fetch " + source.tag().map(tag -> "tag " + tag).orElseGet(() -> "commit " + wanted)
                            + " from " + source.shown() + " (" + source.origin() + "):\n" + result.output()
                            + "\nCheck both, and your access; a server that gives no single commits needs a <tag> too.");
        }
        var commit = commitOf("refs/kernel/fetched")
                .orElseThrow(() -> new UserException(
                        wanted + " of " + source.shown() + " (" + source.origin() + ") is not a commit."));
        var expected = source.commit();
        if (expected.isPresent() && !expected.get().equals(commit)) {
            throw new UserException("Tag " + source.tag().orElse(wanted) + " of " + source.shown() + " ("
                    + source.origin()
                    + ") is another commit than <commit> says:\n    expected " + expected.get() + "\n    got      "
                    + commit + "\nA tag that moved is a reason to look closely.");
        }
        return commit;
    }

    /** Writes a commit's files into a directory, as they are in the repository: no filters, no line ends changed. */
    void checkOut(String commit, Path directory) throws IOException {
        var index = repository.resolve("kernel-index");
        var own = Map.of(
                "GIT_INDEX_FILE", index.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_ATTR_NOSYSTEM", "1");
        var options = List.of(
                "--git-dir=" + repository,
                "--work-tree=" + directory,
                "-c",
                "core.attributesFile=/dev/null",
                "-c",
                "core.autocrlf=false",
                "-c",
                "core.bare=false");
        try {
            Trees.delete(index);
            expect(runner.run(
                    command(directory, options, List.of("read-tree", commit)).with(own)));
            expect(runner.run(command(directory, options, List.of("checkout-index", "--all", "--force", "--quiet"))
                    .with(own)));
        } finally {
            Trees.delete(index);
        }
    }

    private Optional<String> commitOf(String name) throws IOException {
        var result = git(List.of("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"));
        return Optional.of(result.output().strip()).filter(text -> result.succeeded() && text.matches(COMMIT));
    }

    /** A killed git leaves its lock files; nobody else uses the repository now. */
    private void removeStaleLocks() throws IOException {
        try (var files = Files.walk(repository, 3)) {
            for (var lock : files.filter(file -> file.getFileName().toString().endsWith(".lock"))
                    .toList()) {
                Files.deleteIfExists(lock);
            }
        }
    }

    /** Tells a damaged repository from a failure of the other side. */
    private void checkRepository() throws IOException {
        expect(git(List.of("fsck", "--connectivity-only", "--no-dangling", "--no-progress")));
    }

    private CommandResult git(List<String> arguments) throws IOException {
        return runner.run(command(repository, List.of("--git-dir=" + repository), arguments));
    }

    private static Command command(Path directory, List<String> options, List<String> arguments) {
        var argv = new ArrayList<>(
                List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=false"));
        argv.addAll(options);
        argv.addAll(arguments);
        return Command.of(directory, argv);
    }

    private static void expect(CommandResult result) throws IOException {
        if (!result.succeeded()) {
            throw new BrokenException("git failed: " + result.output());
        }
    }
}
