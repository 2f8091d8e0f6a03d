package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Locks;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

/**
 * Where make works for a project.
 *
 * @param root a real path that make can take
 * @param output the folder below the project's {@code target} for what a user reads; the root as a rule
 */
public record WorkDirectory(Path root, Path output) {

    /** The kernel's Makefile refuses spaces and colons (Linux 6.1), and make gives more characters a meaning. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/._+@,=~^-]+");

    /** What is done in a work directory. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /**
     * The work directory of a project: {@code target/NAME}, or one in the store where the project's path is none that
     * make can take.
     *
     * @param chosen what parameter {@code workDirectory} says
     * @throws UserException where neither path can be given to make
     */
    public static WorkDirectory of(ProjectInfo project, String name, Optional<Path> chosen, Store store)
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
        var elsewhere = real(store.trees())
                .resolve("work")
                .resolve(Digests.of(output.toString()).substring(0, 16));
        if (!isSafe(elsewhere)) {
            throw new UserException("Neither the project's path '" + output + "' nor the store's '" + store.trees()
                    + "' can be given to make: both have a space, a colon or another character that make gives a"
                    + " meaning. Set kernel.workDirectory to a path of letters, digits and ./_-+ only.");
        }
        return followClean(new WorkDirectory(elsewhere, output));
    }

    /** Works while no other Maven works on the same project. */
    public <T> T alone(Work<T> work) throws IOException {
        Files.createDirectories(root);
        return new Locks().with(root.resolve(".lock"), work::run);
    }

    /** Whether make can take the path. */
    public static boolean isSafe(Path path) {
        return SAFE.matcher(path.toString()).matches();
    }

    /** {@code mvn clean} removes only {@code target}: what was built elsewhere for it goes with it. */
    private static WorkDirectory followClean(WorkDirectory workspace) throws IOException {
        var marker = workspace.output().resolve("work-directory");
        if (!Files.exists(marker)) {
            Trees.delete(workspace.root());
            Files.createDirectories(workspace.root());
            Files.writeString(marker, workspace.root() + "\n");
        }
        return workspace;
    }

    private static Path real(Path directory) throws IOException {
        Files.createDirectories(directory);
        return directory.toRealPath();
    }
}
