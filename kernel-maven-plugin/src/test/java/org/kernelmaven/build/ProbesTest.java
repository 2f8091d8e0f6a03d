package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;

/** {@code kernel.probes} of {@code kernel:explain} and {@code kernel:config-diff}. */
class ProbesTest {

    @TempDir
    Path directory;

    private Path trace;
    private StubProject project;

    @BeforeEach
    void makeATreeWhoseKconfigRunsACommand() throws IOException {
        trace = directory.resolve("trace");
        var tree = StubProject.copyTree(directory.resolve("linux-6.1.999"));
        Files.writeString(
                tree.resolve("Kconfig"),
                "\nconfig ASKED\n\tdef_bool $(shell,echo run >>" + trace + "; echo y)\n",
                StandardOpenOption.APPEND);
        var tarball = directory.resolve("asking.tar.gz");
        StubProject.pack(tree, tarball);
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(StubProject.source("file", tarball.toString()));
    }

    @Test
    void explainAsksTheToolsUnlessItMustNot() throws IOException {
        assertThat(explained(false)).contains("# CONFIG_ASKED is not set");
        assertThat(trace).doesNotExist();

        assertThat(explained(true)).contains("CONFIG_ASKED=y");
        assertThat(trace).exists();
    }

    private String explained(boolean runsProbes) throws IOException {
        return CapturedLog.of(() -> project.build().explain("ASKED", Optional.empty(), runsProbes));
    }

    @Test
    void configDiffAsksTheToolsUnlessItMustNot() throws IOException {
        var config = Files.writeString(directory.resolve("old.config"), "# CONFIG_ASKED is not set\n");

        assertThat(compared(config, false)).doesNotContain("ASKED n -> y");
        assertThat(trace).doesNotExist();

        assertThat(compared(config, true)).contains("ASKED n -> y");
        assertThat(trace).exists();
    }

    private String compared(Path config, boolean runsProbes) throws IOException {
        return CapturedLog.of(() -> project.build().configDiff(config.toString(), "resolved", runsProbes));
    }
}
