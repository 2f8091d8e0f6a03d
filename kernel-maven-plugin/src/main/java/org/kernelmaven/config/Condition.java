package org.kernelmaven.config;

import java.util.Optional;
import java.util.Set;
import org.kernelmaven.KernelVersion;

/**
 * Which kernels an option is for.
 *
 * @param when the versions; all where empty
 * @param arches the values of {@code ARCH}, such as {@code x86_64} or {@code arm64}; all where empty
 */
public record Condition(Optional<VersionRange> when, Set<String> arches) {

    /** Every kernel. */
    public static final Condition ALWAYS = new Condition(Optional.empty(), Set.of());

    /** The values of {@code ARCH} that a condition may name. */
    static final Set<String> ARCHES = Set.of(
            "alpha",
            "arc",
            "arm",
            "arm64",
            "csky",
            "hexagon",
            "i386",
            "loongarch",
            "m68k",
            "microblaze",
            "mips",
            "nios2",
            "openrisc",
            "parisc",
            "parisc64",
            "powerpc",
            "riscv",
            "s390",
            "sh",
            "sparc",
            "sparc64",
            "um",
            "x86_64",
            "xtensa");

    /** Copies. */
    public Condition {
        arches = Set.copyOf(arches);
    }

    /** Whether a kernel of that version and {@code ARCH} is meant. */
    public boolean matches(KernelVersion version, String arch) {
        return when.map(range -> range.contains(version)).orElse(true) && (arches.isEmpty() || arches.contains(arch));
    }
}
