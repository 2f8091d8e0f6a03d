package org.kernelmaven.build.module;

import org.kernelmaven.tool.Host;

/**
 * How many guests fit on this machine at once.
 *
 * @param cores the machine's processors
 * @param memory what programs can still be given, in MiB
 */
record GuestRoom(int cores, long memory) {

    /** What QEMU itself takes, in MiB. */
    private static final int OVERHEAD = 128;

    static GuestRoom of(Host host, long availableBytes) {
        return new GuestRoom(host.cores(), availableBytes >> 20);
    }

    /** At least one: what does not fit fails by itself, with a message of its own. */
    int guests(TestParameters parameters) {
        var byCores = cores / Math.max(1, parameters.guest().cpus());
        var byMemory = memory / (Math.max(1, parameters.guest().memory()) + OVERHEAD);
        return (int) Math.max(1, Math.min(byCores, byMemory));
    }
}
