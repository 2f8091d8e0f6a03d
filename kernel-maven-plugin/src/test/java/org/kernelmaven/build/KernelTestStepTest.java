package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.build.kunit.TestSelection;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.SurefireReports;

/** Runs a script in QEMU's place: boot N prints the console N, or the last there is. */
class KernelTestStepTest {

    private static final String CONFIG =
            """
            CONFIG_BLK_DEV_INITRD=y
            CONFIG_BINFMT_ELF=y
            CONFIG_PRINTK=y
            CONFIG_TTY=y
            CONFIG_SERIAL_8250_CONSOLE=y
            CONFIG_KUNIT=y
            """;

    private static final String QEMU =
            """
            #!/bin/sh
            case "$*" in *' kvm '*) exit 1;; esac
            cd 'DIRECTORY'
            echo "$*" >>arguments
            boot=$(wc -l <arguments)
            [ -f console.$boot ] || boot=$(ls console.* | wc -l)
            cat console.$boot
            echo '[    2.000000] kernel-maven: booted 6.1.5'
            echo '[    2.000000] kernel-maven: done'
            """;

    private static final String[] GOOD = {
        "TAP version 14", "1..1", "    # Subtest: list", "    1..1", "    ok 1 add", "ok 1 list"
    };

    private static final String[] BAD = {
        "TAP version 14",
        "1..1",
        "    # Subtest: list",
        "    1..2",
        "    ok 1 add",
        "    # remove: EXPECTATION FAILED at lib/list-test.c:3",
        "    not ok 2 remove",
        "not ok 1 list"
    };

    private static final String[] REMOVED = {
        "TAP version 14", "1..1", "    # Subtest: list", "    1..1", "    ok 1 remove", "ok 1 list"
    };

    @TempDir
    private Path directory;

    private String config = CONFIG;
    private String release = "6.1.5";
    private boolean failureIgnore;
    private boolean failIfNone;
    private int reruns;
    private TestSelection selection = TestSelection.ALL;

