package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kernelmaven.build.kunit.TestSelection;
import org.kernelmaven.module.KunitSuites;

/**
 * The {@code .ko} files of a test.
 *
 * @param wanted the project's own, in the order in which they are to be loaded
 * @param tests its KUnit tests, loaded after them
 * @param provided those of the projects it depends on
 * @param spare those of its KUnit tests of which none is wanted, loaded where another needs them
 */
public record TestModules(List<Path> wanted, List<Path> tests, List<Path> provided, List<Path> spare) {

    /** Copies. */
    public TestModules {
        wanted = List.copyOf(wanted);
        tests = List.copyOf(tests);
        provided = List.copyOf(provided);
        spare = List.copyOf(spare);
    }

    /** All of whose tests are wanted. */
    public TestModules(List<Path> wanted, List<Path> tests, List<Path> provided) {
        this(wanted, tests, provided, List.of());
    }

    /** The same, but only those tests are wanted that may be selected: the others' modules are spare. */
    TestModules select(TestSelection selection) throws IOException {
        if (selection.isAll()) {
            return this;
        }
        var selected = new ArrayList<Path>();
        var others = new ArrayList<>(spare);
        for (var test : tests) {
            var suites = KunitSuites.read(test);
            (suites.isEmpty() || suites.stream().anyMatch(selection::mayBeIn) ? selected : others).add(test);
        }
        return new TestModules(wanted, selected, provided, others);
    }

    /** The names of the suites in the tests, wanted or not, as far as their files tell. */
    SortedSet<String> suites() throws IOException {
        var suites = new TreeSet<String>();
        for (var files : List.of(tests, spare)) {
            for (var test : files) {
                suites.addAll(KunitSuites.read(test));
            }
        }
        return suites;
    }
}
