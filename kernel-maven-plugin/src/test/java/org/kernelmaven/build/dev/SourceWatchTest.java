package org.kernelmaven.build.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceWatchTest {

    private final Path folder;
    private final LinkedBlockingQueue<Long> saves = new LinkedBlockingQueue<>();

    SourceWatchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private SourceWatch watch() throws IOException {
        return SourceWatch.start(List.of(folder, folder.resolve("none")), System::nanoTime, saves::add);
    }

    @Test
    void saveByRenamingIsTold() throws Exception {
        var outside = Files.createTempFile(folder.getParent(), "widget", ".c");
        try (var watch = watch()) {
            assertThat(watch).isNotNull();
            Files.move(outside, folder.resolve("widget.c"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(saves.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void folderThatIsMadeMeanwhileIsWatchedToo() throws Exception {
        try (var watch = watch()) {
            assertThat(watch).isNotNull();
            var made = Files.createDirectory(folder.resolve("core"));
            assertThat(saves.poll(10, TimeUnit.SECONDS)).isNotNull();
            Files.writeString(made.resolve("core.c"), "");
            assertThat(saves.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "widget.c, true",
        "Kbuild, true",
        ".widget.c.swp, false",
        "widget.c~, false",
        ".#widget.c, false",
        "4913, false"
    })
    void filesOfEditorsAreNoSources(String name, boolean source) {
        assertThat(SourceWatch.isSource(Path.of(name))).isEqualTo(source);
    }
}