    private void boots(String[]... consoles) throws IOException {
        var bin = Files.createDirectories(directory.resolve("bin"));
        var script =
                Files.writeString(bin.resolve("qemu-system-x86_64"), QEMU.replace("DIRECTORY", directory.toString()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var i = 0; i < consoles.length; i++) {
            Files.write(directory.resolve("console." + (i + 1)), List.of(consoles[i]));
        }
    }

    private Optional<TestReport> test() throws IOException {
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
        return new KernelTestStep(
                        environment, directory.resolve("out"), new SurefireReports(directory.resolve("reports")))
                .run(
                        new KernelTestStep.Kernel(
                                release,
                                Toolchain.of(
                                        Arch.X86_64,
                                        Optional.empty(),
                                        Optional.empty(),
                                        MakeFlags.parse(List.of()),
                                        host),
                                DotConfig.parse(config, "config"),
                                Files.writeString(directory.resolve("vmlinuz"), "")),
                        new GuestParameters(64, 1, Duration.ofSeconds(30), "quiet"),
                        new TestRules(false, failureIgnore, selection, failIfNone, reruns));
    }

    private List<String> boots() throws IOException {
        return Files.readAllLines(directory.resolve("arguments"));
    }

    private String report() throws IOException {
        return Files.readString(directory.resolve("reports/TEST-list.xml"));
    }

    @Test
    void suitesOfTheBootAreReported() throws IOException {
        boots(GOOD);
        var report = test().orElseThrow();
        assertThat(report.summary()).matches("Booted Linux 6\\.1\\.5 in \\d+\\.\\d s, 1 test passed");
        assertThat(report()).contains("tests=\"1\"", "name=\"add\"");
        assertThat(boots()).singleElement().asString().contains("loglevel=7 kunit.enable=1 quiet");
    }

    @Test
    void failedTestFailsTheBuildWithWhatItPrinted() throws IOException {
        boots(BAD);
        assertThatThrownBy(this::test)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("The kernel's tests failed on Linux 6.1.5")
                .hasMessageContaining("test 'list.remove' failed:\n    # remove: EXPECTATION FAILED");
        assertThat(report()).contains("<failure message=\"# remove: EXPECTATION FAILED at lib/list-test.c:3\"");
    }

    @Test
    void failureMayBeIgnored() throws IOException {
        boots(BAD);
        failureIgnore = true;
        assertThat(test()).isPresent();
    }

    @Test
    void warningOfABootIsNoFailure() throws IOException {
        var warning = new ArrayList<>(List.of("WARNING: CPU: 0 PID: 1 at lib/x.c:3"));
        warning.addAll(List.of(GOOD));
        boots(warning.toArray(String[]::new));
        assertThat(test()).isPresent();
    }

    @Test
    void oopsFailsAndIsNotRunAgain() throws IOException {
        boots(new String[] {"BUG: kernel NULL pointer dereference, address: 0000000000000000"}, GOOD);
        reruns = 3;
        assertThatThrownBy(this::test).hasMessageContaining("NULL pointer dereference");
        assertThat(boots()).hasSize(1);
    }

    @Test
    void kunitIsToldTheSelection() throws IOException {
        boots(GOOD);
        selection = TestSelection.parse("list#add", true);
        test();
        assertThat(boots()).singleElement().asString().contains("kunit.filter_glob=list.add");
    }

    @Test
    void kunitThatKnowsNoCasesIsToldTheSuite() throws IOException {
        boots(GOOD);
        release = "5.15.0";
        selection = TestSelection.parse("list#add", true);
        test();
        assertThat(boots()).singleElement().asString().contains("kunit.filter_glob=list ");
    }

    @Test
    void selectionOfNothingNamesTheSuitesThatThereAre() throws IOException {
        boots(new String[] {"TAP version 14", "1..0"}, new String[] {"TAP version 14", "list.add", "math.sum"});
        selection = TestSelection.parse("lits", true);
        assertThatThrownBy(this::test).hasMessageContaining("no test matches -Dtest=lits. There are: list, math.");
        assertThat(boots()).last().asString().contains("kunit.action=list").doesNotContain("filter_glob");
    }

    @Test
    void selectionOfNothingIsPassedOverWhereThatIsAsked() throws IOException {
        boots(new String[] {"TAP version 14", "1..0"}, GOOD);
        selection = TestSelection.parse("lits", false);
        assertThat(test().orElseThrow().tests()).isEmpty();
        assertThat(boots()).hasSize(1);
    }

    @Test
    void failedTestThatPassesInANewGuestIsAFlake() throws IOException {
        boots(BAD, REMOVED);
        reruns = 2;
        var report = test().orElseThrow();
        assertThat(report.tests())
                .filteredOn(Attempts::isFlake)
                .extracting(Attempts::name)
                .containsExactly("list.remove");
        assertThat(report.summary()).contains("2 tests passed, 1 of them flaky");
        assertThat(boots()).hasSize(2).last().asString().contains("kunit.filter_glob=list.remove");
        assertThat(report())
                .contains("failures=\"0\"", "flakes=\"1\"", "<flakyFailure message=\"# remove: EXPECTATION");
        assertThat(directory.resolve("out/console-rerun-1.log")).exists();
    }

    @Test
    void failedTestIsRunAgainNoMoreThanAsked() throws IOException {
        boots(BAD);
        reruns = 2;
        assertThatThrownBy(this::test).hasMessageContaining("test 'list.remove' failed in each of 3 guests");
        assertThat(boots()).hasSize(3);
        assertThat(report()).contains("failures=\"1\"").containsPattern("(?s)<rerunFailure.*<rerunFailure");
    }

    @Test
    void consolesOfFormerRerunsAreRemoved() throws IOException {
        boots(GOOD);
        Files.createDirectories(directory.resolve("out"));
        Files.writeString(directory.resolve("out/console-rerun-7.log"), "");
        test();
        assertThat(directory.resolve("out/console-rerun-7.log")).doesNotExist();
    }

    @Test
    void bootWithoutATestFailsWhereThatIsAsked() throws IOException {
        boots(new String[][] {{"TAP version 14", "1..0"}});
        assertThat(test()).isPresent();
        failIfNone = true;
        assertThatThrownBy(this::test).hasMessageContaining("No test was run: ").hasMessageContaining("failIfNoTests");
    }

    @Test
    void kernelThatCannotBeBootedIsNotTestedOrFailsWhereThatIsAsked() throws IOException {
        boots(GOOD);
        config = CONFIG.replace("CONFIG_TTY=y\n", "");
        assertThat(test()).isEmpty();
        failIfNone = true;
        assertThatThrownBy(this::test).hasMessageContaining("its configuration lacks TTY");
    }

    @Test
    void kernelWithoutKunitHasNothingToTest() throws IOException {
        var none = DotConfig.parse("CONFIG_KUNIT=m\n", "config");
        assertThat(KernelTestStep.isWithoutTests(none, TestRules.ALL)).isTrue();
        assertThat(KernelTestStep.isWithoutTests(DotConfig.parse(CONFIG, "config"), TestRules.ALL))
                .isFalse();
        assertThatThrownBy(() ->
                        KernelTestStep.isWithoutTests(none, new TestRules(false, false, TestSelection.ALL, true, 0)))
                .hasMessageContaining("Set KUNIT");
    }

    @Test
    void rerunsAreBounded() {
        assertThatThrownBy(() -> new TestRules(false, false, TestSelection.ALL, false, -1))
                .hasMessageContaining("surefire.rerunFailingTestsCount: -1");
    }
}
