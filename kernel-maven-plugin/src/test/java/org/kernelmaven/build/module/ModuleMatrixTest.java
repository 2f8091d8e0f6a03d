package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.build.GuestParameters;
import org.kernelmaven.build.StubProject;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.build.kunit.TestSelection;

/** One module project for two kernels: the stub kernel, and the same with a release of its own. */
class ModuleMatrixTest {

    private static final String OTHER = "org.example:other-kernel:2.0";
    private static final String OTHER_RELEASE = StubModule.RELEASE + "-other";

    /** Compiles on the stub kernel alone. */
    private static final String NOT_ON_OTHER = code(
            "#include <generated/utsrelease.h>", "_Static_assert(sizeof(UTS_RELEASE) == sizeof(\"6.1.999\"), \"no\");");

    @TempDir
    static Path shared;

    private static Path otherDev;

    @TempDir
    Path directory;

    private StubModule widget;

    @BeforeAll
    static void otherKernel() throws IOException {
        otherDev = new StubProject(shared.resolve("kernel"), shared.resolve("store"))
                .option("LOCALVERSION", "-other").build().pack().artifacts().stream()
                        .filter(artifact -> artifact.type().equals("kernel-dev"))
                        .findFirst()
                        .orElseThrow()
                        .file();
    }

    @BeforeEach
    void project() throws IOException {
        widget = new StubModule(directory.resolve("widget"), directory.resolve("store")).matrixKernel(OTHER, otherDev);
        widget.source("widget.c", code("int widget(void) { return 0; }"));
    }

    private static List<String> classifiers(ModuleOutput output) {
        return output.artifacts().stream()
                .map(ModuleOutput.Artifact::classifier)
                .toList();
    }

    private static TestParameters tests(boolean skip) {
        return new TestParameters(
                new GuestParameters(64, 1, Duration.ofSeconds(5), ""),
                Map.of(),
                new TestRules(skip, false, TestSelection.ALL, false, 0));
    }

    @Test
    void thereIsOneMainArtifactAndEachKernelsOwn() throws IOException {
        var output = widget.matrix().pack();

        assertThat(classifiers(output))
                .containsExactly(
                        "", "6.1.999-x86_64", "6.1.999-x86_64-dev", "6.1.999-other-x86_64", "6.1.999-other-x86_64-dev");
        var main = ModuleArtifacts.open(output.artifacts().get(0).file(), directory.resolve("main"));
        assertThat(ModuleMetadata.in(main, main).binaries())
                .extracting(ModuleMetadata.Binary::release)
                .containsExactly(StubModule.RELEASE, OTHER_RELEASE);
        assertThat(main.resolve("src/widget.c")).exists();
    }

    @Test
    void theMainArtifactSaysOfAModuleWhatHoldsOnEachKernel() throws IOException {
        var output = widget.matrix().compile(false);

        var info = ModuleMetadata.in(output.artifacts().get(0).file(), directory)
                .modules()
                .get(0)
                .info();
        assertThat(info).containsKey("license").doesNotContainKey("vermagic");
    }

    @Test
    void eachBinaryIsForItsKernel() throws IOException {
        var output = widget.matrix().compile(false);

        var module = output.artifacts().get(3).file().resolve("lib/modules/" + OTHER_RELEASE + "/updates/widget.ko");
        assertThat(StubDev.run(directory, "modinfo", "-F", "vermagic", module.toString())
                        .strip())
                .isEqualTo(OTHER_RELEASE);
    }

    @Test
    void nothingIsMadeTwice() throws IOException {
        widget.matrix().pack();

        var log = CapturedLog.of(() -> {
            widget.matrix().compile(true);
            widget.matrix().pack();
        });

        assertThat(log).doesNotContain("Compiled", "Packed");
    }

    @Test
    void anotherProjectUsesTheBinaryOfItsKernel() throws IOException {
        widget.source("widget.c", code("int widget(void) { return 0; }", "EXPORT_SYMBOL(widget);"));
        widget.header("widget.h", "int widget(void);\n");
        var output = widget.matrix().pack();
        var user = new StubModule(directory.resolve("user"), directory.resolve("store"))
                .kernel(otherDev)
                .dependsOn(widget, output, "compile")
                .source("user.c", code("#include <widget.h>", "int user(void) { return widget(); }"));

        user.compile();

        assertThat(user.directory.resolve(
                        "target/kernel-module/artifacts/binaries/lib/modules/" + OTHER_RELEASE + "/updates/user.ko"))
                .exists();
    }

    @Test
    void oneKernelsFailureDoesNotHideTheOthers() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        var output = widget.matrix().compile(true);

