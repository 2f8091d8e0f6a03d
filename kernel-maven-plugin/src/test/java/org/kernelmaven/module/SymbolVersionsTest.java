package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

/** Module.symvers in the forms that kernels have written it. */
class SymbolVersionsTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("Module.symvers");
    }

    private SymbolVersions read(String text) throws IOException {
        return SymbolVersions.read(Files.writeString(file, text));
    }

    @Test
    void fiveFields() throws IOException {
        var versions = read(
                """
                0xfedcba98\tusb_stor_probe\tdrivers/usb/storage/usb-storage\tEXPORT_SYMBOL_GPL\tUSB_STORAGE
                0x00000000\t_printk\tvmlinux\tEXPORT_SYMBOL\t
                """);
        assertThat(versions.find("usb_stor_probe"))
                .contains(new ExportedSymbol(
                        "usb_stor_probe",
                        0xfedcba98,
                        "drivers/usb/storage/usb-storage",
                        true,
                        Optional.of("USB_STORAGE")));
        assertThat(versions.find("usb_stor_probe").orElseThrow().moduleName()).isEqualTo("usb-storage");
        assertThat(versions.find("_printk"))
                .contains(new ExportedSymbol("_printk", 0, "vmlinux", false, Optional.empty()));
        assertThat(versions.find("printk")).isEmpty();
    }

    @Test
    void fourFieldsOfLinux53AndFiveOf54() throws IOException {
        assertThat(read("0x00000001\told\tdrivers/old\tEXPORT_SYMBOL_GPL\n").find("old"))
                .contains(new ExportedSymbol("old", 1, "drivers/old", true, Optional.empty()));
        assertThat(read("0x00000001\told\tNS\tdrivers/old\tEXPORT_SYMBOL\n").find("old"))
                .contains(new ExportedSymbol("old", 1, "drivers/old", false, Optional.of("NS")));
    }

    @Test
    void wrongLineIsNamed() {
        for (var line : new String[] {
            "0x1 a vmlinux EXPORT_SYMBOL", "1\ta\tb\tEXPORT_SYMBOL", "0x1\ta\tb", "0xg\ta\tb\tEXPORT_SYMBOL\t"
        }) {
            assertThatThrownBy(() -> read("0x1\tx\tvmlinux\tEXPORT_SYMBOL\t\n" + line + "\n"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("Module.symvers' line 2")
                    .hasMessageContaining(line);
        }
    }

    @Test
    void absentFileIsNamed() {
        assertThatThrownBy(() -> SymbolVersions.read(file)).hasMessage("There is no '" + file + "'.");
    }
}
