package org.kernelmaven.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;

/**
 * A kernel's main and modules artifacts as files: what boots it, and what it can load.
 *
 * @param release the kernel's
 * @param image {@code boot/vmlinuz-RELEASE}; empty where there is no main artifact
 * @param config {@code boot/config-RELEASE}; empty where there is no main artifact
 * @param modules {@code lib/modules/RELEASE}; empty where there is no modules artifact
 */
public record UnpackedKernel(String release, Optional<Path> image, Optional<Path> config, Optional<Path> modules) {

    /**
     * Unpacks the artifacts into the store, once for each digest.
     *
     * @param main the main artifact: its archive, or in a reactor a directory of the same content
     * @param modules the modules artifact, likewise
     * @throws UserException where an artifact is not of that kernel, damaged or hostile
     */
    public static UnpackedKernel of(String release, Optional<Path> main, Optional<Path> modules, Store store)
            throws IOException {
        var image = Optional.<Path>empty();
        var config = Optional.<Path>empty();
        if (main.isPresent()) {
            var directory = directory(main.get(), store);
            image = Optional.of(existing(main.get(), directory, "boot/vmlinuz-" + release));
            config = Optional.of(directory.resolve("boot/config-" + release)).filter(Files::isRegularFile);
        }
        var loadable = Optional.<Path>empty();
        if (modules.isPresent()) {
            loadable = Optional.of(existing(modules.get(), directory(modules.get(), store), "lib/modules/" + release));
        }
        return new UnpackedKernel(release, image, config, loadable);
    }

    /**
     * The {@code .config} in a main artifact.
     *
     * @throws UserException where it has none, or is damaged or hostile
     */
    public static Path config(Path main, Store store) throws IOException {
        var boot = directory(main, store).resolve("boot");
        if (Files.isDirectory(boot)) {
            try (var files = Files.newDirectoryStream(boot, "config-*")) {
                for (var file : files) {
                    return file;
                }
            }
        }
        throw new UserException(
                "'" + main + "' is not the main artifact of a kernel: it has no 'boot/config-RELEASE'.");
    }

    private static Path directory(Path artifact, Store store) throws IOException {
        if (Files.isDirectory(artifact)) {
            return artifact;
        }
        return store.getOrRemake(
                Kind.KERNEL,
                Digests.of(artifact),
                Store::looksWhole,
                temporary -> new Store.Made(
                        ArtifactArchive.fileName(artifact),
                        ArtifactArchive.unpackReadOnly(artifact, temporary, 0, Limits.KERNEL_ARTIFACT)));
    }

    private static Path existing(Path artifact, Path directory, String name) {
        var file = directory.resolve(name);
        if (!Files.exists(file)) {
            throw new UserException("'" + artifact + "' is not an artifact of this kernel: it has no '" + name
                    + "'. Build or get the kernel's artifacts again, all of one build.");
        }
        return file;
    }
}
