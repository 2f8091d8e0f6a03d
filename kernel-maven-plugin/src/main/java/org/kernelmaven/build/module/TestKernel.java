package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.KernelVersion;
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

    /** kunit_module_init() of lib/kunit/test.c filters since then; before, only suites that are built in were. */
    private static final KernelVersion MODULES_ARE_FILTERED = new KernelVersion(6, 6, 0, "");

    /** Whether KUnit's {@code filter_glob} holds for the suites of modules too. */
    boolean filtersModules() {
        return KernelVersion.ofRelease(release).stream()
                .anyMatch(version -> version.compareTo(MODULES_ARE_FILTERED) >= 0);
    }

    /** Whether an option is built in or a module. */
    boolean offers(String option) {
        return config.tristate(option) != ConfigValue.Tristate.N;
    }
}
