package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.build.kunit.TestSelection;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.module.BuiltModule;
import org.kernelmaven.module.KunitModule;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.SurefireReports;

/** Runs a script in QEMU's place, which prints what a guest's console would show. */
class TestStepTest {

    private static final String CONFIG =
            """
            CONFIG_BLK_DEV_INITRD=y
            CONFIG_BINFMT_ELF=y
            CONFIG_PRINTK=y
            CONFIG_TTY=y
            CONFIG_SERIAL_8250_CONSOLE=y
            CONFIG_MODULES=y
            CONFIG_MODULE_UNLOAD=y
            CONFIG_KUNIT=m
            """;

    private final Path directory;
    private final Path image;
    private final Path module;

    TestStepTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.image = Files.writeString(directory.resolve("vmlinuz"), "");
        this.module = BuiltModule.assemble(directory.resolve("in/hello.ko"), "license=GPL");
    }

    private Optional<TestReport> test(String config, Map<String, String> moduleParameters, List<Path> tests)
            throws IOException {
        var host = new Host("x86_64", 1, List.of(directory.resolve("bin")));
        var store = new Store(directory.resolve("store"), directory.resolve("store"));
        var environment = new Environment(
                store,
                store,
                new Downloads(store, (uri, target, resume) -> {}, true),
                coordinates -> directory,
                new CommandRunner(),
                host,
                Map.of(),
                "1",
                false,
                new HashSet<>());
        var toolchain = Toolchain.of(Arch.X86_64, Optional.empty(), Optional.empty(), MakeFlags.parse(List.of()), host);
        var kernel = new TestKernel(
                Arch.X86_64,
                release,
                DotConfig.parse(config, "config"),
                Optional.of(image).filter(Files::exists),
                Optional.empty());
        return new TestStep(
                        environment,
                        toolchain,
                        directory.resolve("out"),
                        new SurefireReports(directory.resolve("surefire-reports")))
                .run(
                        kernel,
                        new TestModules(List.of(module), tests, List.of()),
                        new TestParameters(
                                new GuestParameters(64, 1, Duration.ofSeconds(30), "debug"),
                                moduleParameters,
                                new TestRules(false, failureIgnore, selection, failIfNone, reruns)));
    }

    private void qemu(String... lines) throws IOException {
        var bin = Files.createDirectories(directory.resolve("bin"));
        var script = bin.resolve("qemu-system-x86_64");
        Files.writeString(
                script,
                "#!/bin/sh\ncase \"$*\" in *' kvm '*) exit 1;; esac\nprintf '%s\\n' \"$*\" > '" + directory
                        + "/arguments'\nfor file; do case $file in */initramfs) cpio -i --quiet --to-stdout modules.list <$file >'"
                        + directory
                        + "/list';; esac; done\nprintf '%s\\n' '" + String.join("' '", lines) + "'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private boolean failureIgnore;
    private boolean failIfNone;
    private int reruns;
    private TestSelection selection = TestSelection.ALL;
    private String release = "6.1.5";

    private static String said(String words) {
        return "[    2.000000] kernel-maven: " + words;
    }

    @Test
    void resultsAreInAReportThoughTheBuildFails() throws IOException {
        qemu(
                said("loading hello"),
                "    # Subtest: shapes",
                "    1..1",
                "    # area: EXPECTATION FAILED at shapes_test.c:3",
                "    not ok 1 area",
                "not ok 1 shapes",
                said("loaded hello"),
                said("done"));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("EXPECTATION FAILED at shapes_test.c:3");
        assertThat(directory.resolve("surefire-reports/TEST-shapes.xml"))
                .content()
                .contains("<failure message=\"# area: EXPECTATION FAILED at shapes_test.c:3\"");
        failureIgnore = true;
        assertThat(test(CONFIG, Map.of(), List.of())).isPresent();
    }

    @Test
    void aGoodRunIsSummedUp() throws IOException {
        qemu(
                said("loading hello"),
                said("loaded hello"),
                said("unloading hello"),
                said("unloaded hello"),
                said("done"));
        var report = test(CONFIG, Map.of("hello", "x=1"), List.of()).orElseThrow();
        assertThat(report.summary()).matches("Loaded 1 module on Linux 6\\.1\\.5 in \\d+\\.\\d s");
        assertThat(report.console()).content().contains("kernel-maven: loaded hello");
        assertThat(directory.resolve("arguments")).content().contains("loglevel=7 kunit.enable=1 debug");
    }

    @Test
    void aFailureNamesTheModuleAndTheReason() throws IOException {
        qemu(said("loading hello"), "hello: no such device here", said("failed to load hello: error 19"), said("done"));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("module 'hello' could not be loaded: ENODEV")
                .hasMessageContaining("hello: no such device here")
                .hasMessageContaining("console.log");
    }

    @Test
    void aWarningFailsThoughTheGuestWentOn() throws IOException {
        qemu(said("loading hello"), "WARNING: CPU: 0 PID: 1 at hello.c:3", said("loaded hello"), said("done"));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("kernel warning while loading hello:")
                .hasMessageContaining("hello.c:3");
    }

    @Test
    void aGuestThatIsGoneNamesTheModuleThatWasLoaded() throws IOException {
        qemu(said("loading hello"));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("before the guest was done")
                .hasMessageContaining("while loading hello");
    }

    @Test
    void aFloodIsBoundedOnDisk() throws IOException {
        // Before a module is loaded nothing is shown, so that the log of this test is small.
        qemu("Linux version 6.1.5");
        var script = directory.resolve("bin/qemu-system-x86_64");
        var flood = "exec yes \"$(head -c 60000 /dev/zero | tr '\\0' x)\"\n";
        Files.writeString(script, flood, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the guest printed more than 32 MiB and was ended")
                .hasMessageContaining("while booting")
                .hasMessageContaining("'" + directory.resolve("out/console.log") + "'")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(10_000));
        assertThat(Files.size(directory.resolve("out/console.log"))).isBetween(30L << 20, 32L << 20);
    }

    @Test
    void testsAreCounted() throws IOException {
        qemu(said("loading hello"), "    # Subtest: s", "    ok 1 a", "    ok 2 b # SKIP no", "ok 1 s", said("done"));
        var tests = List.of(BuiltModule.assemble(directory.resolve("in/hello_test.ko"), "depends="));
        assertThat(test(CONFIG, Map.of(), tests).orElseThrow().summary()).endsWith(", 1 test passed, 1 skipped");
    }

    private Path suite(String name) throws IOException {
        return KunitModule.assemble(directory.resolve("in/" + name + "_test.ko"), name);
    }

    private List<Path> shapes() throws IOException {
        return List.of(suite("circle"), suite("square"));
    }

    @Test
    void onlyWhatIsSelectedIsReportedAndJudged() throws IOException {
        qemu(
                said("loading circle_test"),
                "    # Subtest: circle",
                "    ok 1 area",
                "    not ok 2 perimeter",
                "not ok 1 circle",
                said("done"));
        selection = TestSelection.parse("circle#area", true);
        var report = test(CONFIG, Map.of(), shapes()).orElseThrow();
        assertThat(report.tests()).extracting(Attempts::name).containsExactly("circle.area");
        assertThat(directory.resolve("surefire-reports/TEST-circle.xml"))
                .content()
                .contains("tests=\"1\"");
    }

    @Test
    void modulesWithoutASelectedSuiteAreNotLoaded() throws IOException {
        qemu(said("loading circle_test"), "    # Subtest: circle", "    ok 1 area", "ok 1 circle", said("done"));
        selection = TestSelection.parse("c*", true);
        test(CONFIG, Map.of(), shapes());
        assertThat(directory.resolve("list")).content().contains("circle_test").doesNotContain("square_test");
    }

    @Test
    void aSuiteThatThereIsNotFailsBeforeAnythingBoots() throws IOException {
        qemu(said("done"));
        selection = TestSelection.parse("triangle", true);
        assertThatThrownBy(() -> test(CONFIG, Map.of(), shapes()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no test matches -Dtest=triangle. There are: circle, square.");
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    @Test
    void aCaseThatThereIsNotFailsAndNamesThoseThatRanAndTheOtherSuites() throws IOException {
        qemu(said("loading circle_test"), "    # Subtest: circle", "    ok 1 area", "ok 1 circle", said("done"));
        selection = TestSelection.parse("circle#volume", true);
        assertThatThrownBy(() -> test(CONFIG, Map.of(), shapes()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no test matches -Dtest=circle#volume. There are: circle, circle#area, square.");
    }

    @Test
    void aProjectWithoutAMatchIsPassedOverWhereThatIsAsked() throws IOException {
        qemu(said("done"));
        selection = TestSelection.parse("triangle", false);
        assertThat(test(CONFIG, Map.of(), shapes())).isEmpty();
    }

    @Test
    void kunitIsToldTheSelectionSinceLinux66() throws IOException {
        qemu(said("loading circle_test"), "    # Subtest: circle", "    ok 1 area", "ok 1 circle", said("done"));
        selection = TestSelection.parse("circle#area", true);
        test(CONFIG, Map.of(), shapes());
        assertThat(directory.resolve("arguments")).content().doesNotContain("filter_glob");
        release = "6.6.0-acme";
        test(CONFIG, Map.of(), shapes());
        assertThat(directory.resolve("arguments")).content().contains("kunit.filter_glob=circle.area");
    }

    @Test
    void onlyTheModulesOfFailedTestsAreLoadedAgain() throws IOException {
        qemu(
                said("loading circle_test"),
                "    # Subtest: circle",
                "    not ok 1 area",
                "not ok 1 circle",
                said("done"));
        reruns = 1;
        assertThatThrownBy(() -> test(CONFIG, Map.of("square_test", "x=1"), shapes()))
                .hasMessageContaining("test 'circle.area' failed in each of 2 guests");
        assertThat(directory.resolve("list")).content().contains("circle_test").doesNotContain("square_test");
    }

    @Test
    void noTestFailsWhereThatIsAsked() throws IOException {
        qemu(said("loading hello"), said("loaded hello"), said("done"));
        assertThat(test(CONFIG, Map.of(), List.of())).isPresent();
        failIfNone = true;
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of())).hasMessageContaining("No test was run: ");
        Files.delete(image);
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .hasMessageContaining("No test was run: there is no image");
    }

    @Test
    void aFailedTestIsNamed() throws IOException {
        qemu(
                said("loading t"),
                "    # Subtest: s",
                "    # a: EXPECTATION FAILED",
                "    not ok 1 a",
                "not ok 1 s",
                said("done"));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), List.of()))
                .hasMessageContaining("test 's.a' failed:\n    # a: EXPECTATION FAILED");
    }

    @Test
    void testModulesWithoutAResultFail() throws IOException {
        qemu(said("loading hello"), said("done"));
        var tests = List.of(BuiltModule.assemble(directory.resolve("in/hello_test.ko"), "depends="));
        assertThatThrownBy(() -> test(CONFIG, Map.of(), tests)).hasMessageContaining("gave no test result");
    }

    @Test
    void parametersForNoModuleAreRefused() throws IOException {
        qemu();
        assertThatThrownBy(() -> test(CONFIG, Map.of("helo", "x=1"), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("<moduleParameters>")
                .hasMessageContaining("Did you mean 'hello'?");
    }

    @ParameterizedTest
    @CsvSource({"BLK_DEV_INITRD", "SERIAL_8250_CONSOLE", "MODULES"})
    void aKernelThatCannotBeBootedIsNotTested(String option) throws IOException {
        qemu();
        assertThat(test(CONFIG.replace("CONFIG_" + option + "=y\n", ""), Map.of(), List.of()))
                .isEmpty();
    }

    @Test
    void nothingIsTestedWithoutAnImage() throws IOException {
        qemu();
        Files.delete(image);
        assertThat(test(CONFIG, Map.of(), List.of())).isEmpty();
    }

    @Test
    void nothingIsTestedWithoutQemu() throws IOException {
        assertThat(test(CONFIG, Map.of(), List.of())).isEmpty();
    }
}
