package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.build.PackagedKernel.Artifact;

/** Before there are archives, the projects of a reactor use directories that hold the same. */
class StagedKernelTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "arm64"})
    void directoriesHoldWhatTheArchivesHold(String arch) throws IOException {
        var project = new StubProject(directory.resolve("project"), directory.resolve("store")).arch(arch);
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
        assertThat(staged.get(0).file().resolve("boot/dtbs/6.1.999/stub.dtb").toFile())
                .matches(file -> file.exists() == arch.equals("arm64"));
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
