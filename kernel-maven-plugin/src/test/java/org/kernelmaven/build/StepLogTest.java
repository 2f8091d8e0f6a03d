package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;

/** A step that did something says so in one line; one that had nothing to do is silent. */
class StepLogTest {

    private static final String FORK = "\treturn STUB + 1;";

    @TempDir
    Path directory;

    private StubProject project;

    @BeforeEach
    void project() throws IOException {
        project = new StubProject(directory.resolve("project"), directory.resolve("store"));
    }

    @Test
    void fetchTellsSourceAndVersion() throws IOException {
        assertThat(CapturedLog.of(() -> project.build().fetch()))
                .containsOnlyOnce("Unpacked Linux 6.1.999 from '" + directory.resolve("linux-6.1.999.tar.gz") + "'");
        assertThat(CapturedLog.of(() -> project.build().fetch())).isEmpty();
    }

    @Test
    void patchTellsHowManyPatchesAndFiles() throws IOException {
        project.build().patch();
        project.patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 10;"));

        assertThat(CapturedLog.of(() -> project.build().patch()))
                .containsOnlyOnce("Linked Linux 6.1.999 with 1 patch, files changed: 1, in ");
        assertThat(CapturedLog.of(() -> project.build().patch())).isEmpty();
    }

    @Test
    void firstLinkIsToldWithoutPatchesToo() throws IOException {
        project.build().fetch();

        assertThat(CapturedLog.of(() -> project.build().patch()))
                .containsPattern("Linked Linux 6\\.1\\.999 with 0 patches, files changed: \\d\\d, in");
    }
}
