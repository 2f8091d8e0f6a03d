package org.kernelmaven.patch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.Compression;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Uris;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;

/** Turns what the user wrote into plain patch files: fetched, decompressed, checked. */
public final class PatchLoader {

    /** The largest patch between two kernel releases (6.0 to 6.1) is some 90 MB. */
    private static final long MOST_BYTES = 512L << 20;

    private final Downloads downloads;
    private final Path directory;

    /**
     * @param downloads gets what has a url
     * @param directory where the plain files are kept; nothing else may be in it
     */
    public PatchLoader(Downloads downloads, Path directory) {
        this.downloads = downloads;
        this.directory = directory;
    }

    /**
     * The patches that have a diff, in order; a quilt series becomes one for each of its entries.
     *
     * @throws UserException where one cannot be read, is too large, or is hostile
     */
    public List<LoadedPatch> load(List<Patch> patches) throws IOException {
        Files.createDirectories(directory);
        var loaded = new ArrayList<LoadedPatch>();
        for (var patch : patches) {
            if (patch.file().isPresent()) {
                load(patch, patch.file().get(), loaded);
            }
        }
        removeOthers(loaded);
        return List.copyOf(loaded);
    }

    private void load(Patch patch, PatchFile file, List<LoadedPatch> loaded) throws IOException {
        if (file instanceof PatchFile.Local local) {
            loaded.add(plain(patch.name(), local.path(), patch.strip(), "'" + local.path() + "'", patch.origin()));
        } else if (file instanceof PatchFile.Remote remote) {
            var place = "'" + Uris.shown(remote.urls().get(0)) + "'";
            var download =
                    downloads.get(remote.urls(), remote.hash(), patch.origin().toString());
            loaded.add(plain(patch.name(), download.file(), patch.strip(), place, patch.origin()));
        } else if (file instanceof PatchFile.Quilt quilt) {
            for (var entry : quilt.entries()) {
                var name = patch.name() + "/" + entry.name();
                var strip = entry.strip().orElse(patch.strip());
                loaded.add(plain(name, entry.path(), strip, "'" + entry.path() + "'", entry.origin()));
            }
        }
    }

    private LoadedPatch plain(String name, Path file, int strip, String place, Origin origin) throws IOException {
        var title = "Patch '" + name + "' (" + place + ")";
        var temporary = Files.createTempFile(directory, ".", ".tmp");
        try {
            decompress(file, temporary, title);
            var sha256 = Digests.of(temporary);
            var content = PatchParser.parse(temporary, title, strip);
            var plain = directory.resolve(sha256 + ".patch");
            Files.move(temporary, plain, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new LoadedPatch(name, plain, sha256, strip, origin, content);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void decompress(Path file, Path target, String title) throws IOException {
        try (var raw = Files.newInputStream(file);
                var plain = Compression.decompress(raw);
                var output = Files.newOutputStream(target)) {
            copy(plain, output, title);
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof java.io.InterruptedIOException || Store.isFull(e)) {
                throw e;
            }
            throw new UserException(
                    title + " cannot be read: " + e.getMessage() + ". It may be cut off or corrupt: get it anew.", e);
        }
    }

    private static void copy(InputStream input, java.io.OutputStream output, String title) throws IOException {
        var buffer = new byte[1 << 16];
        var total = 0L;
        for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
            total += n;
            if (total > MOST_BYTES) {
                throw new UserException(
                        title + " is larger than " + (MOST_BYTES >> 20) + " MiB when decompressed: that is no patch.");
            }
            output.write(buffer, 0, n);
        }
    }

    private void removeOthers(List<LoadedPatch> loaded) throws IOException {
        var kept = new HashSet<Path>();
        loaded.forEach(patch -> kept.add(patch.plainFile()));
        try (var present = Files.list(directory)) {
            for (var file : present.filter(file -> !kept.contains(file)).toList()) {
                Trees.delete(file);
            }
        }
    }
}
