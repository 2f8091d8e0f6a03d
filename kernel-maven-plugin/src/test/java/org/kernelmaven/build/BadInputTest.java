package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

/** What is wrong is said with its place, its value and the cure, and what was built before stays. */
class BadInputTest {

    @TempDir
    Path directory;

    private StubProject project;

    @BeforeEach
    void project() throws IOException {
        project = new StubProject(directory.resolve("project"), directory.resolve("store"));
    }

    @Test
    void missingSourceShowsHowToGiveOne() {
        assertThatThrownBy(() -> project.withoutSource().build().fetch())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <source>")
                .hasMessageContaining("<debian>linux-source-6.1</debian>");
    }

    @Test
    void unknownArchGetsTheNearestName() {
        assertThatThrownBy(() -> project.arch("x86-64k").build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <arch>")
                .hasMessageContaining("x86_64");
    }

    @Test
    void missingToolIsNamedBeforeTheSourceIsFetched() throws IOException {
        project.without("bison");

        assertThatThrownBy(() -> project.build().compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("bison")
                .hasMessageContaining("kernel.doctor.install");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void missingPatchIsNamedAndLeavesTheViewAsItWas() throws IOException {
        project.build().patch();
        project.patch("fix", StubProject.diff("kernel/fork.c", 4, "\treturn STUB + 1;", "\treturn 1;"));
        Files.delete(directory.resolve("project/fix.patch"));

        assertThatThrownBy(() -> project.build().patch())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <patches><patch>")
                .hasMessageContaining("no such file: '" + directory.resolve("project/fix.patch") + "'");
        assertThat(project.tree().resolve("kernel/fork.c")).content().contains("STUB + 1");
    }

    @Test
    void valueOfTheWrongTypeIsSaidWithTheTypeAndItsPlace() {
        assertThatThrownBy(() -> project.option("NR_CPUS", "many").build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("NR_CPUS (parameter <config><NR_CPUS>): wrong type: it is an int")
                .hasMessageContaining("defined at ");
    }

    @Test
    void unknownOptionIsAnErrorBeforeAnythingIsCompiled() throws IOException {
        project.build().configure();
        var before = Files.readString(project.config());

        assertThatThrownBy(() -> project.option("WIDGETS", "yes")
                        .option("GADGET", "no")
                        .build()
                        .compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("WIDGETS")
                .hasMessageContaining("WIDGET")
                .hasMessageContaining("parameter <config><WIDGETS>");
        assertThat(project.config()).content().isEqualTo(before);
        assertThat(directory.resolve("project/target/kernel/build.log")).doesNotExist();
    }

    @Test
    void allOptionsThatDidNotHoldAreNamedAtOnce() {
        assertThatThrownBy(() -> project.option("WIDGETS", "yes")
                        .option("FRAME_POINTER", "yes")
                        .option("NR_CPUS", "many")
                        .build()
                        .configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("WIDGETS")
                .hasMessageContaining("FRAME_POINTER")
                .hasMessageContaining("NR_CPUS");
    }

    @Test
    void ignoredConfigErrorsLetTheKernelBeBuilt() throws IOException {
        project.option("FRAME_POINTER", "yes").ignoreErrors().build().configure();

        assertThat(project.config()).content().contains("CONFIG_PRINTK=y").doesNotContain("CONFIG_FRAME_POINTER=y");
    }

    @Test
    void modDirVersionNamesBothValues() {
        assertThatThrownBy(() -> project.modDirVersion("6.1.55").build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <modDirVersion>")
                .hasMessageContaining("'6.1.55'")
                .hasMessageContaining("'6.1.999'");
    }

    @Test
    void unknownBaseConfigGetsTheNearestTarget() {
        assertThatThrownBy(() -> project.baseConfig("x86_64_defconfg").build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("x86_64_defconfig");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localmodconfig", "localyesconfig", "menuconfig", "kvm_guest.config"})
    void baseConfigThatMakesNoWholeConfigurationByItselfIsRefused(String target) {
        assertThatThrownBy(() -> project.baseConfig(target).build().configure())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no config target '" + target + "'");
    }

    @Test
    void compileErrorIsShownWithFileAndLine() {
        project.patch("broken", StubProject.diff("kernel/fork.c", 4, "\treturn STUB + 1;", "\treturn STUBB + 1;"));

        assertThatThrownBy(() -> project.build().compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("kernel/fork.c:4")
                .hasMessageContaining("STUBB")
                .hasMessageContaining("build.log");
    }

    @Test
    void patchThatDoesNotApplyLeavesTheViewAsItWas() throws IOException {
        project.build().patch();
        project.patch("wrong", StubProject.diff("kernel/fork.c", 4, "\treturn OTHER;", "\treturn 1;"));

        assertThatThrownBy(() -> project.build().patch())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("wrong")
                .hasMessageContaining("kernel/fork.c");
        assertThat(project.tree().resolve("kernel/fork.c")).content().contains("STUB + 1");
    }

    @Test
    void signingKeyThatIsNotThereIsNamed() {
        project.signingKey("no-such.pem").option("WIDGET", "module");

        assertThatThrownBy(() -> project.build().compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("signingKey");
    }

    @Test
    void workspaceThatMakeCannotTakeMovesIntoTheStore() throws IOException {
        var spaced = new StubProject(directory.resolve("two words ä"), directory.resolve("store"));

        spaced.build().compile();

        assertThat(spaced.tree()).doesNotExist();
        assertThat(directory.resolve("two words ä/target/kernel/build.log")).exists();
    }

    @Test
    void pinInASigningKeyIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> project.signingKey("pkcs11:object=acme?pin-value=1234")
                        .build()
                        .fetch())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <signingKey>")
                .hasMessageContaining("pin-source")
                .hasMessageNotContaining("1234");
    }

    @Test
    void storeWithDotsInItsPathIsNoHostileArchive() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("linux-linked"));
        Files.createSymbolicLink(tree.resolve("init/Changes"), Path.of("../README"));
        var tarball = directory.resolve("linked.tar.gz");
        StubProject.pack(tree, tarball);
        var dotted = new StubProject(directory.resolve("dotted"), directory.resolve("project/../store"))
                .source(StubProject.source("file", tarball.toString()));

        dotted.build().patch();

        assertThat(dotted.tree().resolve("init/Changes")).isSymbolicLink();
    }
}
