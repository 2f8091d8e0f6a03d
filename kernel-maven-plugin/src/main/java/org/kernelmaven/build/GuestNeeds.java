package org.kernelmaven.build;

import java.util.List;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.vm.GuestShare;

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

    /**
     * Checks that a kernel can mount what it is to.
     *
     * @param release the kernel's
     * @param parameter where the shares come from
     * @throws UserException where its configuration lacks something for that
     */
    public static void requireShares(
            DotConfig config, Arch arch, String release, List<GuestShare> shares, String parameter) {
        var missing = (shares.isEmpty() ? List.<String>of() : sharing(arch))
                .stream()
                        .filter(option -> config.tristate(option) != ConfigValue.Tristate.Y)
                        .toList();
        if (!missing.isEmpty()) {
            throw new UserException("parameter " + parameter + ": Linux " + release + " cannot mount '"
                    + shares.get(0).source() + "': its configuration lacks " + String.join(", ", missing)
                    + ". Set them to yes in the kernel project's <config>.");
        }
    }

    /** The file system, and the bus of the device that brings it. */
    private static List<String> sharing(Arch arch) {
        return switch (arch) {
            case UM -> List.of("HOSTFS");
            case ARM64, ARM, RISCV64 -> List.of("9P_FS", "NET_9P_VIRTIO", "VIRTIO_MMIO");
            case S390X -> List.of("9P_FS", "NET_9P_VIRTIO", "S390_GUEST");
            case X86_64, I386, PPC64LE, LOONGARCH64 -> List.of("9P_FS", "NET_9P_VIRTIO", "VIRTIO_PCI");
        };
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
