package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.GuestNeeds;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.build.kunit.TestRuns;
import org.kernelmaven.build.kunit.TestSelection;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.module.KernelModules;
import org.kernelmaven.module.LoadPlan;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.GuestRun;
import org.kernelmaven.vm.GuestRunner;
import org.kernelmaven.vm.GuestShare;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Ktap;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boots the kernel that modules were built for, loads them with all they depend on, and unloads them in reverse order.
 */
public final class TestStep {

    private static final Logger LOG = LoggerFactory.getLogger(TestStep.class);

    private final Environment environment;
    private final Toolchain toolchain;
    private final Path directory;
    private final SurefireReports reports;
    private final GuestRunner runner;

    /**
     * @param toolchain compiles the guest's first process; of the kernel's architecture
     * @param directory where the initramfs and the console's log go
     * @param reports take the results of tests
     */
    public TestStep(Environment environment, Toolchain toolchain, Path directory, SurefireReports reports) {
        this.environment = environment;
        this.toolchain = toolchain;
        this.directory = directory;
        this.reports = reports;
        this.runner = new GuestRunner(environment.runner(), environment.host());
    }

    /**
     * Tests.
     *
     * @return empty where it was skipped, which a message has said
     * @throws UserException where a module cannot be loaded or unloaded, or the kernel or a test reports a fault
     */
    public Optional<TestReport> run(TestKernel kernel, TestModules modules, TestParameters parameters)
            throws IOException {
        var rules = parameters.rules();
        var lack = lack(kernel);
        if (lack.isPresent()) {
            rules.none(lack.get());
            if (environment.session().add("no test: " + lack.get())) {
                LOG.warn("Modules are not tested: {}.", lack.get());
            } else {
                LOG.info("The modules are not tested, as said before.");
            }
            return Optional.empty();
        }
        var selected = modules.select(rules.selection());
        if (selected.tests().isEmpty() && !rules.selection().isAll()) {
            nothing(rules, modules.suites());
            return Optional.empty();
        }
        return Optional.of(test(kernel, selected, parameters));
    }

    private static void nothing(TestRules rules, SortedSet<String> suites) {
        if (rules.selection().isRequired() && !suites.isEmpty()) {
            throw new UserException("Nothing to test: " + rules.selection().describeNothing(suites));
        }
        rules.none("this project has none that -Dtest=" + rules.selection() + " selects");
        LOG.info("No test is run: this project has none that -Dtest={} selects", rules.selection());
    }

