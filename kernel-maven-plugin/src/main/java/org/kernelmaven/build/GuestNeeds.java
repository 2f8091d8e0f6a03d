package org.kernelmaven.build;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;

/** What a kernel must have built in to be booted with our init: without it a guest is only silent. */
public final class GuestNeeds {

    private GuestNeeds() {}

    /** The options that a configuration lacks for an initramfs and a serial console, without {@code CONFIG_}. */
    public static List<String> missing(DotConfig config, Arch arch) {
        return Stream.concat(Stream.of("BLK_DEV_INITRD", "BINFMT_ELF", "PRINTK", "TTY"), console(arch).stream())
                .filter(option -> config.tristate(option) != ConfigValue.Tristate.Y)
                .toList();
    }

    /** The driver of the serial line of the machine that QEMU plays; user-mode Linux always has its own. */
    private static Optional<String> console(Arch arch) {
        return switch (arch) {
            case X86_64, I386, RISCV64, LOONGARCH64 -> Optional.of("SERIAL_8250_CONSOLE");
            case ARM64, ARM -> Optional.of("SERIAL_AMBA_PL011_CONSOLE");
            case PPC64LE -> Optional.of("HVC_CONSOLE");
            case S390X -> Optional.of("SCLP_VT220_CONSOLE");
            case UM -> Optional.empty();
        };
    }
}
