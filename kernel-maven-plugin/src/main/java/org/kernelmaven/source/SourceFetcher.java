package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.ArtifactResolver;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Uris;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.KnownDigests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.UnwritableException;

/**
 * Turns a source into a pristine tree in the store.
 *
 * <p>Where the store has the tree of a source whose content is known (by hash, commit, or from an earlier run), nothing
 * else is looked at: neither network nor tarball.
 */
public final class SourceFetcher {

    private final Downloads downloads;
    private final ArtifactResolver artifacts;
    private final KnownDigests digests;
    private final TarTrees tars;
    private final DebianTrees debian;
    private final GitTrees git;

    /**
     * @param environment what git and apt see, such as {@code System.getenv()}
     * @param update whether to ask anew what a tag or a package without a version is today: {@code mvn -U}
     * @param thorough whether a tree that the store has is looked through for files that are gone or of another size,
     *     half a second's work, before it is taken
     */
    public SourceFetcher(
            Store store,
            Downloads downloads,
            ArtifactResolver artifacts,
            Map<String, String> environment,
            boolean update,
            boolean thorough) {
        this(store, downloads, artifacts, environment, update, thorough, new AptGet(store, environment));
    }

    SourceFetcher(
            Store store,
            Downloads downloads,
            ArtifactResolver artifacts,
            Map<String, String> environment,
            boolean update,
            boolean thorough,
            AptGet apt) {
        var trees = new PristineTrees(store, thorough);
        this.downloads = downloads;
        this.artifacts = artifacts;
        this.digests = new KnownDigests(store);
        this.tars = new TarTrees(trees);
        this.debian = new DebianTrees(store, trees, apt, downloads.offline(), update);
        this.git = new GitTrees(store, trees, environment, downloads.offline(), update);
    }

    /**
     * The tree, unpacked where the store has it not.
     *
     * @throws UserException where it cannot be got, is damaged, hostile or no kernel that is supported; the store is as
     *     it was then
     */
    public PristineTree fetch(Source source) throws IOException {
        if (source instanceof UrlSource url) {
            return fromUrl(url);
        } else if (source instanceof FileSource file) {
            return fromFile(file);
        } else if (source instanceof ArtifactSource artifact) {
            return fromArtifact(artifact);
        } else if (source instanceof DebianSource deb) {
            return debian.fetch(deb);
        } else if (source instanceof GitSource commit) {
            return git.fetch(commit);
        } else if (source instanceof DirectorySource directory) {
            return live(directory);
        }
        throw new IllegalArgumentException("not a kind of source: " + source);
    }

    private PristineTree fromUrl(UrlSource source) throws IOException {
        var request = source.request();
        var shown = Uris.shown(source.uris().get(0));
        var what = shown + " (" + request.parameter() + ")";
        var known = downloads.known(request);
        if (known.isPresent()) {
            var tree = tars.find(known.get(), what);
            if (tree.isPresent()) {
                downloads.warnWithoutHash(request, known.get());
                return tree(tree.get(), "url", shown, source.hash(), known.get());
            }
        }
        var downloaded = downloads.get(request);
        try {
            var tree = tars.getOrMake(downloaded.sha256Hex(), what, downloaded.file());
            return tree(tree, "url", shown, source.hash(), downloaded.sha256Hex());
        } catch (UnwritableException e) {
            throw e; // what was downloaded is sound
        } catch (UserException e) {
            downloads.forget(request, downloaded.sha256Hex());
            throw e;
        }
    }

    private PristineTree fromFile(FileSource source) throws IOException {
        var origin = source.origin().child("file");
        if (!Files.isRegularFile(source.file())) {
            throw new UserException("There is no file '" + source.file() + "' (" + origin + "): correct its path.");
        }
        return fromTar(source.file(), source.hash(), "file", source.file().toString(), origin);
    }

    private PristineTree fromArtifact(ArtifactSource source) throws IOException {
        var file = artifacts.resolve(source.coordinates());
        return fromTar(
                file,
                source.hash(),
                "artifact",
                source.coordinates().toString(),
                source.origin().child("artifact"));
    }

    private PristineTree fromTar(Path file, Optional<Hash> hash, String kind, String location, Origin origin)
            throws IOException {
        var sha256 = digests.sha256(file);
        checkHash(hash, sha256, file, location + " (" + origin + ")");
        var tree = tars.getOrMake(sha256, "'" + location + "' (" + origin + ")", file);
        return tree(tree, kind, location, hash, sha256);
    }

    static void checkHash(Optional<Hash> expected, String sha256, Path file, String what) throws IOException {
        if (expected.isEmpty()) {
            return;
        }
        var wanted = expected.get();
        var actual = wanted.algorithm().equals("sha256") ? Hash.sha256(sha256) : wanted.of(file);
        if (!actual.equals(wanted)) {
            throw new UserException(what + " has the wrong hash" + actual.insteadOf(wanted)
                    + "\n    Correct the <hash> if this is the file you want.");
        }
    }

    private static PristineTree tree(
            PristineTrees.Entry entry, String kind, String location, Optional<Hash> hash, String sha256) {
        return entry.from(
                new Provenance(kind, location, Optional.empty(), hash.or(() -> Optional.of(Hash.sha256(sha256)))));
    }

    private static PristineTree live(DirectorySource source) throws IOException {
        var what = "'" + source.directory() + "' (" + source.origin().child("directory") + ")";
        if (!Files.isDirectory(source.directory())) {
            throw new UserException("There is no directory " + what + ": correct its path.");
        }
        var real = source.directory().toRealPath();
        return new PristineTree(
                real,
                "live-" + Digests.of(real.toString()),
                KernelTree.check(real, what),
                true,
                new Provenance("directory", source.directory().toString(), Optional.empty(), Optional.empty()));
    }
}