    /** What this kernel or this machine lacks to boot the one on the other, with the cure. */
    public Optional<String> lack(TestKernel kernel) {
        if (kernel.image().isEmpty()) {
            return Optional.of("there is no image of Linux " + kernel.release()
                    + " to boot. Deploy or install the kernel's main artifact with its dev artifact");
        }
        var missing = Stream.concat(
                        GuestNeeds.missing(kernel.config(), kernel.arch()).stream(),
                        Stream.of("MODULES").filter(option -> !kernel.offers(option)))
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(
                    GuestNeeds.lack(kernel.release(), missing) + " Set them to yes in the kernel project's <config>");
        }
        return runner.lack(kernel.arch());
    }

    /** Checks that the kernel can mount what the guest is to. */
    public static void requireShares(TestKernel kernel, TestParameters parameters) {
        GuestNeeds.requireShares(
                kernel.config(),
                kernel.arch(),
                kernel.release(),
                parameters.guest().shares(),
                "kernel.test.shares");
    }

    private TestReport test(TestKernel kernel, TestModules modules, TestParameters parameters) throws IOException {
        requireShares(kernel, parameters);
        Files.createDirectories(directory);
        GuestInit.compile(toolchain, environment.runner(), directory.resolve("init"));
        var rules = parameters.rules();
        var subject = new TestRuns.Subject(
                "The modules",
                kernel.release(),
                kernel.filtersModules()
                        ? "KUnit's filter is one pattern"
                        : "before Linux 6.6 KUnit cannot filter the tests of modules");
        var report = new TestRuns(subject, directory, reports)
                .run(
                        rules,
                        (selection, ktap, console) -> boot(
                                kernel, modules.select(selection), parameters.with(rules.of(selection)), ktap, console),
                        all -> withoutTests(kernel, modules, rules.selection(), all));
        if (report.tests().isEmpty()) {
            rules.none("this project has no KUnit test in src/test/module");
        }
        return report;
    }

    private GuestRun boot(TestKernel kernel, TestModules modules, TestParameters parameters, Ktap ktap, Path console)
            throws IOException {
        var plan = plan(kernel, modules, List.of());
        var absent = names(modules.spare());
        plan.steps().forEach(step -> absent.remove(step.name()));
        var initramfs = directory.resolve("initramfs");
        new Initramfs(
                        directory.resolve("init"),
                        GuestSetup.modules(kernel, plan, parameters.without(absent)),
                        kernel.offers("DEBUG_KMEMLEAK"),
                        Optional.empty(),
                        parameters.guest().files(),
                        GuestShare.mounts(kernel.arch(), parameters.guest().shares()))
                .write(initramfs, kernel.offers("RD_GZIP"));
        var guest = parameters
                .guest()
                .guest(kernel.arch(), kernel.image().orElseThrow(), initramfs, GuestSetup.words(kernel, parameters));
        LOG.info("Booting Linux {} {}", kernel.release(), runner.means(guest));
        return runner.boot(guest, console, new Watcher(ktap));
    }

    private static Set<String> names(List<Path> modules) {
        return modules.stream()
                .map(file -> KernelModules.name(String.valueOf(file.getFileName())))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * The order in which modules are loaded, with those of the kernel that they need.
     *
     * @param tried names of modules that are of use to the guest, where they can be loaded
     */
    public LoadPlan plan(TestKernel kernel, TestModules modules, List<String> tried) throws IOException {
        var own = kernel.modules().isPresent()
                ? KernelModules.read(kernel.modules().get())
                : KernelModules.none();
        var wanted = new ArrayList<>(modules.wanted());
        wanted.addAll(modules.tests());
        return LoadPlan.of(
                new LoadPlan.Modules(
                        wanted,
                        modules.provided(),
                        modules.spare(),
                        // What runs the suites, though a test may use no symbol of it.
                        modules.tests().isEmpty() ? List.of() : List.of("kunit"),
                        tried,
                        own,
                        kernel.release()),
                directory.resolve("modules"));
    }

    /**
     * What is wrong with a run without results: the test modules of a kernel whose KUnit is a module need it, so they
     * must give some.
     */
    private static Optional<String> withoutTests(
            TestKernel kernel, TestModules modules, TestSelection selection, List<Ktap.Result> all) throws IOException {
        if (modules.tests().isEmpty() || !kernel.offers("KUNIT")) {
            return Optional.empty();
        }
        if (selection.isAll()) {
            return Optional.of(
                    "the modules of src/test/module gave no test result: name a suite in kunit_test_suite(), and see that"
                            + " nothing turns KUnit off (kunit.enable, kunit.filter_glob)");
        }
        if (!selection.isRequired()) {
            return Optional.empty();
        }
        var known = modules.suites();
        all.forEach(result -> known.add(
                result.suite() + result.caseName().map(name -> "#" + name).orElse("")));
        return Optional.of(selection.describeNothing(known));
    }

    /** Reads the results of the tests that modules bring. */
    private static final class Watcher implements Consumer<String> {

        private final Ktap ktap;
        private boolean loading;

        Watcher(Ktap ktap) {
            this.ktap = ktap;
        }

        @Override
        public void accept(String line) {
            if (line.contains(GuestInit.PREFIX)) {
                loading = !line.endsWith(GuestInit.DONE) && (loading || line.contains(GuestInit.PREFIX + "loading "));
            }
            if (loading) {
                ktap.line(line);
            }
            LOG.debug("| {}", line);
        }
    }
}
