package org.kernelmaven.build;

import java.io.IOException;
import org.kernelmaven.UserException;
import org.kernelmaven.distribution.Distributions;
import org.kernelmaven.distribution.ImportedKernel;

/** Stands for all steps up to the finished kernel where somebody compiled it already. */
final class ImportStep {

    private final Environment environment;

    ImportStep(Environment environment) {
        this.environment = environment;
    }

    ImportedKernel run(ImportSpec spec) throws IOException {
        var kernel = new Distributions(
                        environment.store(),
                        environment.runner(),
                        environment.host(),
                        environment.variables(),
                        environment.downloads().offline(),
                        environment.update())
                .get(spec.source());
        check(spec, kernel);
        return kernel;
    }

    private static void check(ImportSpec spec, ImportedKernel kernel) {
        var release = kernel.staged().release();
        spec.modDirVersion().filter(wanted -> !wanted.equals(release)).ifPresent(wanted -> {
            throw new UserException("parameter <modDirVersion>: the release of this kernel is '" + release + "', not '"
                    + wanted + "'. Correct modDirVersion or the <source>.");
        });
        spec.arch().filter(wanted -> wanted != kernel.arch()).ifPresent(wanted -> {
            throw new UserException("parameter <arch>: this kernel is for " + kernel.arch() + ", not for " + wanted
                    + ". Give the package of that architecture, or remove arch.");
        });
    }
}
