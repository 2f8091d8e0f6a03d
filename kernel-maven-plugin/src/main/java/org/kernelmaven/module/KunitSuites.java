package org.kernelmaven.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the KUnit suites in a module. {@code kunit_test_suites()} leaves a pointer to each in a section, and a
 * {@code struct kunit_suite} begins with its name (include/kunit/test.h).
 */
public final class KunitSuites {

    /** The second one is for suites that test code of the boot, since Linux 6.8. */
    private static final List<String> SECTIONS = List.of(".kunit_test_suites", ".kunit_init_test_suites");

    /** {@code char name[256]} */
    private static final int NAME_BYTES = 256;

    private KunitSuites() {}

    /**
     * Reads them.
     *
     * @param ko a plain {@code .ko}
     * @return none where it has none, or was built for a kernel before 5.19, whose modules run their suites themselves
     */
    public static List<String> read(Path ko) throws IOException {
        try (var object = ElfObject.open(ko)) {
            var names = new ArrayList<String>();
            for (var section : SECTIONS) {
                for (var suite : object.pointers(section)) {
                    names.add(object.text(suite, NAME_BYTES));
                }
            }
            return names;
        }
    }
}
