package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFoldersTest {

    private final Path folder;

    OutputFoldersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsModulesWhoseFilesAreNamedWithADash() throws IOException {
        var kye = Files.createFile(folder.resolve("hid-kye.ko"));
        var widget = Files.createFile(folder.resolve("widget.ko"));
        assertThat(OutputFolders.files(folder, List.of("widget", "hid_kye"))).contains(List.of(widget, kye));
    }

    @Test
    void isNotWholeWithoutOneOfTheModules() throws IOException {
        Files.createFile(folder.resolve("widget.ko"));
        assertThat(OutputFolders.files(folder, List.of("widget", "gadget"))).isEmpty();
        assertThat(OutputFolders.files(folder.resolve("none"), List.of("widget")))
                .isEmpty();
    }
}
