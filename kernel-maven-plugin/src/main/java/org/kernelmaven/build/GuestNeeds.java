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
        return Stream.concat(Stream.of("BLK_DEV_INITRD", "BINFMT_ELF", "PRINTK", "TTY"), console(arch).stream())
                .filter(option -> config.tristate(option) != ConfigValue.Tristate.Y)
                .toList();
    }

    /** That a kernel lacks those options; the cure is to follow. */
    public static String lack(String release, List<String> missing) {
        return "Linux " + release + " cannot be booted with an initramfs on a serial console: its configuration lacks "
                + String.join(", ", missing) + ".";
    }

    /** The driver of the serial line of the machine that QEMU plays; user-mode Linux always has its own. */
    private static List<String> console(Arch arch) {
        return switch (arch) {
            case X86_64, I386, LOONGARCH64 -> List.of("SERIAL_8250_CONSOLE");
            case ARM64, ARM -> List.of("SERIAL_AMBA_PL011_CONSOLE");
            // The device tree tells of the line, and its driver waits for the interrupt controller, which in 6.1 is an
            // option (drivers/irqchip/Kconfig).
            case RISCV64 -> List.of("SERIAL_8250_CONSOLE", "SERIAL_OF_PLATFORM", "SIFIVE_PLIC");
            case PPC64LE -> List.of("HVC_CONSOLE");
            case S390X -> List.of("SCLP_VT220_CONSOLE");
            case UM -> List.of();
        };
    }
}
