package org.kernelmaven.build;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.Recipe;
import org.kernelmaven.artifact.RecipeArchive;
import org.kernelmaven.config.Condition;
import org.kernelmaven.config.Layer;
import org.kernelmaven.config.Option;
import org.kernelmaven.config.Value;
import org.kernelmaven.config.VersionRange;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.patch.PatchFile;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.store.Trees;

/** Reads the recipe of the published kernel that a project starts from; {@link RecipeWriter} wrote it. */
final class BaseReader {

    private static final String EXTENSION = "tar.zst";

    private final Environment environment;
    private final Workspace workspace;

    BaseReader(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    /** @param base {@code groupId:artifactId:version} of the kernel */
    BaseKernel read(String base) throws IOException {
        var archive = environment.artifacts().resolve(coordinates(base));
        Trees.delete(workspace.base());
        var unpacked = RecipeArchive.unpack(archive, workspace.base());
        var recipe = unpacked.recipe();
        var origin = new Origin("base " + base);
        try {
            return new BaseKernel(
                    source(recipe.source(), origin),
                    patches(unpacked, origin),
                    recipe.base()
                            .target()
                            .<Base>map(Base.Target::new)
                            .orElseGet(() ->
                                    new Base.File(unpacked.files().baseConfig().orElseThrow())),
                    flag(recipe, RecipeWriter.COMMON_CONFIG),
                    List.of(new Layer(origin.toString(), Layer.Rank.RECIPE, options(recipe, origin))),
                    recipe.features(),
                    flag(recipe, RecipeWriter.AUTO_MODULES),
                    flag(recipe, RecipeWriter.PREFER_BUILTIN),
                    flag(recipe, RecipeWriter.RESOLVE_DEPENDENCIES),
                    flag(recipe, RecipeWriter.IGNORE_ERRORS),
                    text(recipe, RecipeWriter.ARCH).orElse(""),
                    text(recipe, RecipeWriter.CROSS_COMPILE),
                    text(recipe, RecipeWriter.LLVM),
                    recipe.makeFlags());
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "The recipe of " + base + " is not understood: " + e.getMessage()
                            + " It may come from another version of this plugin.",
                    e);
        }
    }

    static Coordinates coordinates(String base) {
        if (base.chars().filter(c -> c == ':').count() != 2) {
            throw new UserException(
                    "parameter <base>: '" + base
                            + "' does not name a kernel. Write groupId:artifactId:version, such as com.acme:acme-kernel:6.1-acme1.");
        }
        return Coordinates.parse(base + ":" + EXTENSION + ":recipe");
    }

    /** Empty for a file or directory: only the machine that built has it. */
    private static Optional<Setting> source(Recipe.SourceSpec spec, Origin origin) {
        if (!spec.values().containsKey(spec.kind())) {
            return Optional.empty();
        }
        var children = new ArrayList<Setting>();
        spec.values().forEach((key, texts) -> texts.forEach(text -> children.add(Setting.text(key, text, origin))));
        return Optional.of(Setting.group("source", children, origin));
    }

    private static List<Patch> patches(RecipeArchive.Unpacked unpacked, Origin origin) {
        var patches = new ArrayList<Patch>();
        for (var i = 0; i < unpacked.recipe().patches().size(); i++) {
            var spec = unpacked.recipe().patches().get(i);
            var file = unpacked.files().patches().get(i).<PatchFile>map(PatchFile.Local::new);
            patches.add(new Patch(spec.name(), file, spec.strip(), List.of(), Map.of(), origin));
        }
        return patches;
    }

    private static List<Option> options(Recipe recipe, Origin origin) {
        return recipe.layers().stream()
                .flatMap(layer -> layer.options().stream())
                .map(option -> new Option(
                        option.name(),
                        Value.parse(option.value()),
                        option.optional(),
                        option.forced(),
                        new Condition(option.when().map(VersionRange::parse), new HashSet<>(option.arch())),
                        origin))
                .toList();
    }

    private static boolean flag(Recipe recipe, String name) {
        return Boolean.parseBoolean(recipe.flags().get(name));
    }

    private static Optional<String> text(Recipe recipe, String name) {
        return Optional.ofNullable(recipe.flags().get(name));
    }
}
