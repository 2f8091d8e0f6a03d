package org.kernelmaven.build.driver;

import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.build.module.ModuleKernel;

/**
 * A driver's compiled modules.
 *
 * @param driver its directory in the tree
 * @param kernel what they are for
 * @param modules the {@code .ko} files, in the order in which make would load them
 */
public record CompiledDriver(String driver, ModuleKernel kernel, List<Path> modules) {

    /** Copies. */
    public CompiledDriver {
        modules = List.copyOf(modules);
    }
}
