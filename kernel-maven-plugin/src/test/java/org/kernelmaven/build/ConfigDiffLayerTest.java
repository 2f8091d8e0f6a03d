package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;

/** {@code kernel:config-diff} with a layer in TOML on one side. */
class ConfigDiffLayerTest {

    @TempDir
    Path directory;

    private StubProject project;
    private Path layer;

    @BeforeEach
    void prepare() throws IOException {
        var tarball = directory.resolve("stub.tar.gz");
        StubProject.pack(StubProject.copyTree(directory.resolve("linux-6.1.999")), tarball);
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(StubProject.source("file", tarball.toString()));
        layer = directory.resolve("layer.toml");
    }

    private String compared(String from, String to) throws IOException {
        return CapturedLog.of(() -> project.build().configDiff(from, to, false));
    }

    @Test
    void onlyWhatTheLayerNamesAndHoldsForThisKernelIsCompared() throws IOException {
        Files.writeString(
                layer,
                """
                [topic]
                NO_SUCH_OPTION = "yes"
                NOT_THIS_KERNEL = { value = "yes", when = "[99.0,)" }
                """);

        assertThat(compared(layer.toString(), "resolved"))
                .contains("gone: 1")
                .contains("NO_SUCH_OPTION was y")
                .doesNotContain("NOT_THIS_KERNEL", "- changed:", "- new:");
    }

    @Test
    void twoLayersAreComparedAsTheyAre() throws IOException {
        Files.writeString(layer, "[topic]\nONE = \"yes\"\nTWO = \"yes\"\n");
        var other = Files.writeString(directory.resolve("other.toml"), "[topic]\nONE = \"module\"\nTHREE = \"yes\"\n");

        assertThat(compared(layer.toString(), other.toString()))
                .contains("ONE y -> m")
                .contains("THREE = y")
                .contains("TWO was y");
    }

    @Test
    void aWrongLineOfALayerIsNamed() throws IOException {
        Files.writeString(layer, "[topic]\nONE = 1.5\n");

        assertThatThrownBy(() -> compared(layer.toString(), "resolved"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("layer.toml")
                .hasMessageContaining("line 2")
                .hasMessageContaining("ONE");
    }
}
