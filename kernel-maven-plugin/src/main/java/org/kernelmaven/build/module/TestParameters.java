package org.kernelmaven.build.module;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.module.KernelModules;

/**
 * How to test modules.
 *
 * @param guest what they are loaded in
 * @param moduleParameters what insmod would be given for a module, by its name: {@code debug=1 name=x}
 * @param rules which of their tests are wanted, and what fails
 */
public record TestParameters(GuestParameters guest, Map<String, String> moduleParameters, TestRules rules) {

    /** Copies. */
    public TestParameters {
        moduleParameters = Collections.unmodifiableSortedMap(new TreeMap<>(moduleParameters));
    }

    /** The same by other rules. */
    TestParameters with(TestRules others) {
        return new TestParameters(guest, moduleParameters, others);
    }

    /** The same without the parameters of modules that this guest may not load. */
    TestParameters without(Set<String> modules) {
        var others = new TreeMap<>(moduleParameters);
        others.keySet().removeIf(name -> modules.contains(KernelModules.name(name)));
        return new TestParameters(guest, others, rules);
    }

    /** All tests are run, and what is bad fails the build. */
    public TestParameters(GuestParameters guest, Map<String, String> moduleParameters) {
        this(guest, moduleParameters, TestRules.ALL);
    }
}
