package org.kernelmaven.build.kunit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.Ktap;

/** The results of all guests, each with its test's earlier ones. */
final class Turns {

    /** Nothing keeps a kernel's tests from having the same name: in each guest the first is the first. */
    private record Test(String name, int number) {}

    private final Map<Test, Attempts> tests = new LinkedHashMap<>();

    /** Takes what a guest gave: of each test that had failed, and of those that nobody knew of before. */
    void add(List<Ktap.Result> results) {
        var before = new LinkedHashMap<>(tests);
        var numbers = new HashMap<String, Integer>();
        for (var result : results) {
            add(new Test(result.name(), numbers.merge(result.name(), 1, Integer::sum)), result);
        }
        before.forEach((test, attempts) -> {
            if (attempts.status().isBad() && attempts.equals(tests.get(test))) {
                add(test, absent(attempts, results));
            }
        });
    }

    private void add(Test test, Ktap.Result result) {
        var before = tests.get(test);
        if (before == null) {
            tests.put(test, Attempts.of(result));
        } else if (before.status().isBad()) {
            var all = new ArrayList<>(before.results());
            all.add(result);
            tests.put(test, new Attempts(all));
        }
    }

    /** A suite that broke off has no result where it does not; a test of which nothing is heard has failed again. */
    private static Ktap.Result absent(Attempts test, List<Ktap.Result> results) {
        var suite = results.stream()
                .filter(result -> result.suite().equals(test.suite()))
                .toList();
        var good = test.first().caseName().isEmpty()
                && !suite.isEmpty()
                && suite.stream().noneMatch(result -> result.status().isBad());
        return good
                ? new Ktap.Result(test.name(), Ktap.Status.PASSED, List.of())
                : new Ktap.Result(test.name(), Ktap.Status.CRASHED, List.of("gave no result"));
    }

    /** Those that have not passed yet. */
    List<Attempts> bad() {
        return tests.values().stream().filter(test -> test.status().isBad()).toList();
    }

    /** All, in the order in which they first came. */
    List<Attempts> all() {
        return List.copyOf(tests.values());
    }
}
