package org.kernelmaven.build;

import java.util.List;
import java.util.stream.Stream;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;

/** What a kernel must have built in to be booted with our init: without it a guest is only silent. */
public final class GuestNeeds {

    private GuestNeeds() {}

    /** The options that a configuration lacks for an initramfs and a serial console, without {@code CONFIG_}. */
    public static List<String> missing(DotConfig config, Arch arch) {
        return Stream.of("BLK_DEV_INITRD", "BINFMT_ELF", "PRINTK", "TTY", console(arch))
                .filter(option -> config.tristate(option) != ConfigValue.Tristate.Y)
                .toList();
    }

    /** The driver of the serial line of the machine that QEMU plays. */
    private static String console(Arch arch) {
        return switch (arch) {
            case X86_64, I386, RISCV64, LOONGARCH64 -> "SERIAL_8250_CONSOLE";
            case ARM64, ARM -> "SERIAL_AMBA_PL011_CONSOLE";
            case PPC64LE -> "HVC_CONSOLE";
            case S390X -> "SCLP_VT220_CONSOLE";
            case UM -> "STDERR_CONSOLE";
        };
    }
}
