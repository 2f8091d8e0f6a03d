package org.kernelmaven.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingHeadersTest {

    @TempDir
    Path source;

    @Test
    void thoseThatOtherHeadersIncludeAreFoundWithWhatTheyInclude() throws IOException {
        write("include/linux/clk.h", "#include <linux/types.h>\n#  include <dt-bindings/clock/chip.h>\n");
        write("include/dt-bindings/clock/chip.h", "#include \"numbers.h\"\n#include <dt-bindings/reset.h>\n");
        write("include/dt-bindings/clock/numbers.h", "#define NUMBER 1\n");
        write("include/dt-bindings/reset.h", "#include \"clock/chip.h\"\n");
        write("include/dt-bindings/clock/other.h", "#include <dt-bindings/clock/alone.h>\n");
        write("include/dt-bindings/clock/alone.h", "");
        write("arch/x86/include/asm/board.h", "#include \"../../../../include/dt-bindings/board.h\"\n");
        write("include/dt-bindings/board.h", "");
        assertThat(BindingHeaders.includedIn(source, "include", "arch/x86/include"))
                .containsExactlyInAnyOrder(
                        "include/dt-bindings/clock/chip.h",
                        "include/dt-bindings/clock/numbers.h",
                        "include/dt-bindings/reset.h",
                        "include/dt-bindings/board.h");
    }

    @Test
    void nothingBeyondTheirFolderIsNamed() throws IOException {
        write("include/linux/clk.h", "#include <dt-bindings/../../secret.h>\n#include <dt-bindings/missing.h>\n");
        write("secret.h", "");
        assertThat(BindingHeaders.includedIn(source, "include", "arch/um/include"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"include/dt-bindings/clock/chip.h", "include/dt-bindings/soc/a/b.h"})
    void thoseOfControllersWithinChipsAreTold(String path) {
        assertThat(BindingHeaders.isWithinChips(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"include/dt-bindings/net/phy.h", "include/linux/clock/chip.h", "include/dt-bindings/clock.h"})
    void othersAreNone(String path) {
        assertThat(BindingHeaders.isWithinChips(path)).isFalse();
    }

    private void write(String path, String text) throws IOException {
        var file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
