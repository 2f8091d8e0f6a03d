package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.archive.TarUnpacker;

/** Kernel trees from tarballs, compressed or not. */
final class TarTrees {

    private final PristineTrees trees;

    TarTrees(PristineTrees trees) {
        this.trees = trees;
    }

    /** The tree of the tarball with that SHA-256, where the store has it. */
    Optional<PristineTrees.Entry> find(String sha256, String what) throws IOException {
        return trees.find(PristineTrees.key("tar", sha256), what);
    }

    /**
     * The tree of a tarball.
     *
     * @param what the tarball, for messages
     * @throws org.kernelmaven.UserException where it is damaged, hostile, or holds no supported kernel
     */
    PristineTrees.Entry getOrMake(String sha256, String what, Path tarball) throws IOException {
        return trees.getOrMake(PristineTrees.key("tar", sha256), what, directory -> {
            try (var input = Files.newInputStream(tarball)) {
                return TarUnpacker.unpackReadOnly(input, what, directory, 1, Limits.KERNEL_TREE);
            }
        });
    }
}
