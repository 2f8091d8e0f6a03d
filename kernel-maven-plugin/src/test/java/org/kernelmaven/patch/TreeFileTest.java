package org.kernelmaven.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeFileTest {

    @TempDir
    Path root;

    @Test
    void whatIsBelowAFileIsNotThereInAnyLanguage() throws IOException {
        Files.writeString(root.resolve("file"), "");
        Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("gone"));

        assertThat(TreeFile.isBelowFile(root.resolve("file/a/b"))).isTrue();
        assertThat(TreeFile.isBelowFile(root.resolve("link/a"))).isTrue();
        assertThat(TreeFile.isBelowFile(root.resolve("nowhere/a"))).isFalse();
        assertThat(TreeFile.isBelowFile(root.resolve("a/b"))).isFalse();
        assertThat(TreeFile.isBelowFile(root.resolve("file"))).isFalse();
        assertThat(TreeFile.at(root.resolve("file/a"))).isEmpty();
    }
}
