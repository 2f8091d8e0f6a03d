package org.kernelmaven.build;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.config.Layer;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.patch.Patch;
import org.kernelmaven.settings.Setting;

/**
 * The published kernel that a project starts from: what its recipe says, in the words of a request.
 *
 * @param source its {@code <source>}; empty where its tree was a local checkout
 * @param patches its series, unpacked
 * @param base what its configuration started from
 * @param commonConfig whether it had the common options
 * @param layers what it asked of the configuration, as one layer
 * @param features the features it was given
 * @param autoModules whether undecided tristates became modules
 * @param preferBuiltin whether what is built in by default stayed so
 * @param resolveDependencies whether options turned on what they needed
 * @param ignoreErrors whether its audit only warned
 * @param arch its architecture
 * @param crossCompile prefix of its cross compiler
 * @param llvm its {@code LLVM} flag
 * @param makeFlags its further variables of make
 */
record BaseKernel(
        Optional<Setting> source,
        List<Patch> patches,
        Base base,
        boolean commonConfig,
        List<Layer> layers,
        Map<String, Boolean> features,
        boolean autoModules,
        boolean preferBuiltin,
        boolean resolveDependencies,
        boolean ignoreErrors,
        String arch,
        Optional<String> crossCompile,
        Optional<String> llvm,
        List<String> makeFlags) {

    /** Copies. */
    BaseKernel {
        patches = List.copyOf(patches);
        layers = List.copyOf(layers);
        features = Map.copyOf(features);
        makeFlags = List.copyOf(makeFlags);
    }
}
