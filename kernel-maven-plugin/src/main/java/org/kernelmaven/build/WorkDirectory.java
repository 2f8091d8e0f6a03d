package org.kernelmaven.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.KilledMake;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Locks;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where make works for a project.
 *
 * @param root a real path that make can take
 * @param output the folder below the project's {@code target} for what a user reads; the root as a rule
 */
public record WorkDirectory(Path root, Path output) {

    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    /** The kernel's Makefile refuses spaces and colons (Linux 6.1), and make gives more characters a meaning. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/._+@,=~^-]+");

    /** What is done in a work directory. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /**
     * The work directory of a project: {@code target/NAME}, or one elsewhere where the project's path is none that make
     * can take.
     *
     * @param chosen what parameter {@code workDirectory} says
     * @param elsewhere stores for such work directories: the first is taken whose path make can take and that this user
     *     can write to, for a store may be another user's
     * @throws UserException where none of the paths can be given to make
     */
    public static WorkDirectory of(ProjectInfo project, String name, Optional<Path> chosen, List<Store> elsewhere)
            throws IOException {
        var output = project.buildDirectory().toAbsolutePath().normalize().resolve(name);
        if (chosen.isPresent()) {
            var root = real(chosen.get());
            if (!isSafe(root)) {
                throw new UserException("parameter <workDirectory>: '" + root
                        + "' has a space, a colon or another character that make gives a meaning."
                        + " Choose a path of letters, digits and ./_-+ only.");
            }
            return new WorkDirectory(root, output);
        }
        Files.createDirectories(output);
        if (isSafe(output.toRealPath())) {
            return new WorkDirectory(output.toRealPath(), output);
        }
        for (var store : elsewhere) {
            if (isWritable(store.folder(Kind.WORK)) && isSafe(real(store.folder(Kind.WORK)))) {
                return new WorkDirectory(entry(store, output), output);
            }
        }
        throw new UserException("The project's path '" + output
                + "' cannot be given to make: it has a space, a colon or another character that make gives a meaning."
                + " Neither can what might serve instead, or it cannot be written to: "
                + elsewhere.stream()
                        .map(store -> "'" + store.folder(Kind.WORK) + "'")
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ". Set kernel.workDirectory to a path of letters, digits and ./_-+ only.");
    }

    /** Whether a folder is or can be made by this user. */
    private static boolean isWritable(Path folder) {
        var existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return Files.isDirectory(existing) && Files.isWritable(existing);
    }

    /**
     * Works while no other Maven works on the same project.
     *
     * @param busy where commands run: what still runs there has lost the Maven that waited for it, and is ended first;
     *     what a make left half-written there is removed
     * @param stamps of what was done before, which does not count after a make was killed
     * @throws UserException where the disk is full
     */
    public <T> T alone(List<Path> busy, Stamps stamps, Work<T> work) throws IOException {
        try {
            Files.createDirectories(root);
            return new Locks().with(root.resolve(".lock"), () -> {
                CommandRunner.endLeftovers(busy);
                for (var directory : busy) {
                    if (KilledMake.clean(directory)) {
                        stamps.forgetAll();
                    }
                }
                return work.run();
            });
        } catch (UncheckedIOException e) {
            throw explain(requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw explain(e);
        }
    }

    private IOException explain(IOException failure) {
        if (Store.isFull(failure)) {
            var places = output.startsWith(root) ? "'" + root + "'" : "'" + root + "' or '" + output + "'";
            throw new UserException(
                    "No room left for the build in " + places + ": " + failure.getMessage()
                            + ". Free some space there, or set kernel.workDirectory to a directory elsewhere.",
                    failure);
        }
        return failure;
    }

    /** Whether make can take the path. */
    public static boolean isSafe(Path path) {
        return SAFE.matcher(path.toString()).matches();
    }

    /** {@code mvn clean} removes only {@code target}: what was built elsewhere for it goes with it. */
    private static Path entry(Store store, Path output) throws IOException {
        var key = Digests.of(output.toString()).substring(0, 16);
        var root = real(store.folder(Kind.WORK)).resolve(key);
        var marker = output.resolve("work-directory");
        // Locked, so that of two Mavens after a clean one begins anew.
        return store.locked(Kind.WORK, key, () -> {
            if (!Files.exists(marker) || !Files.readString(marker).equals(root + "\n")) {
                store.remove(Kind.WORK, key);
                Files.writeString(marker, root + "\n");
                LOG.info("The build works in '{}', for make cannot take the path '{}'", root, output);
            }
            store.getOrMakeTold(Kind.WORK, key, temporary -> {
                Files.createDirectory(temporary);
                return Store.Made.of(output.toString());
            });
            return root;
        });
    }

    private static Path real(Path directory) throws IOException {
        Files.createDirectories(directory);
        return directory.toRealPath();
    }
}
