package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.vm.GuestShare;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"X86_64|9P_FS, NET_9P_VIRTIO, VIRTIO_PCI", "ARM64|9P_FS, NET_9P_VIRTIO, VIRTIO_MMIO", "UM|HOSTFS"})
    void whatMountsSharesIsTheArchitecturesMachines(Arch arch, String lacks) {
        var none = DotConfig.parse("CONFIG_9P_FS=m\n", ".config");
        var shares = List.of(new GuestShare(Path.of("/srv/data"), "data", false));
        assertThatThrownBy(() -> GuestNeeds.requireShares(none, arch, "6.1", shares, "kernel.run.shares"))
                .isInstanceOf(UserException.class)
                .hasMessage("parameter kernel.run.shares: Linux 6.1 cannot mount '/srv/data': its configuration lacks "
                        + lacks + ". Set them to yes in the kernel project's <config>.");
        GuestNeeds.requireShares(none, arch, "6.1", List.of(), "kernel.run.shares");
        var all = DotConfig.parse(lacks.replaceAll("(\\w+)(, )?", "CONFIG_$1=y\n"), ".config");
        GuestNeeds.requireShares(all, arch, "6.1", shares, "kernel.run.shares");
    }
}
