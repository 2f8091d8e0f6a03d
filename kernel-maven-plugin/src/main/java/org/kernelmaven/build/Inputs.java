package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.config.Layer;
import org.kernelmaven.config.Option;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.patch.LoadedPatch;

/**
 * The digest of each thing that goes into a kernel before anything is fetched or resolved: two projects of the same
 * name and version with the same ones make the same kernel, up to the compiler. That is no input but a fact, which the
 * metadata records.
 */
final class Inputs {

    private final KernelSpec spec;
    private final String pluginVersion;

    /** @param pluginVersion another plugin may build differently */
    Inputs(KernelSpec spec, String pluginVersion) {
        this.spec = spec;
        this.pluginVersion = pluginVersion;
    }

    /**
     * Whether all that goes in is known by its content and may be told to everyone. A source without a hash may be
     * another one tomorrow; a digest of a salt would let others try out values.
     */
    boolean areKnown() {
        return spec.source().pin().isPresent()
                && spec.keys().signing().isEmpty()
                && spec.keys().randstructSalt().isEmpty();
    }

    /**
     * SHA-256 of each input by its name.
     *
     * @param series the patches, decompressed
     */
    Map<String, String> digests(List<LoadedPatch> series) throws IOException {
        var digests = new TreeMap<String, String>();
        digests.put("plugin", one(pluginVersion));
        digests.put("source", one(spec.source().pin()));
        digests.put("patches", patches(series));
        digests.put("baseConfig", base());
        digests.put("config", options());
        digests.put("features", one(new TreeMap<>(spec.features())));
        digests.put("flags", one(List.of(spec.flags(), spec.debugArtifact())));
        digests.put("toolchain", toolchain());
        digests.put("firmware", firmware());
        digests.put("outputTimestamp", one(spec.project().timestamp()));
        return digests;
    }

    private static String one(Object value) {
        return new Fingerprint().add("value", value).digest();
    }

    private String patches(List<LoadedPatch> series) {
        var fingerprint = new Fingerprint();
        // One without a file is in no series, but in the recipe.
        spec.patches().forEach(patch -> fingerprint.add("patch", patch.name()));
        series.forEach(patch -> fingerprint
                .add("name", patch.name())
                .add("strip", patch.strip())
                .add("content", patch.sha256()));
        return fingerprint.digest();
    }

    private String base() throws IOException {
        return spec.base() instanceof Base.File file
                ? new Fingerprint().content("file", Optional.of(file.path())).digest()
                : one(spec.base());
    }

    private String options() {
        var fingerprint = new Fingerprint();
        for (var layer : spec.layers()) {
            layer.options().forEach(option -> add(fingerprint, layer.rank(), option));
        }
        return fingerprint.digest();
    }

    private static void add(Fingerprint fingerprint, Layer.Rank rank, Option option) {
        fingerprint
                .add("rank", rank)
                .add("name", option.name())
                .add("value", option.value())
                .add("optional", option.optional())
                .add("forced", option.forced())
                .add("when", option.condition().when())
                .add("arch", option.condition().arches().stream().sorted().toList());
    }

    private String toolchain() {
        var toolchain = spec.toolchain();
        var arch = toolchain.arch();
        // The default prefix depends on the machine that builds, which is no part of the kernel.
        var prefix =
                toolchain.crossCompile().filter(given -> !arch.crossPrefix().equals(Optional.of(given)));
        return new Fingerprint()
                .add("arch", arch.id())
                .add("llvm", toolchain.llvm())
                .add("crossCompile", prefix)
                .add("flags", List.copyOf(toolchain.flags().variables().entrySet()))
                .digest();
    }

    /** A file that is missing is no input; the step that needs it says so. */
    private String firmware() throws IOException {
        var fingerprint = new Fingerprint();
        for (var name : spec.firmware().names()) {
            var file = Optional.of(spec.firmware().directory().resolve(name)).filter(Files::isRegularFile);
            fingerprint.add("name", name).content("content", file);
        }
        return fingerprint.digest();
    }
}
