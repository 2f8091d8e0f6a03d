package org.kernelmaven.archive;

/**
 * How much an archive may unpack to; what goes beyond is a {@link HostileArchiveException}.
 *
 * @param entries files, links and directories together
 * @param bytes of all files together
 * @param fileBytes of one file
 */
public record Limits(long entries, long bytes, long fileBytes) {

    private static final long GIB = 1L << 30;

    /** A kernel tree: 6.12 has 90,000 entries and 1.6 GB; room for vendors' trees with firmware and git leftovers. */
    public static final Limits KERNEL_TREE = new Limits(1_000_000, 16 * GIB, 2 * GIB);

    /** A kernel's dev, modules, headers or debug artifact; a distribution's vmlinux with DWARF has about 1 GB. */
    public static final Limits KERNEL_ARTIFACT = new Limits(500_000, 32 * GIB, 8 * GIB);

    /** A recipe, a patch series, or another small archive of text. */
    public static final Limits SMALL = new Limits(20_000, GIB / 4, GIB / 16);

    /** Modules, their sources or symbol versions; a graphics driver with its debug information has some 300 MB. */
    public static final Limits MODULES = new Limits(50_000, 8 * GIB, 2 * GIB);

    /** @throws IllegalArgumentException where a limit is not positive */
    public Limits {
        if (entries < 1 || bytes < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("limits are positive: " + entries + ", " + bytes + ", " + fileBytes);
        }
    }

    /** As many bytes in one file as in all. */
    public Limits(long entries, long bytes) {
        this(entries, bytes, bytes);
    }
}
