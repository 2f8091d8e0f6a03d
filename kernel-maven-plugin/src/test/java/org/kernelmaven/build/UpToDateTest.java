package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;

/** A step does what its inputs ask for, and nothing when they are what they were. */
class UpToDateTest {

    private static final String FORK = "\treturn STUB + 1;";

    @TempDir
    Path directory;

    private StubProject project;

    @BeforeEach
    void buildOnce() throws IOException {
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 10;"));
        project.build().compile();
        assertThat(project.log()).contains("CC      kernel/fork.o", "CC      init/main.o");
    }

    @Test
    void nothingChangedMeansNoMake() throws IOException {
        Files.delete(directory.resolve("project/target/kernel/build.log"));
        var config = Files.getLastModifiedTime(project.config());

        project.build().compile();

        assertThat(directory.resolve("project/target/kernel/build.log")).doesNotExist();
        assertThat(Files.getLastModifiedTime(project.config())).isEqualTo(config);
    }

    @Test
    void changedPatchRecompilesOnlyTheFileItTouches() throws IOException {
        project.patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 100;"))
                .build()
                .compile();

        assertThat(project.log()).contains("CC      kernel/fork.o").doesNotContain("CC      init/main.o");
        assertThat(project.tree().resolve("kernel/fork.c")).content().contains("STUB + 100");
    }

    @Test
    void removedPatchRecompilesTheFileAsItWas() throws IOException {
        var fresh = new StubProject(directory.resolve("project"), directory.resolve("store"));

        fresh.build().compile();

        assertThat(fresh.log()).contains("CC      kernel/fork.o").doesNotContain("CC      init/main.o");
        assertThat(project.tree().resolve("kernel/fork.c")).content().contains(FORK);
    }

    @Test
    void changedOptionReconfigures() throws IOException {
        project.option("GADGET", "no").build().compile();

        assertThat(project.config()).content().contains("# CONFIG_GADGET is not set");
        assertThat(project.log()).contains("make");
    }

    @Test
    void lostImageIsMadeAgain() throws IOException {
        Files.delete(project.tree().resolve("build/arch/x86/boot/bzImage"));

        project.build().compile();

        assertThat(project.tree().resolve("build/arch/x86/boot/bzImage")).exists();
    }

    @Test
    void localCheckoutAlwaysGoesThroughMake() throws IOException {
        var live = live();
        var checkout = directory.resolve("checkout");
        live.build().compile();
        Files.writeString(checkout.resolve("init/main.c"), "int stub_start(void)\n{\n\treturn 77;\n}\n");

        live.build().compile();

        assertThat(live.log()).contains("CC      init/main.o").doesNotContain("CC      kernel/fork.o");
        assertThat(checkout.resolve("build")).doesNotExist();
    }

    @Test
    void localCheckoutIsConfiguredOnceInAMavenRun() throws IOException {
        var live = live().inOneRun();

        var log = CapturedLog.of(() -> {
            live.build().configure();
            live.build().compile();
        });

        assertThat(log).containsOnlyOnce("Configuring Linux");
    }

    @Test
    void localCheckoutThatChangedBetweenGoalsIsConfiguredAgain() throws IOException {
        var live = live().inOneRun();
        live.build().configure();
        var kconfig = directory.resolve("checkout/drivers/misc/Kconfig");
        var before = Files.readString(kconfig);
        Files.delete(kconfig);
        Files.writeString(kconfig, before + "\nconfig LATECOMER\n\tbool \"Late\"\n\tdefault y\n");

        live.build().configure();

        assertThat(live.config()).content().contains("CONFIG_LATECOMER=y");
    }

    @Test
    void everyMavenRunConfiguresALocalCheckout() throws IOException {
        var live = live();
        live.build().configure();

        assertThat(CapturedLog.of(() -> live.build().configure())).containsOnlyOnce("Configuring Linux");
    }

    private StubProject live() throws IOException {
        var checkout = StubProject.copyTree(directory.resolve("checkout"));
        return new StubProject(directory.resolve("live"), directory.resolve("store"))
                .source(StubProject.source("directory", checkout.toString()));
    }

    @Test
    void packingUsesTheModulesThatWereInstalledForTheReactor() throws IOException {
        project.build().stage();

        project.build().pack();

        assertThat(project.log().lines().filter(line -> line.endsWith(" modules_install")))
                .hasSize(1);
    }

    @Test
    void changedKernelIsInstalledAgain() throws IOException {
        project.build().stage();
        project.option("GADGET", "no").build();

        var modules = project.build().stage().artifacts().get(1).file();

        assertThat(modules.resolve("lib/modules/6.1.999/kernel/drivers/misc/gadget.ko"))
                .doesNotExist();
        assertThat(modules.resolve("lib/modules/6.1.999/kernel/drivers/misc/widget.ko"))
                .exists();
    }

    @Test
    void otherNumberOfJobsBuildsNothing() throws IOException {
        project.build().compile();

        var log = CapturedLog.of(() -> project.jobs(3).build().compile());

        assertThat(log).contains("is up to date").doesNotContain("Configuring", "Compiling");
    }
}
