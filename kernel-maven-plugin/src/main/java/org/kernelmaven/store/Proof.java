package org.kernelmaven.store;

/** What shows that an entry is as it was made. */
enum Proof {
    /** Its key is the SHA-256 of its bytes. */
    KEY,
    /** The manifest beside it. */
    MANIFEST,
    /** Nothing of ours: git and apt change theirs and have checks of their own, and a fact is judged by its reader. */
    NONE
}
