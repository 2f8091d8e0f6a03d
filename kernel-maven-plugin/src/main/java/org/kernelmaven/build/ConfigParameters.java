package org.kernelmaven.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.settings.Setting;

/**
 * The parameters that configure a kernel, as given.
 *
 * @param baseConfig the make target to start from
 * @param configFile the complete {@code .config} to start from instead
 * @param commonConfig whether the plugin's common options are added
 * @param layers TOML files and fragments, in order
 * @param options the {@code config} map
 * @param extraConfig options as text
 * @param features named features
 * @param autoModules whether undecided tristates become modules
 * @param preferBuiltin whether what is built in by default stays so under autoModules
 * @param resolveDependencies whether options turn on what they need
 * @param ignoreErrors whether the audit only warns
 * @param modDirVersion the release that the tree must state
 * @param userProperties those of the command line, {@code kernel.config.NAME} among them
 */
public record ConfigParameters(
        Optional<String> baseConfig,
        Optional<Path> configFile,
        Optional<Boolean> commonConfig,
        Optional<List<Path>> layers,
        Optional<Setting> options,
        Optional<String> extraConfig,
        Optional<Setting> features,
        Optional<Boolean> autoModules,
        Optional<Boolean> preferBuiltin,
        Optional<Boolean> resolveDependencies,
        Optional<Boolean> ignoreErrors,
        Optional<String> modDirVersion,
        Map<String, String> userProperties) {}
