package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An editor's changes, and only they, become a fragment that the next build takes in. */
class EditorTest {

    @TempDir
    Path directory;

    private StubProject project;
    private Path fragment;

    @BeforeEach
    void project() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("linux-stub"));
        Files.writeString(tree.resolve("menu-choices"), "CONFIG_NR_CPUS=32\n# CONFIG_GADGET is not set\n");
        var tarball = directory.resolve("edited.tar.gz");
        StubProject.pack(tree, tarball);
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(StubProject.source("file", tarball.toString()));
        fragment = directory.resolve("project/src/main/config/menuconfig.config");
    }

    @Test
    void onlyWhatWasChangedIsWrittenBack() throws IOException {
        project.build().edit("menuconfig", fragment);

        assertThat(fragment).content().isEqualTo("# CONFIG_GADGET is not set\nCONFIG_NR_CPUS=32\n");
    }

    @Test
    void otherLinesOfTheFragmentStay() throws IOException {
        Files.createDirectories(fragment.resolveSibling(""));
        Files.writeString(fragment, "# by hand\nCONFIG_IA32_EMULATION=y\nCONFIG_NR_CPUS=16\n");

        project.build().edit("menuconfig", fragment);

        assertThat(fragment)
                .content()
                .isEqualTo("# by hand\nCONFIG_IA32_EMULATION=y\n# CONFIG_GADGET is not set\nCONFIG_NR_CPUS=32\n");
    }

    @Test
    void theNextBuildTakesTheFragmentIn() throws IOException {
        project.build().edit("menuconfig", fragment);

        project.build().configure();

        assertThat(project.config()).content().contains("CONFIG_NR_CPUS=32", "# CONFIG_GADGET is not set");
    }

    @Test
    void defconfigHoldsWhatTheTreeSaves() throws IOException {
        var target = directory.resolve("project/stub_defconfig");

        project.option("NR_CPUS", "3").build().saveDefconfig(target);

        assertThat(target).content().contains("CONFIG_NR_CPUS=3", "CONFIG_WIDGET=m");
        assertThat(project.tree().resolve("build/defconfig")).doesNotExist();
    }
}
