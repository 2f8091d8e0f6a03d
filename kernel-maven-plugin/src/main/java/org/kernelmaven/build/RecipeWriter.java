package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.artifact.Recipe;
import org.kernelmaven.artifact.Recipe.LayerSpec;
import org.kernelmaven.artifact.Recipe.OptionSpec;
import org.kernelmaven.artifact.Recipe.PatchSpec;
import org.kernelmaven.artifact.Recipe.SourceSpec;
import org.kernelmaven.artifact.RecipeArchive.RecipeFiles;
import org.kernelmaven.build.PatchedSource.Published;
import org.kernelmaven.config.Condition;
import org.kernelmaven.config.Layer;
import org.kernelmaven.config.Option;
import org.kernelmaven.fetch.Uris;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.source.GitSource;
import org.kernelmaven.source.UrlSource;

/** Writes down what went into a kernel; {@link BaseReader} reads it back. */
final class RecipeWriter {

    static final String AUTO_MODULES = "autoModules";
    static final String PREFER_BUILTIN = "preferBuiltin";
    static final String RESOLVE_DEPENDENCIES = "resolveDependencies";
    static final String IGNORE_ERRORS = "ignoreConfigErrors";
    static final String COMMON_CONFIG = "commonConfig";
    static final String ARCH = "arch";
    static final String CROSS_COMPILE = "crossCompile";
    static final String LLVM = "llvm";

    private final ConfiguredKernel kernel;
    private final KernelSpec spec;

    RecipeWriter(ConfiguredKernel kernel) {
        this.kernel = kernel;
        this.spec = kernel.spec();
    }

    Recipe recipe() {
        return new Recipe(
                source(),
                patches().stream().map(RecipeWriter::patch).toList(),
                List.of(new LayerSpec(spec.project().id(), options())),
                new Recipe.Base(
                        spec.base() instanceof Base.Target target ? Optional.of(target.name()) : Optional.empty()),
                flags(),
                spec.toolchain().flags().variables().entrySet().stream()
                        .map(flag -> flag.getKey() + "=" + flag.getValue())
                        .toList(),
                new TreeMap<>(spec.features()));
    }

    /**
     * The files of the recipe.
     *
     * @param config the resolved {@code .config}
     */
    RecipeFiles files(Path config) {
        return new RecipeFiles(
                patches().stream().map(Published::file).toList(),
                config,
                spec.base() instanceof Base.File file ? Optional.of(file.path()) : Optional.empty());
    }

    /** The source with what it turned out to be: a package with its version, a tag's commit, the hash of a download. */
    private SourceSpec source() {
        var provenance = kernel.source().pristine().provenance();
        var values = new LinkedHashMap<String, List<String>>();
        switch (provenance.kind()) {
            case "url" ->
                values.put(
                        "url",
                        ((UrlSource) spec.source())
                                .uris().stream().map(Uris::shown).toList());
            case "debian" ->
                values.put(
                        "debian",
                        List.of(provenance.location()
                                + provenance
                                        .revision()
                                        .map(version -> "=" + version)
                                        .orElse("")));
            case "git" -> {
                values.put("git", List.of(provenance.location()));
                provenance.revision().ifPresent(commit -> values.put("commit", List.of(commit)));
                if (spec.source() instanceof GitSource git) {
                    git.tag().ifPresent(tag -> values.put("tag", List.of(tag)));
                }
            }
            case "artifact" -> values.put("artifact", List.of(provenance.location()));
            default -> {
                // A file or directory of the machine that built: its path would mean nothing elsewhere.
            }
        }
        provenance.hash().ifPresent(hash -> values.put("hash", List.of(hash.sri())));
        return new SourceSpec(provenance.kind(), values);
    }

    /**
     * What was asked of the configuration, the common config aside: for each name what won here, and what was meant for
     * other kernels, which a project that starts from this one may be.
     */
    private List<OptionSpec> options() {
        var options = new ArrayList<OptionSpec>();
        kernel.merged().requests().stream()
                .filter(request -> request.rank() != Layer.Rank.COMMON)
                .filter(request -> !ConfigureStep.isImplied(request.option()))
                .map(request -> option(request.option()))
                .forEach(options::add);
        spec.layers().stream()
                .filter(layer -> layer.rank() != Layer.Rank.COMMON)
                .flatMap(layer -> layer.options().stream())
                .filter(option -> !matches(option.condition()))
                .map(RecipeWriter::option)
                .forEach(options::add);
        return options;
    }

    private boolean matches(Condition condition) {
        return condition.matches(
                kernel.source().pristine().version(), spec.toolchain().arch().makeName());
    }

    private Map<String, String> flags() {
        var flags = new TreeMap<String, String>();
        flags.put(AUTO_MODULES, Boolean.toString(spec.flags().autoModules()));
        flags.put(PREFER_BUILTIN, Boolean.toString(spec.flags().preferBuiltin()));
        flags.put(RESOLVE_DEPENDENCIES, Boolean.toString(spec.flags().resolveDependencies()));
        flags.put(IGNORE_ERRORS, Boolean.toString(spec.flags().ignoreErrors()));
        flags.put(
                COMMON_CONFIG,
                Boolean.toString(spec.layers().stream().anyMatch(layer -> layer.rank() == Layer.Rank.COMMON)));
        flags.put(ARCH, spec.toolchain().arch().id());
        spec.toolchain().crossCompile().ifPresent(prefix -> flags.put(CROSS_COMPILE, prefix));
        spec.toolchain().llvm().ifPresent(llvm -> flags.put(LLVM, llvm));
        return flags;
    }

    private List<Published> patches() {
        return kernel.source().patches(spec.patches());
    }

    private static PatchSpec patch(Published patch) {
        return new PatchSpec(patch.name(), patch.strip(), patch.sha256());
    }

    private static OptionSpec option(Option option) {
        return new OptionSpec(
                option.name(),
                option.value().toString(),
                option.optional(),
                option.forced(),
                option.condition().when().map(Object::toString),
                option.condition().arches().stream().sorted().toList());
    }
}
