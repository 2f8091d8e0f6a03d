package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.DotConfig;

/** What a kernel that has all but its console lacks. */
class GuestNeedsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X86_64|SERIAL_8250_CONSOLE",
                "ARM64|SERIAL_AMBA_PL011_CONSOLE",
                "RISCV64|SERIAL_8250_CONSOLE,SERIAL_OF_PLATFORM,SIFIVE_PLIC",
                "UM|"
            })
    void consoleIsWhatTheArchitecturesMachineHas(Arch arch, @Nullable String lacks) {
        var config = "CONFIG_BLK_DEV_INITRD=y\nCONFIG_BINFMT_ELF=y\nCONFIG_PRINTK=y\nCONFIG_TTY=y\n";
        assertThat(String.join(",", GuestNeeds.missing(DotConfig.parse(config, ".config"), arch)))
                .isEqualTo(lacks == null ? "" : lacks);
    }
}
