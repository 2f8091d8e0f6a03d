package org.kernelmaven.build;

import java.util.Optional;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.source.ReadyMade;

/**
 * A kernel that was compiled already, read and checked: what a {@link KernelRequest} says of it.
 *
 * @param project the project it belongs to
 * @param source where it comes from
 * @param modDirVersion the release that it must have
 * @param arch the architecture that it must have
 * @param jobs threads that compress
 */
record ImportSpec(
        ProjectInfo project, ReadyMade source, Optional<String> modDirVersion, Optional<Arch> arch, int jobs) {}
