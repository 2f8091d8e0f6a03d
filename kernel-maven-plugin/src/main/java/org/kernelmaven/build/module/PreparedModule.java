package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kernelmaven.module.ModuleMake;

/**
 * Modules whose sources stand in their mirror.
 *
 * @param request what was asked for
 * @param kernel what they are for
 * @param dependencies what they use
 * @param make what compiles them
 * @param fingerprint of all that goes into them
 * @param shown makes of a line of make's output what a user sees: the sources' own paths
 */
record PreparedModule(
        ModuleRequest request,
        ModuleKernel kernel,
        ModuleDependencies dependencies,
        ModuleMake make,
        String fingerprint,
        UnaryOperator<String> shown) {

    /** {@code ARTIFACTID-VERSION}: the one directory of an archive, the stem of its name. */
    String name() {
        return request.project().artifactId() + "-" + request.project().version();
    }

    /** The binary artifact's classifier. */
    String classifier() {
        return kernel.release() + "-" + kernel.arch().id();
    }

    /** Where make works. */
    Path mirror() {
        return make.sources();
    }

    /** All folders of headers, each as the compiler is given it. */
    List<Path> includes() {
        return make.includes();
    }
}
