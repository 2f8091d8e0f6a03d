package org.kernelmaven.build.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.module.BuiltModules;
import org.kernelmaven.build.module.ModuleBuild;
import org.kernelmaven.build.module.TestModules;

/**
 * What is edited: a module project, or a driver copied from the kernel's tree.
 *
 * @param environment what there is to build it with
 * @param sources the folders whose files are watched; they need not exist
 * @param directory where the guest's files and its console go
 * @param compiler compiles what changed
 */
public record DevProject(Environment environment, List<Path> sources, Path directory, Compiler compiler) {

    private static final String DIRECTORY = "dev";

    /** Copies. */
    public DevProject {
        sources = List.copyOf(sources);
    }

    /** Compiles what changed. */
    public interface Compiler {
        /** @throws org.kernelmaven.UserException where it does not compile */
        BuiltModules compile() throws IOException;
    }

    /** A module project, its tests with it. */
    public static DevProject of(ModuleBuild build) {
        return new DevProject(
                build.environment(), build.watched(), build.output().resolve(DIRECTORY), build::build);
    }

    /** The copy of a driver. */
    public static DevProject of(DriverBuild build) {
        return new DevProject(
                build.environment(), List.of(build.copy()), build.output().resolve(DIRECTORY), () -> {
                    var compiled = build.build();
                    return new BuiltModules(
                            compiled.kernel(), new TestModules(compiled.modules(), List.of(), List.of()));
                });
    }
}
