package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;

/**
 * The kernel that modules are tested on.
 *
 * @param arch what it was built for
 * @param release what {@code make kernelrelease} printed
 * @param config its configuration
 * @param image what boots; empty where there is no main artifact
 * @param modules its {@code lib/modules/RELEASE}; empty where there is no modules artifact
 */
public record TestKernel(Arch arch, String release, DotConfig config, Optional<Path> image, Optional<Path> modules) {

    /** Whether an option is built in or a module. */
    boolean offers(String option) {
        return config.tristate(option) != ConfigValue.Tristate.N;
    }
}
