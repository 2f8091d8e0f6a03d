package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.util.List;

/**
 * The {@code .ko} files of a test.
 *
 * @param wanted the project's own, in the order in which they are to be loaded
 * @param tests its KUnit tests, loaded after them
 * @param provided those of the projects it depends on
 */
public record TestModules(List<Path> wanted, List<Path> tests, List<Path> provided) {

    /** Copies. */
    public TestModules {
        wanted = List.copyOf(wanted);
        tests = List.copyOf(tests);
        provided = List.copyOf(provided);
    }
}
