package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.kernelmaven.KernelVersion;
import org.kernelmaven.UserException;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.build.kunit.TestRuns;
import org.kernelmaven.build.kunit.TestSelection;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.GuestRun;
import org.kernelmaven.vm.GuestRunner;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Ktap;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots the built kernel, whose own KUnit suites run before its first process. */
final class KernelTestStep {

    private static final Logger LOG = LoggerFactory.getLogger(KernelTestStep.class);

    /** Before, KUnit's filter knows suites alone, since 5.12, and there is no list of tests (lib/kunit/executor.c). */
    private static final KernelVersion CASES_ARE_FILTERED = new KernelVersion(5, 16, 0, "");

    /** What {@code kunit.action=list} prints: {@code suite.case}. */
    private static final Pattern LISTED =
            Pattern.compile("(?:\\[ *\\d+\\.\\d+\\](?:\\[ *[TC]\\d+\\])? )?([^.:=/\\[\\]]+)\\.\\w+");

    private final Environment environment;
    private final Path directory;
    private final SurefireReports reports;
    private final GuestRunner runner;

    /**
     * What of a kernel it takes to test it.
     *
     * @param toolchain compiles the guest's first process
     */
    record Kernel(String release, Toolchain toolchain, DotConfig config, Path image) {

        boolean has(String option) {
            return config.tristate(option) == ConfigValue.Tristate.Y;
        }

        /** Whether an option is there to be set, and is not. */
        boolean lacks(String option) {
            return config.get(option).isPresent() && !has(option);
        }

        boolean filtersCases() {
            return KernelVersion.ofRelease(release).stream()
                    .anyMatch(version -> version.compareTo(CASES_ARE_FILTERED) >= 0);
        }
    }

    /**
     * @param directory where the initramfs and the consoles go
     * @param reports take the results
     */
    KernelTestStep(Environment environment, Path directory, SurefireReports reports) {
        this.environment = environment;
        this.directory = directory;
        this.reports = reports;
        this.runner = new GuestRunner(environment.runner(), environment.host());
    }

    /** Says that there is nothing to test in a kernel of that configuration, where it is so. */
    static boolean isWithoutTests(DotConfig config, TestRules rules) {
        if (config.tristate("KUNIT") == ConfigValue.Tristate.Y) {
            return false;
        }
        rules.none("the kernel has no KUnit suites of its own. Set KUNIT and the tests' options to yes in <config>");
        LOG.info("No tests to run: KUNIT is not built in");
        return true;
    }

    /**
     * Tests.
     *
     * @return empty where it cannot be booted here, which a message has said
     * @throws UserException where a test failed, or the kernel reports a fault
     */
    Optional<TestReport> run(Kernel kernel, GuestParameters parameters, TestRules rules) throws IOException {
        var lack = lack(kernel);
        if (lack.isPresent()) {
            rules.none(lack.get());
            LOG.warn("The kernel is not tested: {}.", lack.get());
            return Optional.empty();
        }
        Files.createDirectories(directory);
        var init = directory.resolve("init");
        GuestInit.compile(kernel.toolchain(), environment.runner(), init);
        var initramfs = directory.resolve("initramfs");
        new Initramfs(init, List.of()).write(initramfs, kernel.has("RD_GZIP"));
        var report = new TestRuns(
                        new TestRuns.Subject("The kernel's tests", kernel.release(), "KUnit's filter is one pattern"),
                        directory,
                        reports)
                .run(
                        rules,
                        (selection, ktap, console) -> boot(
                                kernel,
                                guest(kernel, initramfs, parameters, filter(kernel, selection)),
                                console,
                                ktap::line),
                        all -> missing(kernel, initramfs, parameters, rules.selection()));
        if (report.tests().isEmpty()) {
            rules.none("no KUnit suite is built in, or none gave a result");
            LOG.warn("No KUnit suite gave a result. Set the tests' options to yes in <config>, or skipTests.");
        }
        return Optional.of(report);
    }

    private Optional<String> lack(Kernel kernel) {
        var arch = kernel.toolchain().arch();
        var missing = GuestNeeds.missing(kernel.config(), arch);
        return missing.isEmpty()
                ? runner.lack(arch)
                : Optional.of(GuestNeeds.lack(kernel.release(), missing) + " Set them to yes in <config>");
    }

    /** The level of the results, and KUnit turned on, whatever the configuration says; the user's own words win. */
    private static Guest guest(Kernel kernel, Path initramfs, GuestParameters parameters, List<String> kunit) {
        var words = new ArrayList<>(List.of("loglevel=7", "kunit.enable=1"));
        if (kernel.lacks("KUNIT_AUTORUN_ENABLED")) {
            words.add("kunit.autorun=1");
        }
        words.addAll(kunit);
        return parameters.guest(kernel.toolchain().arch(), kernel.image(), initramfs, words);
    }

    private static List<String> filter(Kernel kernel, TestSelection selection) {
        return selection.glob().stream()
                .map(glob -> kernel.filtersCases() ? glob : glob.substring(0, glob.lastIndexOf('.')))
                .map(glob -> "kunit.filter_glob=" + glob)
                .toList();
    }

    private GuestRun boot(Kernel kernel, Guest guest, Path console, Consumer<String> lines) throws IOException {
        LOG.info("Booting Linux {} {}", kernel.release(), runner.means(guest));
        return runner.boot(guest, console, lines.andThen(line -> LOG.debug("| {}", line)));
    }

    /** Asks the kernel which tests it has, for nothing in its image is sure to tell. */
    private Optional<String> missing(Kernel kernel, Path initramfs, GuestParameters parameters, TestSelection selection)
            throws IOException {
        if (!selection.isRequired()) {
            return Optional.empty();
        }
        SortedSet<String> known = new TreeSet<>();
        var ktap = new Ktap();
        var run = boot(
                kernel,
                guest(kernel, initramfs, parameters, List.of("kunit.action=list")),
                directory.resolve("console-list.log"),
                line -> {
                    ktap.line(line);
                    var listed = LISTED.matcher(line);
                    if (listed.matches()) {
                        known.add(listed.group(1));
                    }
                });
        if (!run.outcome().succeeded()) {
            return Optional.of(run.outcome().describe() + ", when it was asked which tests it has");
        }
        if (!kernel.filtersCases()) {
            // There is no list, and all tests ran.
            ktap.results().forEach(result -> known.add(result.suite()));
        }
        // A reactor's other projects may have the tests that are meant.
        return known.isEmpty() ? Optional.empty() : Optional.of(selection.describeNothing(known));
    }
}
