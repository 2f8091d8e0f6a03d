package org.kernelmaven.kconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kernelmaven.tool.Command;

/**
 * A configuration to resolve.
 *
 * @param make make for this kernel without a target: {@code make -C VIEW O=VIEW/build ARCH=… CC=…}, the working
 *     directory inside the build tree; its environment must not set {@code KCONFIG_ALLCONFIG} or other variables conf
 *     reads
 * @param buildTree the {@code O=} directory; it exists
 * @param sourceTree the kernel tree
 * @param srcarch the folder under {@code arch/}: {@code x86}, {@code arm64}, …
 * @param base what to start from
 * @param assignments what is asked for, each symbol once; the order plays no part
 * @param autoModules whether every visible tristate that nothing else decides becomes {@code m} when it may
 * @param preferBuiltin with {@code autoModules}: whether what would be {@code y} without it stays so
 * @param resolveDependencies whether an option that cannot hold because of others turns those on too
 */
public record ConfigRequest(
        Command make,
        Path buildTree,
        Path sourceTree,
        String srcarch,
        Base base,
        List<Assignment> assignments,
        boolean autoModules,
        boolean preferBuiltin,
        boolean resolveDependencies) {

    /** Copies and checks. */
    public ConfigRequest {
        assignments = List.copyOf(assignments);
        var names = assignments.stream().map(Assignment::name).distinct().count();
        if (names != assignments.size()) {
            throw new IllegalArgumentException("a symbol is assigned twice");
        }
    }

    /** The same with more assignments. */
    public ConfigRequest with(Collection<Assignment> more) {
        var all = new ArrayList<>(assignments);
        all.addAll(more);
        return new ConfigRequest(
                make, buildTree, sourceTree, srcarch, base, all, autoModules, preferBuiltin, resolveDependencies);
    }
}
