package org.kernelmaven.build.module;

import java.nio.file.Path;
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
 */
record PreparedModule(
        ModuleRequest request,
        ModuleKernel kernel,
        ModuleDependencies dependencies,
        ModuleMake make,
        String fingerprint) {

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

    /** Makes of a line of make's output what a user sees: the sources' own paths. */
    UnaryOperator<String> shown() {
        return shown(mirror(), request.sources().main());
    }

    /** The same for any mirror. */
    static UnaryOperator<String> shown(Path mirror, Path sources) {
        var from = mirror + "/";
        var to = sources.toAbsolutePath().normalize() + "/";
        return line -> line.replace(from, to);
    }
}
