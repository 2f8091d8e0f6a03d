package org.kernelmaven.vm;

import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;

/**
 * The machine that QEMU plays for an architecture.
 *
 * @param program QEMU's program
 * @param arguments its machine and processor
 * @param console the kernel's name for the serial line
 * @param debianPackage the package that has the program
 */
record Machine(String program, List<String> arguments, String console, String debianPackage) {

    /** Whether QEMU runs that architecture's kernels. */
    static boolean isKnown(Arch arch) {
        return arch != Arch.UM;
    }

    /** @throws UserException where QEMU does not run that architecture's kernels */
    static Machine of(Arch arch) {
        return switch (arch) {
            // microvm does not power off without ACPI
            case X86_64 -> of("qemu-system-x86_64", "q35", "max", "ttyS0", "qemu-system-x86");
            case I386 -> of("qemu-system-i386", "q35", "max", "ttyS0", "qemu-system-x86");
            case ARM64 -> of("qemu-system-aarch64", "virt", "max", "ttyAMA0", "qemu-system-arm");
            case ARM -> of("qemu-system-arm", "virt", "max", "ttyAMA0", "qemu-system-arm");
            case RISCV64 -> of("qemu-system-riscv64", "virt", "max", "ttyS0", "qemu-system-misc");
            case PPC64LE -> of("qemu-system-ppc64", "pseries", "max", "hvc0", "qemu-system-ppc");
            case S390X -> of("qemu-system-s390x", "s390-ccw-virtio", "max", "ttysclp0", "qemu-system-misc");
            case LOONGARCH64 -> of("qemu-system-loongarch64", "virt", "max", "ttyS0", "qemu-system-misc");
            case UM ->
                throw new UserException("A user-mode Linux kernel is a program of this machine;"
                        + " QEMU does not run it. Start its image 'linux' itself.");
        };
    }

    private static Machine of(String program, String machine, String cpu, String console, String debianPackage) {
        return new Machine(program, List.of("-M", machine, "-cpu", cpu), console, debianPackage);
    }
}
