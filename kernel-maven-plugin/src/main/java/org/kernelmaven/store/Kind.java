package org.kernelmaven.store;

/** What the store keeps, each kind in a folder of its own. */
public enum Kind {
    /** A downloaded file, keyed by its SHA-256. */
    DOWNLOAD("downloads", true, Proof.KEY),
    /** A small fact, such as the SHA-256 of what a URL brought; keyed by the hash of what it is asked by. */
    FACT("facts", true, Proof.NONE),
    /** An unpacked pristine kernel tree, keyed by its source's hash. */
    TREE("trees", false, Proof.MANIFEST),
    /** A distribution's kernel, taken apart; keyed by its packages' hashes. */
    DISTRIBUTION("distributions", false, Proof.MANIFEST),
    /** A bare git repository, keyed by its URL's hash; written by git itself, under the key's lock. */
    GIT("git", false, Proof.NONE),
    /** apt's own state and package lists, where the system's do not serve; written by apt, under the key's lock. */
    APT("apt", false, Proof.NONE),
    /** What a kernel tree could export, keyed by the tree with its patches, the arch and the plugin's version. */
    EXPORTS("exports", false, Proof.MANIFEST),
    /** An unpacked dev artifact, keyed by its digest and the host. */
    DEV("dev", false, Proof.MANIFEST),
    /** An unpacked main or modules artifact of a kernel, keyed by its digest. */
    KERNEL("kernels", false, Proof.MANIFEST),
    /** Where make works for a project that has a path which make cannot take; keyed by that path's hash. */
    WORK("work", false, Proof.NONE);

    private final String directory;
    private final boolean small;
    private final Proof proof;

    Kind(String directory, boolean small, Proof proof) {
        this.directory = directory;
        this.small = small;
        this.proof = proof;
    }

    String directory() {
        return directory;
    }

    /** Whether entries belong under the local repository, where caches of it catch them. */
    boolean small() {
        return small;
    }

    Proof proof() {
        return proof;
    }
}
