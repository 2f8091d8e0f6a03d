package org.kernelmaven.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that went into a kernel, in plain texts, so that another project can start from it.
 *
 * <p>The files that belong to it (patches, resolved config) are packed beside it: see {@link RecipeArchive}.
 *
 * @param source where the tree comes from
 * @param patches the series, in order
 * @param layers what was asked of the configuration, in order
 * @param base what the configuration started from
 * @param flags how it was resolved and compiled, such as {@code autoModules=true}, {@code arch=arm64}
 * @param makeFlags further variables of make, {@code NAME=VALUE}
 * @param features what the kernel was said to have (true) or lack (false)
 */
public record Recipe(
        SourceSpec source,
        List<PatchSpec> patches,
        List<LayerSpec> layers,
        Base base,
        Map<String, String> flags,
        List<String> makeFlags,
        Map<String, Boolean> features) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Copies. */
    public Recipe {
        patches = List.copyOf(patches);
        layers = List.copyOf(layers);
        flags = ordered(flags);
        makeFlags = List.copyOf(makeFlags);
        features = ordered(features);
    }

    /**
     * A {@code <source>}, as the user would write it.
     *
     * @param kind {@code url}, {@code file}, {@code artifact}, {@code debian}, {@code git} or {@code directory}
     * @param values each element's texts, such as {@code url} to one or more URLs, {@code hash} to one hash
     */
    public record SourceSpec(String kind, Map<String, List<String>> values) {
        /** Copies. */
        public SourceSpec {
            var copy = new LinkedHashMap<String, List<String>>();
            values.forEach((key, texts) -> copy.put(key, List.copyOf(texts)));
            values = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * What the configuration started from.
     *
     * @param target a make target such as {@code x86_64_defconfig}; empty where it was a complete {@code .config},
     *     which is then packed with the recipe
     */
    public record Base(Optional<String> target) {}

    /**
     * A patch of the series; the options and features it brings are among those of the recipe.
     *
     * @param name as in the project
     * @param strip leading path components to remove
     * @param sha256 of its plain text; empty for one that only brings config or features
     */
    public record PatchSpec(String name, int strip, Optional<String> sha256) {
        /** Checks. */
        public PatchSpec {
            if (strip < 0 || strip > 99) {
                throw new IllegalArgumentException("no number of components to strip: " + strip);
            }
            sha256.ifPresent(digest -> {
                if (!SHA256.matcher(digest).matches()) {
                    throw new IllegalArgumentException("no SHA-256: '" + digest + "'");
                }
            });
        }
    }

    /**
     * Options of one origin.
     *
     * @param origin what messages call it
     * @param options in the order written
     */
    public record LayerSpec(String origin, List<OptionSpec> options) {
        /** Copies. */
        public LayerSpec {
            options = List.copyOf(options);
        }
    }

    /**
     * One requested setting.
     *
     * @param name without {@code CONFIG_}
     * @param value {@code yes}, {@code module}, {@code no}, {@code unset}, or a text in double quotes as a
     *     {@code .config} has it
     * @param optional whether it may fail
     * @param forced whether it wins over another layer
     * @param when a Maven version range; empty for every version
     * @param arch the architectures it is for; empty for all
     */
    public record OptionSpec(
            String name, String value, boolean optional, boolean forced, Optional<String> when, List<String> arch) {
        /** Copies. */
        public OptionSpec {
            arch = List.copyOf(arch);
        }
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
