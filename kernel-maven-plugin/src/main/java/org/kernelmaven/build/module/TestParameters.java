package org.kernelmaven.build.module;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.kernelmaven.build.GuestParameters;

/**
 * How to test modules.
 *
 * @param skip whether not to
 * @param failureIgnore whether the build goes on after what would fail it
 * @param guest what they are loaded in
 * @param moduleParameters what insmod would be given for a module, by its name: {@code debug=1 name=x}
 * @param selection which of their tests are wanted
 */
public record TestParameters(
        boolean skip,
        boolean failureIgnore,
        GuestParameters guest,
        Map<String, String> moduleParameters,
        TestSelection selection) {

    /** Copies. */
    public TestParameters {
        moduleParameters = Collections.unmodifiableSortedMap(new TreeMap<>(moduleParameters));
    }

    /** The same, and what is bad fails. */
    TestParameters strict() {
        return new TestParameters(skip, false, guest, moduleParameters, selection);
    }

    /** All tests are run, and what is bad fails the build. */
    public TestParameters(GuestParameters guest, Map<String, String> moduleParameters) {
        this(false, false, guest, moduleParameters, TestSelection.ALL);
    }
}
