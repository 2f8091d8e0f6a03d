package org.kernelmaven.build.kunit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.Ktap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a test showed.
 *
 * @param release the kernel's
 * @param loaded the modules that were loaded, by name, in order
 * @param tests the results of KUnit
 * @param elapsed from the start of each guest to its end
 * @param console the file that holds all the last guest printed
 */
public record TestReport(String release, List<String> loaded, List<Attempts> tests, Duration elapsed, Path console) {

    private static final Logger LOG = LoggerFactory.getLogger(TestReport.class);

    /** Copies. */
    public TestReport {
        loaded = List.copyOf(loaded);
        tests = List.copyOf(tests);
    }

    /** One line: {@code Loaded 2 modules on Linux 6.1.55 in 2.5 s, 3 tests passed}. */
    public String summary() {
        var passed = count(tests, Ktap.Status.PASSED);
        var skipped = count(tests, Ktap.Status.SKIPPED);
        var flakes = flakes(tests);
        return String.format(
                        Locale.ROOT,
                        "%s Linux %s in %.1f s",
                        loaded.isEmpty() ? "Booted" : "Loaded " + some(loaded.size(), "module") + " on",
                        release,
                        elapsed.toMillis() / 1000.0)
                + (tests.isEmpty() ? "" : ", " + some(passed, "test") + " passed")
                + (flakes == 0 ? "" : ", " + flakes + " of them flaky")
                + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }

    /** Tells the results as Surefire does: a line a suite, the flaky tests, and a line for all. */
    void show() {
        var suites =
                tests.stream().collect(Collectors.groupingBy(Attempts::suite, LinkedHashMap::new, Collectors.toList()));
        suites.forEach(TestReport::show);
        if (flakes(tests) > 0) {
            LOG.warn("Flakes:");
            tests.stream().filter(Attempts::isFlake).forEach(TestReport::showFlake);
        }
        if (suites.size() > 1) {
            LOG.info("{}", counts(tests));
        }
    }

    private static void show(String suite, List<Attempts> tests) {
        if (tests.stream().anyMatch(test -> test.status().isBad())) {
            LOG.error("{} <<< FAILURE! -- in {}", counts(tests), suite);
        } else if (flakes(tests) > 0) {
            LOG.warn("{} -- in {}", counts(tests), suite);
        } else {
            LOG.info("{} -- in {}", counts(tests), suite);
        }
    }

    private static void showFlake(Attempts test) {
        LOG.warn("{}", test.name());
        var run = 0;
        for (var result : test.results()) {
            run++;
            if (result.status().isBad()) {
                LOG.error("  Run {}: {}", run, String.join("\n    ", result.diagnostics()));
            } else {
                LOG.info("  Run {}: PASS", run);
            }
        }
    }

    /** Results as Surefire sums up: {@code Tests run: 3, Failures: 1, Errors: 0, Skipped: 1}. */
    private static String counts(List<Attempts> tests) {
        var flakes = flakes(tests);
        return "Tests run: " + tests.size() + ", Failures: " + count(tests, Ktap.Status.FAILED) + ", Errors: "
                + count(tests, Ktap.Status.CRASHED) + ", Skipped: " + count(tests, Ktap.Status.SKIPPED)
                + (flakes == 0 ? "" : ", Flakes: " + flakes);
    }

    private static long flakes(List<Attempts> tests) {
        return tests.stream().filter(Attempts::isFlake).count();
    }

    private static long count(List<Attempts> tests, Ktap.Status status) {
        return tests.stream().filter(test -> test.status() == status).count();
    }

    private static String some(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
