package org.kernelmaven.build;

import java.util.Map;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.config.KernelFeatures;
import org.kernelmaven.config.Merged;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.kbuild.Reproducibility;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;

/**
 * A kernel whose {@code .config} stands in its build tree.
 *
 * @param spec what was asked for
 * @param source its tree
 * @param merged the options asked for, all layers together
 * @param config the resolved configuration
 * @param configDigest SHA-256 of the {@code .config}
 * @param release what {@code make kernelrelease} prints
 */
record ConfiguredKernel(
        KernelSpec spec, PatchedSource source, Merged merged, DotConfig config, String configDigest, String release) {

    /** Whether an option is built in. */
    boolean has(String option) {
        return config.tristate(option) == ConfigValue.Tristate.Y;
    }

    /** What makes every build of this kernel give the same bytes. */
    Reproducibility reproducibility() {
        return spec.reproducibility(source.tree().key(), configDigest);
    }

    /** What {@code kernel.json} says of it. */
    KernelMetadata metadata() {
        var provenance = source.pristine().provenance();
        return new KernelMetadata(
                release,
                source.pristine().version().toString(),
                spec.toolchain().arch().id(),
                spec.flags().modDirVersion(),
                features(),
                source.patches(spec.patches()).stream()
                        .map(patch -> new KernelMetadata.AppliedPatch(patch.name(), patch.sha256()))
                        .toList(),
                new KernelMetadata.Source(
                        provenance.kind(),
                        provenance.describe(),
                        provenance.hash().map(Hash::sri).or(provenance::revision)),
                configDigest,
                config.get("CC_VERSION_TEXT")
                        .map(value -> value instanceof ConfigValue.Text text ? text.text() : value.toString())
                        .orElse(""),
                Map.of(),
                Map.of());
    }

    /**
     * The features of this kernel: those of nixpkgs that follow from the configuration, and those that were given, by
     * the base, the patches and the project, which win.
     */
    Map<String, Boolean> features() {
        var features = KernelFeatures.of(config);
        features.putAll(spec.features());
        return features;
    }
}
