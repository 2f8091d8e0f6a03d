package org.kernelmaven.kbuild;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.tool.Host;

/** An architecture the plugin builds kernels for, with what Kbuild calls it and makes for it. */
@SuppressWarnings("ImmutableEnumChecker") // List.of
public enum Arch {
    /** 64-bit PC. */
    X86_64("x86_64", "x86_64", "x86", "bzImage", "arch/x86/boot/bzImage", "x86_64-linux-gnu-", "amd64", "x86"),
    /** 32-bit PC. */
    I386("i386", "i386", "x86", "bzImage", "arch/x86/boot/bzImage", "i686-linux-gnu-", "i486", "i586", "i686"),
    /** 64-bit ARM; its plain Image boots everywhere, an Image.gz only where the boot loader unpacks it. */
    ARM64("arm64", "arm64", "arm64", "Image", "arch/arm64/boot/Image", "aarch64-linux-gnu-", "aarch64"),
    /** 32-bit ARM. */
    ARM("arm", "arm", "arm", "zImage", "arch/arm/boot/zImage", "arm-linux-gnueabihf-", "armhf", "armv7l", "armel"),
    /** 64-bit RISC-V. */
    RISCV64("riscv64", "riscv", "riscv", "Image", "arch/riscv/boot/Image", "riscv64-linux-gnu-", "riscv"),
    /** 64-bit little-endian POWER. */
    PPC64LE("ppc64le", "powerpc", "powerpc", "vmlinux", "vmlinux", "powerpc64le-linux-gnu-", "powerpc", "ppc64el"),
    /** IBM Z. */
    S390X("s390x", "s390", "s390", "bzImage", "arch/s390/boot/bzImage", "s390x-linux-gnu-", "s390"),
    /** 64-bit LoongArch. */
    LOONGARCH64(
            "loongarch64",
            "loongarch",
            "loongarch",
            "vmlinux.efi",
            "arch/loongarch/boot/vmlinux.efi",
            "loongarch64-linux-gnu-",
            "loongarch"),
    /** User-mode Linux: a kernel that is a program of the host. */
    UM("um", "um", "um", "linux", "linux", "", "uml");

    private final String id;
    private final String makeName;
    private final String sourceDirectory;
    private final String imageTarget;
    private final String imagePath;
    private final String debianPrefix;
    private final List<String> aliases;

    Arch(
            String id,
            String makeName,
            String sourceDirectory,
            String imageTarget,
            String imagePath,
            String debianPrefix,
            String... aliases) {
        this.id = id;
        this.makeName = makeName;
        this.sourceDirectory = sourceDirectory;
        this.imageTarget = imageTarget;
        this.imagePath = imagePath;
        this.debianPrefix = debianPrefix;
        this.aliases = List.of(aliases);
    }

    /**
     * Reads an architecture as a user writes it: our name, Kbuild's, or that of {@code uname -m} or Debian.
     *
     * @param origin the parameter it came from, for the message: {@code parameter <arch>}
     * @throws UserException where there is no such architecture
     */
    public static Arch parse(String text, String origin) {
        return find(text)
                .orElseThrow(() -> new UserException(
                        origin + ": unknown architecture '" + text + "'." + hint(text) + " Known: " + names() + "."));
    }

    /**
     * The architecture of the machine that builds.
     *
     * @throws UserException where it is none we know
     */
    public static Arch of(Host host) {
        return find(host.machine())
                .orElseThrow(() -> new UserException("This machine's processor is '" + host.machine()
                        + "', for which no kernel can be built by default. Set parameter <arch> to one of " + names()
                        + "."));
    }

    private static Optional<Arch> find(String text) {
        var name = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(arch -> arch.id.equals(name) || arch.aliases.contains(name))
                .findFirst();
    }

    private static String hint(String text) {
        Collection<String> known = Arrays.stream(values())
                .flatMap(arch -> Stream.concat(Stream.of(arch.id), arch.aliases.stream()))
                .toList();
        return Nearest.to(text, known)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse("");
    }

    private static String names() {
        return String.join(", ", Arrays.stream(values()).map(Arch::id).sorted().toList());
    }

    /** Our name for it, as in {@code x86_64} or {@code riscv64}: what metadata and artifacts say. */
    public String id() {
        return id;
    }

    /** The value of make's {@code ARCH}. */
    public String makeName() {
        return makeName;
    }

    /** The value Kbuild gives {@code SRCARCH}: the directory below {@code arch/}. */
    public String sourceDirectory() {
        return sourceDirectory;
    }

    /** The make target of the bootable image. */
    public String imageTarget() {
        return imageTarget;
    }

    /** Where the bootable image is, relative to the build tree. */
    public String imagePath() {
        return imagePath;
    }

    /** {@code CROSS_COMPILE} for Debian's cross compilers; empty for user-mode Linux, which has none. */
    public Optional<String> crossPrefix() {
        return debianPrefix.isEmpty() ? Optional.empty() : Optional.of(debianPrefix);
    }

    /**
     * Whether {@code make dtbs} and {@code make dtbs_install} exist for it in that tree: the top Makefile has them
     * where {@code arch/SRCARCH/boot/dts} is a directory.
     */
    public boolean hasDeviceTrees(Path tree) {
        return Files.isDirectory(tree.resolve("arch/" + sourceDirectory + "/boot/dts"));
    }

    /**
     * Whether {@code make headers} exists for it: programs in user-mode Linux are the host's, and so are their headers
     * (Makefile: "Headers not exportable for UML").
     */
    public boolean hasHeaders() {
        return this != UM;
    }

    /** Whether the host's own compiler makes code for it, as Debian's gcc does for x86_64 and i386 on x86_64. */
    public boolean builtNativelyOn(Host host) {
        if (this == UM) {
            return true;
        }
        var machine = find(host.machine()).orElse(null);
        return this == machine || (this == I386 && machine == X86_64);
    }

    /** Whether that host's processor runs its code, so that KVM may run a guest of it. */
    public boolean runsOn(Host host) {
        return builtNativelyOn(host);
    }

    @Override
    public String toString() {
        return id;
    }
}
