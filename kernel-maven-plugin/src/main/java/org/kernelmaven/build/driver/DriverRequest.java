package org.kernelmaven.build.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.build.ProjectInfo;
import org.kernelmaven.build.module.ModuleRequest;

/**
 * A driver as the parameters of a goal describe it; nothing of it is checked yet.
 *
 * @param project the project, or what stands in for one
 * @param kernel the kernel it is built for; empty where none was named
 * @param driver its directory in the kernel tree; empty where the copy that is there says it
 * @param directory where the editable copy is
 * @param extra further files and directories of the tree to copy
 * @param source the kernel's source in place of its recipe's, as {@code KIND:VALUE}
 * @param make how make is called
 */
public record DriverRequest(
        ProjectInfo project,
        Optional<Kernel> kernel,
        Optional<String> driver,
        Path directory,
        List<String> extra,
        Optional<String> source,
        ModuleRequest.MakeParameters make) {

    /** Copies. */
    public DriverRequest {
        extra = List.copyOf(extra);
    }

    /**
     * A published kernel.
     *
     * @param coordinates {@code groupId:artifactId:version}
     * @param dev its dev artifact, where Maven resolved it as a dependency: an archive, or a directory in a reactor
     */
    public record Kernel(String coordinates, Optional<Path> dev) {}
}
