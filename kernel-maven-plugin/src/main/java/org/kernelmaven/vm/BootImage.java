package org.kernelmaven.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;

/** Tells by its header what boots an image, so that no other machine is started, which would only be silent. */
public final class BootImage {

    private static final int HEAD_BYTES = 1 << 10;

    /** Documentation/arch/x86/boot.rst: {@code HdrS}. */
    private static final int X86_MAGIC = 0x53726448;

    /** The first version of that header with {@code xloadflags}, of which bit 0 is set in 64-bit kernels. */
    private static final int X86_WITH_FLAGS = 0x020c;

    /** Documentation/arch/arm64/booting.rst: {@code ARM\x64}. */
    private static final int ARM64_MAGIC = 0x644d5241;

    /** Documentation/arch/riscv/boot-image-header.rst: {@code RSC\x05}. */
    private static final int RISCV_MAGIC = 0x05435352;

    /** arch/arm/boot/compressed/head.S, of a zImage. */
    private static final int ARM_MAGIC = 0x016f2818;

    private static final int ELF_MAGIC = 0x464c457f;

    private BootImage() {}

    /**
     * Checks that a guest's kernel is for its architecture, as far as the file tells.
     *
     * @throws UserException where it is for another
     */
    static void check(Guest guest) throws IOException {
        var arches = arches(guest.kernel());
        if (guest.arch() == Arch.UM ? !arches.contains(Arch.UM) : !arches.isEmpty() && !arches.contains(guest.arch())) {
            throw new UserException("Cannot boot '" + guest.kernel() + "': "
                    + (arches.isEmpty() ? "it is no program" : "it is a kernel for " + names(arches))
                    + ", and the guest is to be " + guest.arch()
                    + ". Build or get the kernel's artifacts again, all of one build.");
        }
    }

    /**
     * Checks that a program is for a guest's architecture, where it is a compiled one.
     *
     * @param parameter what names it, for the message
     * @throws UserException where it is for another
     */
    public static void checkProgram(Path program, Arch guest, String parameter) throws IOException {
        var head = head(program);
        if (head.getInt(0) == ELF_MAGIC && !elf(head).contains(guest)) {
            throw new UserException("parameter " + parameter + ": '" + program
                    + "' is a program for another architecture, and the guest is " + guest + ".");
        }
    }

    private static String names(Set<Arch> arches) {
        return arches.stream().map(Arch::id).sorted().collect(Collectors.joining(" or "));
    }

    /** What may run it; empty where the file tells nothing, as one that is compressed as a whole. */
    static Set<Arch> arches(Path image) throws IOException {
        var head = head(image);
        if (head.getInt(0x202) == X86_MAGIC) {
            var wide = head.getShort(0x206) >= X86_WITH_FLAGS && (head.getShort(0x236) & 1) != 0;
            return Set.of(wide ? Arch.X86_64 : Arch.I386);
        }
        if (head.getInt(0x38) == ARM64_MAGIC) {
            return Set.of(Arch.ARM64);
        }
        if (head.getInt(0x38) == RISCV_MAGIC) {
            return Set.of(Arch.RISCV64);
        }
        if (head.getInt(0x24) == ARM_MAGIC) {
            return Set.of(Arch.ARM);
        }
        return head.getInt(0) == ELF_MAGIC ? elf(head) : Set.of();
    }

    /**
     * What runs a program: a vmlinux, a kernel that is a program itself, or one in a guest. The numbers are those of
     * elf.h.
     *
     * @param head its first bytes, 20 at least; its byte order becomes the program's
     * @return empty where the number is of no architecture that is known here
     */
    static Set<Arch> elf(ByteBuffer head) {
        head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return switch (head.getShort(18)) {
            case 62 -> Set.of(Arch.X86_64, Arch.UM);
            case 3 -> Set.of(Arch.I386, Arch.UM);
            case 183 -> Set.of(Arch.ARM64);
            case 40 -> Set.of(Arch.ARM);
            case 243 -> Set.of(Arch.RISCV64);
            case 21 -> Set.of(Arch.PPC64LE);
            case 22 -> Set.of(Arch.S390X);
            case 258 -> Set.of(Arch.LOONGARCH64);
            default -> Set.of();
        };
    }

    /** The first bytes, with zeros where the file ends before. */
    private static ByteBuffer head(Path image) throws IOException {
        try (var in = Files.newInputStream(image)) {
            var bytes = new byte[HEAD_BYTES];
            in.readNBytes(bytes, 0, HEAD_BYTES);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
