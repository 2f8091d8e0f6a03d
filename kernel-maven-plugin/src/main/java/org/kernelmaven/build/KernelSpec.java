package org.kernelmaven.build;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.config.Layer;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.ExtraFirmware;
import org.kernelmaven.kbuild.RandomSeed;
import org.kernelmaven.kbuild.Reproducibility;
import org.kernelmaven.kbuild.SigningKey;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.source.Source;

/**
 * A kernel, read and checked: what a {@link KernelRequest} says, over what its base's recipe says.
 *
 * @param project the project it belongs to
 * @param source where the tree comes from
 * @param patches the series, the base's patches first
 * @param base what the configuration starts from
 * @param layers what is asked of the configuration, weakest first
 * @param features named features that were given, by the base, the patches and the project
 * @param flags how the configuration is resolved
 * @param toolchain who compiles, and for which architecture
 * @param jobs jobs of make
 * @param launcher what stands before the compiler; it changes nothing of what is made
 * @param keys what must be the same in every build of the same kernel
 * @param firmware what is built into the image
 * @param debugArtifact whether vmlinux and the unstripped modules become an artifact
 */
record KernelSpec(
        ProjectInfo project,
        Source source,
        List<Patch> patches,
        Base base,
        List<Layer> layers,
        Map<String, Boolean> features,
        Flags flags,
        Toolchain toolchain,
        int jobs,
        Optional<CompilerLauncher> launcher,
        Keys keys,
        ExtraFirmware firmware,
        boolean debugArtifact) {

    /** Copies. */
    KernelSpec {
        patches = List.copyOf(patches);
        layers = List.copyOf(layers);
        features = Map.copyOf(features);
    }

    /**
     * What makes every build of the same kernel give the same bytes.
     *
     * @param sourceKey what names the tree's content, patches included
     * @param configDigest the digest of the resolved configuration; empty before there is one
     */
    Reproducibility reproducibility(String sourceKey, String configDigest) {
        // The project's own name says who built it: a person or machine would differ from build to build.
        return new Reproducibility(
                project.timestamp(),
                project.artifactId(),
                "maven",
                RandomSeed.derive(sourceKey, configDigest, keys.randstructSalt()));
    }

    /**
     * How the configuration is resolved and checked.
     *
     * @param autoModules whether undecided tristates become modules
     * @param preferBuiltin whether what is built in by default stays so
     * @param resolveDependencies whether options turn on what they need
     * @param ignoreErrors whether the audit only warns
     * @param modDirVersion the release that the tree must state
     */
    record Flags(
            boolean autoModules,
            boolean preferBuiltin,
            boolean resolveDependencies,
            boolean ignoreErrors,
            Optional<String> modDirVersion) {}

    /**
     * Secrets and salts that two builds of the same kernel must share.
     *
     * @param signing what signs modules
     * @param randstructSalt salt of the seed of structure layout randomisation
     */
    record Keys(Optional<SigningKey> signing, String randstructSalt) {}
}
