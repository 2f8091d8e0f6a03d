package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.source.Source;
import org.kernelmaven.source.SourceSettings;

/**
 * Gets the patched tree that a published kernel was built from, on any machine: its recipe names source, hash and
 * patches.
 */
public final class KernelSource {

    private final Environment environment;
    private final Path base;
    private final Workspace workspace;

    /**
     * @param base what relative paths in a given source are relative to
     * @param directory for the recipe and, for a kernel with patches, a view of its tree; reused by the next
     */
    public KernelSource(Environment environment, Path base, Path directory) {
        this.base = base;
        this.environment = environment;
        this.workspace = new Workspace(directory, directory);
    }

    /**
     * A kernel's patched tree; never to be written to.
     *
     * @param directory its root
     * @param key names its content
     */
    public record Tree(Path directory, String key) {}

    /**
     * Gets it.
     *
     * @param kernel {@code groupId:artifactId:version}
     * @param given a {@code <source>} in place of the recipe's
     * @param withoutRecipe a {@code <source>} for a kernel that has no recipe
     * @param hint what tells a user to give one
     * @throws UserException where none of them is there, or it cannot be fetched
     */
    public Tree get(String kernel, Optional<Setting> given, Optional<Setting> withoutRecipe, String hint)
            throws IOException {
        var recipe = recipe(kernel, given.or(() -> withoutRecipe).isPresent(), hint);
        var setting = given.or(() -> recipe.isPresent() ? recipe.get().source() : withoutRecipe)
                .orElseThrow(
                        () -> new UserException("The kernel " + kernel + " was built from a file or folder of its own"
                                + " machine, which nobody else has. Name its source with " + hint + "."));
        var source = source(setting);
        var patches = recipe.map(BaseKernel::patches).orElse(List.of());
        if (patches.stream().allMatch(patch -> patch.file().isEmpty())) {
            var pristine = new FetchStep(environment).run(source, false);
            return new Tree(pristine.directory(), pristine.key());
        }
        var patched = new PatchStep(environment, workspace).run(source, patches).tree();
        return new Tree(patched.directory(), patched.key());
    }

    /** Whether a kernel was published with a recipe. */
    public boolean hasRecipe(String kernel) throws IOException {
        return recipe(kernel, true, "").isPresent();
    }

    private Optional<BaseKernel> recipe(String kernel, boolean otherwise, String hint) throws IOException {
        try {
            environment.artifacts().resolve(BaseReader.coordinates(kernel));
        } catch (UserException e) {
            if (otherwise) {
                return Optional.empty();
            }
            throw new UserException(
                    "The kernel " + kernel + " has no recipe artifact, which says where its source is: one that"
                            + " was imported may have none, and one that was built is published with all its artifacts. Publish it,"
                            + " or name the kernel's source with " + hint + ".\n" + e.getMessage(),
                    e);
        }
        return Optional.of(new BaseReader(environment, workspace).read(kernel));
    }

    private Source source(Setting setting) {
        var problems = new Problems();
        var source = SourceSettings.read(setting, base, problems);
        problems.throwIfAny();
        return source.orElseThrow();
    }
}
