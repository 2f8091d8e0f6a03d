package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What make wrote is read, whichever kernel's make it was. */
class ModulesOrderTest {

    @TempDir
    Path mirror;

    private void built(String... files) throws IOException {
        for (var file : files) {
            Files.createDirectories(mirror.resolve(file).getParent());
            Files.createFile(mirror.resolve(file));
        }
    }

    private void order(String... lines) throws IOException {
        Files.writeString(mirror.resolve("modules.order"), String.join("\n", lines) + "\n");
    }

    /** Linux 6.1; 6.12; 6.13. */
    @ParameterizedTest
    @CsvSource({"MIRROR/,.ko", "MIRROR/,.o", "'',.o"})
    void listIsReadInItsOrder(String prefix, String suffix) throws IOException {
        built("widget.ko", "sub/gadget.ko");
        var before = prefix.replace("MIRROR", mirror.toString());
        order(before + "widget" + suffix, before + "sub/gadget" + suffix);

        assertThat(ModulesOrder.read(mirror))
                .containsExactly(mirror.resolve("widget.ko"), mirror.resolve("sub/gadget.ko"));
    }

    @Test
    void moduleThatIsNotThereIsNoModule() throws IOException {
        built("widget.ko");
        order(mirror + "/widget.ko", mirror + "/gone.ko");

        assertThat(ModulesOrder.read(mirror)).containsExactly(mirror.resolve("widget.ko"));
    }

    @Test
    void emptyListHasNoModules() throws IOException {
        Files.writeString(mirror.resolve("modules.order"), "");

        assertThat(ModulesOrder.read(mirror)).isEmpty();
    }

    @Test
    void missingListHasNoModules() throws IOException {
        assertThat(ModulesOrder.read(mirror)).isEmpty();
    }

    @Test
    void moduleWithADotInItsNameIsFound() throws IOException {
        built("a.b.ko");
        order(mirror + "/a.b.o");

        assertThat(ModulesOrder.read(mirror)).containsExactly(mirror.resolve("a.b.ko"));
    }
}
