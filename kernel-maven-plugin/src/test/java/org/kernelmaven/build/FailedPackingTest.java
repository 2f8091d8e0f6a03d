package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;

/** Artifacts of two builds never lie side by side: the last ones stay until all of the next are packed. */
class FailedPackingTest {

    @TempDir
    Path directory;

    private StubProject project;

    /** A stub tree whose headers cannot be made for as long as there is a file 'broken' beside the view. */
    @BeforeEach
    void packOnce() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("linux-fragile"));
        var makefile = tree.resolve("Makefile");
        var text = Files.readString(makefile);
        assertThat(text).contains("\nheaders:\n");
        Files.writeString(makefile, text.replace("\nheaders:\n", "\nheaders:\n\t@! test -e $(srctree)/../broken\n"));
        var tarball = directory.resolve("fragile.tar.gz");
        StubProject.pack(tree, tarball);
        project = new StubProject(directory.resolve("project"), directory.resolve("store"))
                .source(StubProject.source("file", tarball.toString()));
        project.build().pack();
        Files.writeString(broken(), "");
    }

    @Test
    void lastArtifactsStayWhereOneOfTheNextFails() throws IOException {
        var before = target();

        assertThatThrownBy(() -> project.option("GADGET", "no").build().pack())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Making the headers failed");

        assertThat(target()).isEqualTo(before);
    }

    @Test
    void nextBuildReplacesThemAll() throws IOException {
        var before = target();
        project.option("GADGET", "no");
        assertThatThrownBy(() -> project.build().pack()).isInstanceOf(UserException.class);
        Files.delete(broken());

        project.build().pack();

        assertThat(target())
                .hasSameSizeAs(before)
                .doesNotContainEntry("stub-1.0.tar.zst", before.get("stub-1.0.tar.zst"));
    }

    private Path broken() {
        return project.tree().resolveSibling("broken");
    }

    /** What is in {@code target} beside the workspace, with its digests. */
    private Map<String, String> target() throws IOException {
        var digests = new TreeMap<String, String>();
        try (var files = Files.list(directory.resolve("project/target"))) {
            for (var file : files.filter(entry -> !entry.endsWith("kernel")).toList()) {
                digests.put(
                        String.valueOf(file.getFileName()), Files.isDirectory(file) ? "a directory" : Digests.of(file));
            }
        }
        return digests;
    }
}
