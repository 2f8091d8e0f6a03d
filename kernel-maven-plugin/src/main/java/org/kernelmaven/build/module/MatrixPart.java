package org.kernelmaven.build.module;

import java.util.List;

/**
 * What a module project made for one kernel of several.
 *
 * @param module what was built
 * @param artifacts those that are of this kernel alone
 */
record MatrixPart(CompiledModule module, List<ModuleOutput.Artifact> artifacts) {

    /** Copies. */
    MatrixPart {
        artifacts = List.copyOf(artifacts);
    }
}
