package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.build.PackagedKernel.Artifact;

/** Before there are archives, the projects of a reactor use directories that hold the same. */
class StagedKernelTest {

    @TempDir
    Path directory;

    @Test
    void directoriesHoldWhatTheArchivesHold() throws IOException {
        var project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(StubProject.source("file", treeWithDeviceTrees().toString()))
                .arch("arm64");
        var staged = project.build().stage().artifacts();

        var packed = project.build().pack().artifacts();

        assertThat(staged).extracting(Artifact::type).containsExactly("kernel", "kernel-modules", "kernel-dev");
        for (var i = 0; i < staged.size(); i++) {
            assertThat(packed.get(i).type()).isEqualTo(staged.get(i).type());
            var unpacked = Files.createDirectories(directory.resolve("unpacked/" + i));
            StubProject.run(unpacked, "tar", "-xf", packed.get(i).file().toString());
            var root = staged.get(i).type().equals("kernel-dev") ? unpacked.resolve("linux-6.1.999") : unpacked;
            StubProject.run(
                    directory,
                    "diff",
                    "-r",
                    "--no-dereference",
                    staged.get(i).file().toString(),
                    root.toString());
        }
        assertThat(staged.get(0).file().resolve("boot/dtbs/6.1.999/stub.dtb")).exists();
    }

    private Path treeWithDeviceTrees() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("tree"));
        Files.writeString(
                Files.createDirectories(tree.resolve("arch/arm64/boot/dts")).resolve("stub.dts"), "");
        var kconfig = tree.resolve("arch/arm64/Kconfig");
        Files.writeString(kconfig, Files.readString(kconfig) + "config OF\n\tdef_bool y\n");
        var tarball = directory.resolve("tree.tar.gz");
        StubProject.pack(tree, tarball);
        return tarball;
    }

    @Test
    void kernelWithoutModulesStagesOnlyWhatBoots() throws IOException {
        var project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .option("MODULES", "no")
                .option("GADGET", "yes")
                .option("WIDGET", "yes");

        assertThat(project.build().stage().artifacts())
                .extracting(Artifact::type)
                .containsExactly("kernel");
    }
}
