package org.kernelmaven.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.kernelmaven.kbuild.SigningKey;

/** The signing key in the build tree, for as long as a make needs it there. */
final class KeyInPlace implements Closeable {

    private final Path buildTree;

    /** Puts the key there, where the kernel has one. */
    KeyInPlace(KernelSpec spec, Path buildTree) throws IOException {
        this.buildTree = buildTree;
        if (spec.keys().signing().isPresent()) {
            spec.keys().signing().get().install(spec.project().baseDirectory(), buildTree);
        }
    }

    @Override
    public void close() throws IOException {
        SigningKey.remove(buildTree);
    }
}
