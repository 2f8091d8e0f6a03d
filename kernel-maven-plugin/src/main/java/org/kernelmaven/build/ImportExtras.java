package org.kernelmaven.build;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kernelmaven.artifact.Recipe;
import org.kernelmaven.artifact.RecipeArchive;
import org.kernelmaven.distribution.ImportedKernel;

/**
 * The archives of a kernel that was compiled already besides those of every kernel: a recipe, where the package with
 * the source is known. A project that starts from it compiles that source with the kernel's own configuration.
 */
final class ImportExtras {

    private final ProjectInfo project;
    private final ImportedKernel kernel;

    ImportExtras(ProjectInfo project, ImportedKernel kernel) {
        this.project = project;
        this.kernel = kernel;
    }

    List<Extra> list() {
        return kernel.debianSource().map(this::recipe).map(List::of).orElse(List.of());
    }

    private Extra recipe(String debianSource) {
        var flags = new TreeMap<String, String>();
        Stream.of(
                        RecipeWriter.AUTO_MODULES,
                        RecipeWriter.PREFER_BUILTIN,
                        RecipeWriter.RESOLVE_DEPENDENCIES,
                        RecipeWriter.IGNORE_ERRORS,
                        RecipeWriter.COMMON_CONFIG)
                .forEach(flag -> flags.put(flag, "false"));
        flags.put(RecipeWriter.ARCH, kernel.arch().id());
        var recipe = new Recipe(
                new Recipe.SourceSpec("debian", Map.of("debian", List.of(debianSource))),
                List.of(),
                List.of(),
                new Recipe.Base(Optional.empty()),
                flags,
                List.of(),
                Map.of());
        var config = kernel.staged().config();
        return new Extra(
                "kernel-recipe",
                "recipe",
                recipe.toString(),
                (artifacts, target) -> RecipeArchive.pack(
                        recipe,
                        new RecipeArchive.RecipeFiles(List.of(), config, Optional.of(config)),
                        target,
                        project.timestamp()));
    }
}
