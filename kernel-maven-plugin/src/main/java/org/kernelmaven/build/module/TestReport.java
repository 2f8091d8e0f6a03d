package org.kernelmaven.build.module;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kernelmaven.vm.Ktap;

/**
 * What a test showed.
 *
 * @param release the kernel's
 * @param loaded the modules that were loaded, by name, in order
 * @param tests the results of KUnit
 * @param elapsed from the guest's start to its end
 * @param console the file that holds all the guest printed
 */
public record TestReport(String release, List<String> loaded, List<Ktap.Result> tests, Duration elapsed, Path console) {

    /** Copies. */
    public TestReport {
        loaded = List.copyOf(loaded);
        tests = List.copyOf(tests);
    }

    /** One line: {@code Loaded 2 modules on Linux 6.1.55 in 2.5 s, 3 tests passed}. */
    public String summary() {
        var passed = count(tests, Ktap.Status.PASSED);
        var skipped = count(tests, Ktap.Status.SKIPPED);
        return String.format(
                        Locale.ROOT,
                        "Loaded %s on Linux %s in %.1f s",
                        some(loaded.size(), "module"),
                        release,
                        elapsed.toMillis() / 1000.0)
                + (tests.isEmpty() ? "" : ", " + some(passed, "test") + " passed")
                + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    /** The results of each suite, in order. */
    Map<String, List<Ktap.Result>> suites() {
        return tests.stream()
                .collect(Collectors.groupingBy(Ktap.Result::suite, LinkedHashMap::new, Collectors.toList()));
    }

    /** Results as Surefire sums up: {@code Tests run: 3, Failures: 1, Errors: 0, Skipped: 1}. */
    static String counts(List<Ktap.Result> results) {
        return "Tests run: " + results.size() + ", Failures: " + count(results, Ktap.Status.FAILED) + ", Errors: "
                + count(results, Ktap.Status.CRASHED) + ", Skipped: " + count(results, Ktap.Status.SKIPPED);
    }

    private static long count(List<Ktap.Result> results, Ktap.Status status) {
        return results.stream().filter(test -> test.status() == status).count();
    }

    private static String some(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
