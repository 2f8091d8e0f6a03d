package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.artifact.ModuleMetadata;

/**
 * Modules that were compiled, checked, and made ready to install.
 *
 * @param prepared what they were made from
 * @param metadata what they say of themselves
 * @param binaries their files, in the order in which make listed them
 */
record CompiledModule(PreparedModule prepared, ModuleMetadata metadata, List<Path> binaries) {

    /** Copies. */
    CompiledModule {
        binaries = List.copyOf(binaries);
    }
}
