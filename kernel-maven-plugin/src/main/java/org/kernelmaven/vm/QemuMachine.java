package org.kernelmaven.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

/**
 * The machine that QEMU plays for an architecture.
 *
 * @param program QEMU's program
 * @param arguments its machine and processor
 * @param console the kernel's name for the serial line
 * @param debianPackage the package that has the program
 */
record QemuMachine(String program, List<String> arguments, String console, String debianPackage) implements Machine {

    static QemuMachine of(Arch arch) {
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
            case UM -> throw new IllegalArgumentException("QEMU does not run user-mode Linux");
        };
    }

    private static QemuMachine of(String program, String machine, String cpu, String console, String debianPackage) {
        return new QemuMachine(program, List.of("-M", machine, "-cpu", cpu), console, debianPackage);
    }

    @Override
    public Optional<String> lack(Host host) {
        return host.find(program).isPresent()
                ? Optional.empty()
                : Optional.of("'" + program + "' is not on the PATH. On Debian and Ubuntu: apt-get install "
                        + debianPackage + "; kernel:doctor knows the names elsewhere");
    }

    @Override
    public boolean takesKvm() {
        return true;
    }

    @Override
    public String means(boolean withKvm) {
        return withKvm ? "with KVM" : "with emulation";
    }

    /** QEMU's own window, network and defaults off, the serial line on standard input and output. */
    @Override
    public Command command(Guest guest, Host host, boolean withKvm) {
        var found = host.find(program)
                .orElseThrow(() -> new UserException(
                        "Cannot boot the kernel: " + lack(host).orElseThrow() + "."));
        var argv = new ArrayList<String>();
        argv.add(found.toString());
        argv.addAll(arguments);
        argv.addAll(List.of("-accel", withKvm ? "kvm" : "tcg"));
        argv.addAll(List.of("-m", guest.memoryMiB() + "M", "-smp", Integer.toString(guest.cpus())));
        argv.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-no-reboot"));
        argv.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        argv.addAll(List.of("-kernel", guest.kernel().toAbsolutePath().toString()));
        guest.initramfs()
                .ifPresent(file ->
                        argv.addAll(List.of("-initrd", file.toAbsolutePath().toString())));
        argv.addAll(List.of("-append", append(guest)));
        // A file, not a port: only who may read it can attach. A comma ends a value unless there are two.
        guest.debugger()
                .ifPresent(socket -> argv.addAll(List.of(
                        "-chardev",
                        "socket,id=gdb,server=on,wait=off,path="
                                + socket.toAbsolutePath().toString().replace(",", ",,"),
                        "-gdb",
                        "chardev:gdb",
                        "-S")));
        return Command.of(Path.of("").toAbsolutePath(), argv).with("LC_ALL", "C");
    }

    private String append(Guest guest) {
        // A process may write 10 lines in 5 s to /dev/kmsg and no more, if nobody says otherwise
        // (kernel/printk/printk.c,
        // devkmsg_write): the last would be lost of an init that loads some modules.
        var words = new ArrayList<>(List.of("console=" + console, "panic=-1", "printk.devkmsg=on"));
        // The kernel looks whether the timer ticks while it counts loops; on a loaded machine QEMU may run it for too
        // short a time, and it panics: "IO-APIC + timer doesn't work!" (arch/x86/kernel/apic/io_apic.c, check_timer).
        // In KVM's guests it never looks (arch/x86/kernel/kvm.c).
        if (guest.arch() == Arch.X86_64 || guest.arch() == Arch.I386) {
            words.add("no_timer_check");
        }
        words.addAll(guest.parameters());
        return String.join(" ", words);
    }
}
