package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.build.PackagedKernel.Artifact;
import org.kernelmaven.distribution.StubDebs;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.store.Trees;

/** A kernel that was compiled already goes through the same goals and becomes the same kinds of artifacts. */
class ImportedKernelTest {

    private static final GuestParameters GUEST = new GuestParameters(64, 1, Duration.ofSeconds(30), "");

    @TempDir
    Path directory;

    private StubProject project;

    @BeforeEach
    void project() throws IOException {
        var origin = Origin.parameter("source");
        var files = new StubDebs(directory.resolve("debs"))
                .all().stream()
                        .map(file -> Setting.text("deb", file.toString(), origin.child("debs")))
                        .toList();
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(Setting.group("source", List.of(Setting.group("debs", files, origin)), origin))
                .withoutBaseConfig();
    }

    @Test
    void everyGoalOfTheLifecycleDoesItsPart() throws IOException {
        project.build().fetch();
        project.build().patch();
        project.build().configure();
        assertThat(project.build().compile().orElseThrow().resolve("Module.symvers"))
                .exists();

        var packed = project.build().pack().artifacts();

        assertThat(packed)
                .extracting(Artifact::type)
                .containsExactly("kernel", "kernel-modules", "kernel-dev", "kernel-recipe", "kernel-metadata");
        assertThat(packed).allMatch(artifact -> Files.isRegularFile(artifact.file()));
        assertThat(project.tree()).doesNotExist();
    }

    /** A script in QEMU's place keeps the modules that cpio finds in the initramfs. */
    @Test
    void compressedModulesAreRunPlain() throws IOException {
        var loaded = Files.createDirectories(directory.resolve("loaded"));
        var bin = Files.createDirectories(directory.resolve("bin"));
        var qemu = Files.writeString(
                bin.resolve("qemu-system-x86_64"),
                """
                #!/bin/sh
                case "$*" in *' kvm '*) exit 1;; esac
                while [ "$1" != -initrd ]; do shift; done
                cpio -i --quiet --to-stdout modules.list <"$2" >LOADED/list
                for name in gadget with_gzip with_xz with_zstd; do
                  cpio -i --quiet --to-stdout "modules/$name.ko" <"$2" >"LOADED/$name"
                done
                echo 'kernel-maven: done'
                """
                        .replace("LOADED", loaded.toString()));
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
        var names = List.of("with-xz", "with_zstd", "with-gzip", "gadget");

        project.programs(bin).build().run(new RunParameters(GUEST, names));

        assertThat(loaded.resolve("list"))
                .hasContent("/modules/with_xz.ko\n/modules/with_zstd.ko\n/modules/with_gzip.ko\n/modules/gadget.ko");
        assertThat(loaded.resolve("gadget")).isNotEmptyFile();
        assertThat(loaded.resolve("with_xz")).hasSameBinaryContentAs(loaded.resolve("gadget"));
        assertThat(loaded.resolve("with_zstd")).hasSameBinaryContentAs(loaded.resolve("gadget"));
        assertThat(loaded.resolve("with_gzip")).hasSameBinaryContentAs(loaded.resolve("gadget"));
    }

    @Test
    void moduleThatThereIsNotIsAnsweredWithTheNearestName() {
        var parameters = new RunParameters(GUEST, List.of("with-xx"));

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> project.build().run(parameters))
                .withMessageContaining("this kernel has no module 'with-xx'")
                .withMessageContaining("Did you mean 'with_xz'?");
    }

    @Test
    void secondTimeNothingIsPacked() throws IOException {
        var first = project.build().pack().artifacts().get(0).file();
        var before = Files.readAttributes(first, "unix:ino");

        project.build().pack();

        assertThat(Files.readAttributes(first, "unix:ino")).isEqualTo(before);
    }

    @Test
    void whatWasPackedOfADamagedKernelIsPackedAgain() throws IOException {
        var archive = project.build().pack().artifacts().get(0).file();
        var sound = Files.readAllBytes(archive);
        Files.delete(archive);
        var kernel = project.build().stage().artifacts().get(0).file().resolveSibling("");
        var image = kernel.resolve("main/boot/vmlinuz-" + StubDebs.RELEASE);
        Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(image, new byte[(int) Files.size(image)]);
        project.build().pack();
        assertThat(Files.readAllBytes(archive)).isNotEqualTo(sound);

        Trees.delete(kernel); // as a repair does
        project.build().pack();

        assertThat(Files.readAllBytes(archive)).isEqualTo(sound);
    }

    @Test
    void reactorGetsDirectories() throws IOException {
        var staged = project.build().stage().artifacts();

        assertThat(staged.get(0).file().resolve("boot/vmlinuz-" + StubDebs.RELEASE))
                .exists();
        assertThat(staged.get(1).file().resolve("lib/modules/" + StubDebs.RELEASE))
                .isDirectory();
        assertThat(staged.get(2).file().resolve("Makefile")).exists();
    }

    @Test
    void recipeNamesTheSourcePackageSoThatAnotherKernelCanStartFromIt() throws IOException {
        var recipe = project.build().pack().artifacts().get(3).file();
        var other = new StubProject(directory.resolve("other"), directory.resolve("store"))
                .withoutSource()
                .withoutBaseConfig()
                .base("org.example:debian:1", recipe);

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> other.build().fetch())
                .withMessageContaining("Offline, and package 'linux-source-6.1=6.1.999-1'");
    }

    @Test
    void whatWouldChangeTheKernelIsAnError() {
        project.option("KGDB", "yes").baseConfig("tinyconfig").patch("fix", "--- a/x\n+++ b/x\n");

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> project.build().fetch())
                .withMessageContainingAll(
                        "3 problems",
                        "parameter <patches>: the <source> is a kernel that was compiled already",
                        "parameter <baseConfig>",
                        "parameter <config>");
    }

    @Test
    void editorHasNothingToEdit() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> project.build().edit("menuconfig", directory.resolve("fragment")))
                .withMessageContaining("there is nothing to configure");
    }

    @Test
    void otherReleaseThanDemandedIsAnError() {
        project.modDirVersion("6.1.0-8-amd64");

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> project.build().fetch())
                .withMessageContaining("the release of this kernel is '" + StubDebs.RELEASE + "', not '6.1.0-8-amd64'");
    }

    @Test
    void otherArchThanDemandedIsAnError() {
        project.arch("arm64");

        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> project.build().fetch())
                .withMessageContaining("this kernel is for x86_64, not for arm64");
    }
}
