package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;

/**
 * A dev artifact as a directory in which {@code make -C DIRECTORY M=… modules} works.
 *
 * @param directory where it is; never write to it
 * @param made when the store made it, in nanoseconds since 1970; 0 where it is not the store's. A damaged one is made
 *     again
 * @param metadata its {@code kernel.json}
 * @param identity what tells this kernel from every other for a module: SHA-256 over {@code kernel.json},
 *     {@code .config} and {@code Module.symvers}. The archive's own digest does not serve, for in a reactor there is no
 *     archive before the kernel is packed
 */
public record UnpackedDev(Path directory, long made, KernelMetadata metadata, String identity) {

    private static final List<String> TELLING = List.of(KernelMetadata.FILE_NAME, ".config", "Module.symvers");

    /** Gives digests of files. */
    @FunctionalInterface
    interface FileDigests {
        String of(Path file) throws IOException;
    }

    /**
     * Looks into a directory.
     *
     * @param made as in the record
     * @param artifact what messages call it
     * @param digests gives SHA-256 of files
     * @throws UserException where it is no dev artifact, or one that a later plugin made
     */
    static UnpackedDev in(Path directory, long made, Path artifact, FileDigests digests) throws IOException {
        var identity = new StringBuilder();
        for (var file : TELLING) {
            var path = directory.resolve(file);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new UserException("'" + artifact + "' is no dev artifact of a kernel: it has no file '" + file
                        + "'. Depend on the artifact of type kernel-dev that a project with packaging kernel makes.");
            }
            identity.append(file).append('\0').append(digests.of(path)).append('\n');
        }
        return new UnpackedDev(
                directory,
                made,
                KernelMetadata.read(
                        directory.resolve(KernelMetadata.FILE_NAME),
                        ArtifactArchive.name(artifact, KernelMetadata.FILE_NAME)),
                Digests.of(identity.toString()));
    }
}
