package org.kernelmaven.build.dev;

import org.kernelmaven.vm.Initramfs;

/**
 * A module in the order of loading.
 *
 * @param name as the kernel has it
 * @param module its file, parameters, and what its failure means
 * @param digest of the file: what tells whether it changed
 * @param kind whose it is
 */
record Loadable(String name, Initramfs.Module module, String digest, Kind kind) {

    /** Whose it is. */
    enum Kind {
        /** The kernel's own or another project's: loaded when the guest boots. */
        BASE,
        /** The project's. */
        OWN,
        /** The project's tests. */
        TEST
    }

    /** Whether a guest that has the one has the other. */
    boolean isSame(Loadable other) {
        return name.equals(other.name)
                && digest.equals(other.digest)
                && module.parameters().equals(other.module.parameters());
    }
}