        assertThat(classifiers(output)).containsExactly("", "6.1.999-x86_64", "6.1.999-x86_64-dev");
    }

    @Test
    void whereNothingComesAfterItAFailureEndsTheBuildAtOnce() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        assertThatThrownBy(() -> widget.matrix().compile(false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("1 of 2 kernels failed:\n" + OTHER + ": Compiling the modules failed");
    }

    @Test
    void whatFailsOnEveryKernelEndsTheBuildAtOnce() throws IOException {
        widget.source("widget.c", code("int widget(void) { return nothing; }"));

        assertThatThrownBy(() -> widget.matrix().compile(true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("2 of 2 kernels failed:");
    }

    @Test
    void theTestsTableShowsEachKernelAndTheBuildFailsAfterIt() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        var log = CapturedLog.of(() -> assertThatThrownBy(() -> widget.matrix().test(tests(false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("1 of 2 kernels failed:\n" + OTHER));

        // Nobody deployed an image of the stub kernel.
        assertThat(log)
                .contains("Tested on 2 kernels:\n  org.example:stub-kernel:1.0   not tested\n  " + OTHER
                        + "  FAILED: Compiling the modules failed");
    }

    @Test
    void eachKernelHasAReport() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        assertThatThrownBy(() -> widget.matrix().test(tests(false))).isInstanceOf(UserException.class);

        var reports = directory.resolve("widget/target/surefire-reports");
        assertThat(reports.resolve("TEST-org_example_stub-kernel_1_0_modules.xml"))
                .content()
                .contains("name=\"org.example.stub-kernel.1.0.modules\"", "skipped=\"1\" failures=\"0\"");
        assertThat(reports.resolve("TEST-org_example_other-kernel_2_0_modules.xml"))
                .content()
                .contains("failures=\"1\"", "static assertion failed");
    }

    @Test
    void skippedTestsDoNotHideAFailure() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        assertThatThrownBy(() -> widget.matrix().test(tests(true)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("1 of 2 kernels failed:");
    }

    @Test
    void nothingIsPackedWhereAKernelFailed() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);

        assertThatThrownBy(() -> widget.matrix().pack()).isInstanceOf(UserException.class);

        assertThat(directory.resolve("widget/target/widget-1.0.tar.zst")).doesNotExist();
    }

    @Test
    void aKernelThatTheProjectDependsOnIsBuiltOnce() throws IOException {
        widget.matrixKernel(StubModule.KERNEL, StubDev.archive());

        assertThat(classifiers(widget.matrix().compile(false))).hasSize(5);
    }

    @Test
    void aDependencyIsNotNeeded() throws IOException {
        widget.withoutKernel();

        assertThat(classifiers(widget.matrix().compile(false)))
                .containsExactly("", "6.1.999-other-x86_64", "6.1.999-other-x86_64-dev");
    }

    @Test
    void kernelsThatAreNoneAreNamedTogether() throws IOException {
        widget.matrixKernel("acme:kernel", otherDev);
        widget.matrixKernel("org.example:../kernel:1.0", otherDev);

        assertThatThrownBy(() -> widget.matrix().prepare(false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <kernels>: 'acme:kernel' is not groupId:artifactId:version")
                .hasMessageContaining("parameter <kernels>: 'org.example:../kernel:1.0' is not");
    }

    @Test
    void twoKernelsOfOneReleaseAreRefused() throws IOException {
        widget.matrixKernel("org.example:twin-kernel:1.0", StubDev.archive());

        assertThatThrownBy(() -> widget.matrix().compile(true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <kernels>: org.example:stub-kernel:1.0 and org.example:twin-kernel:1.0"
                        + " are both Linux 6.1.999 for x86_64");
    }

    @Test
    void aKernelThatCannotBePreparedDoesNotHideTheOthers() throws IOException {
        Files.writeString(directory.resolve("no.tar.zst"), "no archive");
        widget.matrixKernel("org.example:broken-kernel:1.0", directory.resolve("no.tar.zst"));

        widget.matrix().prepare(true);

        assertThat(classifiers(widget.matrix().compile(true))).hasSize(5);
        assertThatThrownBy(() -> widget.matrix().prepare(false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("1 of 3 kernels failed:\norg.example:broken-kernel:1.0");
    }

    @Test
    void anIgnoredFailureIsOneInTheReport() throws IOException {
        widget.source("widget.c", NOT_ON_OTHER);
        var ignoring = new TestParameters(
                new GuestParameters(64, 1, Duration.ofSeconds(5), ""),
                Map.of(),
                new TestRules(false, true, TestSelection.ALL, false, 0));

        // What does not compile is no test, so that is not ignored.
        assertThatThrownBy(() -> widget.matrix().test(ignoring)).isInstanceOf(UserException.class);

        assertThat(directory.resolve("widget/target/surefire-reports/TEST-org_example_other-kernel_2_0_modules.xml"))
                .content()
                .contains("failures=\"1\"");
    }

    @Test
    void kernelsOfOneNameInTwoGroupsAreKeptApart() throws IOException {
        var gadget = new StubModule(directory.resolve("gadget"), directory.resolve("store"))
                .withoutKernel()
                .andKernel("other-kernel", StubDev.archive())
                .matrixKernel("com.acme:other-kernel:1.0", otherDev)
                .source("gadget.c", code("int gadget(void) { return 0; }"));

        var output = gadget.matrix().compile(false);

        assertThat(classifiers(output)).contains("6.1.999-x86_64", "6.1.999-other-x86_64");
        assertThat(output.artifacts().get(1).file().resolve("lib/modules/6.1.999/updates/gadget.ko"))
                .exists();
    }

    @Test
    void aRangeOnTheCommandLineIsOneKernelThoughMavenSplitsAtItsComma() throws IOException {
        widget.matrixKernel("org.example:ranged-kernel:[2", otherDev).matrixKernel("3)", otherDev);

        widget.matrix().prepare(false);

        assertThat(directory.resolve("widget/target/kernel-module/kernels/org.example/ranged-kernel"))
                .isDirectory();
    }

    @Test
    void aGoalForOneKernelSaysSo() {
        assertThatThrownBy(() -> widget.matrix().only("dev"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("kernel:dev works with one kernel, and parameter <kernels> names more");
    }

    @Test
    void eachKernelHasItsOwnFolderForLogs() throws IOException {
        widget.matrix().compile(false);

        assertThat(Files.readString(directory.resolve(
                        "widget/target/kernel-module/kernels/org.example/other-kernel/2.0/build.log")))
                .contains("widget.o");
    }
}
