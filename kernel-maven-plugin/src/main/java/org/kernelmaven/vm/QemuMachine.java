package org.kernelmaven.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

/**
 * The machine that QEMU plays for an architecture.
 *
 * @param program QEMU's program
 * @param machine what it plays
 * @param console the kernel's name for the serial line
 * @param packages what brings the program, for apt-get, dnf, zypper, pacman and apk
 */
record QemuMachine(String program, String machine, String console, List<String> packages) implements Machine {

    private static final String PREFIX = "qemu-system-";

    static QemuMachine of(Arch arch) {
        return switch (arch) {
            // microvm does not power off without ACPI
            case X86_64 -> of("x86_64", "q35", "ttyS0", "x86", "x86-core", "qemu-x86", "x86");
            case I386 -> of("i386", "q35", "ttyS0", "x86", "x86-core", "qemu-x86", "x86");
            case ARM64 -> of("aarch64", "virt", "ttyAMA0", "arm", "aarch64-core", "qemu-arm", "aarch64");
            case ARM -> of("arm", "virt", "ttyAMA0", "arm", "arm-core", "qemu-arm", "arm");
            case RISCV64 -> of("riscv64", "virt", "ttyS0", "misc", "riscv-core", "qemu-extra", "riscv");
            case PPC64LE -> of("ppc64", "pseries", "hvc0", "ppc", "ppc-core", "qemu-ppc", "ppc");
            case S390X -> of("s390x", "s390-ccw-virtio", "ttysclp0", "misc", "s390x-core", "qemu-s390x", "s390x");
            case LOONGARCH64 ->
                of("loongarch64", "virt", "ttyS0", "misc", "loongarch64-core", "qemu-extra", "loongarch64");
            case UM -> throw new IllegalArgumentException("QEMU does not run user-mode Linux");
        };
    }

    /** Packages begin with {@code qemu-system-}, as the programs do, but openSUSE's; Alpine's are called as those. */
    private static QemuMachine of(
            String program, String machine, String console, String apt, String dnf, String zypper, String pacman) {
        return new QemuMachine(
                PREFIX + program,
                machine,
                console,
                List.of(PREFIX + apt, PREFIX + dnf, zypper, PREFIX + pacman, PREFIX + program));
    }

    @Override
    public Optional<String> lack(Host host) {
        return host.find(program).isPresent()
                ? Optional.empty()
                : Optional.of(String.format(
                        "'%s' is not on the PATH. On Debian and Ubuntu: apt-get install %s; Fedora: dnf install %s;"
                                + " openSUSE: zypper install %s; Arch: pacman -S %s; Alpine: apk add %s",
                        Stream.concat(Stream.of(program), packages.stream()).toArray()));
    }

    @Override
    public boolean takesKvm() {
        return true;
    }

    @Override
    public boolean takesSnapshots() {
        return true;
    }

    /** drivers/virtio, drivers/s390/virtio and drivers/char/virtio_console.c of Linux 6.1. */
    @Override
    public List<String> channelDrivers() {
        return List.of(bus().equals("device") ? "virtio_mmio" : "virtio_" + bus(), "virtio_console");
    }

    @Override
    public String means(boolean withKvm) {
        return withKvm ? "with KVM" : "with emulation";
    }

    @Override
    public GuestShare.Mount mount(int number, GuestShare share) {
        // Documentation/filesystems/9p.rst; by default 8 KiB go in one message.
        return new GuestShare.Mount(
                "9p", tag(number), share.target(), !share.writable(), "trans=virtio,version=9p2000.L,msize=262144");
    }

    private static String tag(int number) {
        return "share" + number;
    }

    /** What QEMU listens at: a file, not a port, so that only who may read it can attach. */
    static String listening(String id, Path socket) {
        return "socket,id=" + id + ",server=on,wait=off,path=" + value(socket);
    }

    /** A comma ends a value unless there are two. */
    private static String value(Path path) {
        return path.toAbsolutePath().toString().replace(",", ",,");
    }

    /** QEMU opens what is below the folder without following a link out of it (hw/9pfs/9p-local.c). */
    private List<String> share(int number, GuestShare share) {
        return List.of(
                "-fsdev",
                "local,id=" + tag(number) + ",security_model=none,multidevs=remap,readonly="
                        + (share.writable() ? "off" : "on") + ",path=" + value(share.source()),
                "-device",
                virtio("9p") + ",fsdev=" + tag(number) + ",mount_tag=" + tag(number));
    }

    /** QEMU's word for what virtio's devices are attached to: where it can be, no bus that the kernel must know. */
    private String bus() {
        return switch (program) {
            case PREFIX + "aarch64", PREFIX + "arm", PREFIX + "riscv64" -> "device";
            case PREFIX + "s390x" -> "ccw";
            default -> "pci";
        };
    }

    private String virtio(String device) {
        return "virtio-" + device + "-" + bus();
    }

    /** Port 1, for port 0 is a console's: what the guest's init looks for. */
    private List<String> channel(Path socket) {
        return List.of(
                "-chardev",
                listening("files", socket),
                "-device",
                virtio("serial"),
                "-device",
                "virtserialport,nr=1,chardev=files,name=kernel-maven.files");
    }

    /** QEMU's own window, network and defaults off, the serial line on standard input and output. */
    @Override
    public Command command(Guest guest, Host host, boolean withKvm) {
        var found = host.find(program)
                .orElseThrow(() -> new UserException(
                        "Cannot boot the kernel: " + lack(host).orElseThrow() + "."));
        var argv = new ArrayList<String>();
        argv.add(found.toString());
        argv.addAll(List.of("-M", machine, "-cpu", cpu(guest.arch(), withKvm), "-accel", withKvm ? "kvm" : "tcg"));
        argv.addAll(List.of("-m", guest.memoryMiB() + "M", "-smp", Integer.toString(guest.cpus())));
        argv.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none", "-no-reboot"));
        argv.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
        argv.addAll(List.of("-kernel", guest.kernel().toAbsolutePath().toString()));
        guest.initramfs()
                .ifPresent(file ->
                        argv.addAll(List.of("-initrd", file.toAbsolutePath().toString())));
        argv.addAll(List.of("-append", append(guest)));
        for (var number = 0; number < guest.shares().size(); number++) {
            argv.addAll(share(number, guest.shares().get(number)));
        }
        guest.channel().ifPresent(socket -> argv.addAll(channel(socket)));
        guest.debugger()
                .ifPresent(socket ->
                        argv.addAll(List.of("-chardev", listening("gdb", socket), "-gdb", "chardev:gdb", "-S")));
        return Command.of(Path.of("").toAbsolutePath(), argv).with("LC_ALL", "C");
    }

    /**
     * Emulated, the pointer authentication of arm64 takes most of the time: Debian's kernel comes up in 8.5 s without
     * the architecture's own algorithm, and in 37 s with it. Of riscv64 and loongarch64 no QEMU before 8.2 has "max".
     */
    private static String cpu(Arch arch, boolean withKvm) {
        return switch (arch) {
            case ARM64 -> withKvm ? "max" : "max,pauth-impdef=on";
            case RISCV64 -> "rv64";
            case LOONGARCH64 -> "la464";
            case X86_64, I386, ARM, PPC64LE, S390X, UM -> "max";
        };
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
