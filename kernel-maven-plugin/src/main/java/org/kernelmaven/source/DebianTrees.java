package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.DebPackage;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.archive.TarUnpacker;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.UnwritableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernel trees from Debian's source packages: the tarball in {@code usr/src} of a package such as linux-source-6.1. */
final class DebianTrees {

    private static final Logger LOG = LoggerFactory.getLogger(DebianTrees.class);
    private static final Pattern FACT = Pattern.compile("([0-9a-f]{64}) (\\S{1,200})");
    private static final Pattern TARBALL = Pattern.compile("usr/src/linux-source-[^/]+\\.tar(\\.[a-z0-9]+)?");

    private final Store store;
    private final PristineTrees trees;
    private final AptGet apt;
    private final boolean offline;
    private final boolean update;

    DebianTrees(Store store, PristineTrees trees, AptGet apt, boolean offline, boolean update) {
        this.store = store;
        this.trees = trees;
        this.apt = apt;
        this.offline = offline;
        this.update = update;
    }

    PristineTree fetch(DebianSource source) throws IOException {
        var known = known(source);
        if (known.isPresent() && (offline || !update || source.version().isPresent())) {
            var tree = fromStore(source, known.get());
            if (tree.isPresent()) {
                return tree.get();
            }
        }
        if (offline) {
            throw new UserException("Offline, and package '" + source.spec() + "' ("
                    + source.origin().child("debian") + ") was never downloaded. Run once without -o.");
        }
        var deb = apt.get(source.wanted());
        store.remember(question(source), deb.sha256Hex() + " " + deb.version());
        if (source.version().isEmpty()) {
            LOG.info(
                    "{} is {} now; write {}={} to keep to it",
                    source.name(),
                    deb.version(),
                    source.name(),
                    deb.version());
        }
        try {
            return fromStore(source, new Known(deb.sha256Hex(), deb.version()))
                    .orElseThrow(() -> new IOException("package " + deb.fileName() + " vanished from the store"));
        } catch (UnwritableException e) {
            throw e; // what was downloaded is sound
        } catch (UserException e) {
            store.forget(question(source));
            store.remove(Kind.DOWNLOAD, deb.sha256Hex());
            throw e;
        }
    }

    /** What a package was when it was last asked for. */
    private record Known(String sha256Hex, String version) {}

    private Optional<Known> known(DebianSource source) throws IOException {
        return store.recall(question(source))
                .map(FACT::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match -> new Known(match.group(1), match.group(2)));
    }

    private static String question(DebianSource source) {
        return "debian " + source.spec();
    }

    /** The tree of a package whose tree or file the store has. */
    private Optional<PristineTree> fromStore(DebianSource source, Known known) throws IOException {
        var key = PristineTrees.key("deb", known.sha256Hex());
        var what =
                source.name() + " " + known.version() + " (" + source.origin().child("debian") + ")";
        var entry = trees.find(key, what);
        var deb = store.find(Kind.DOWNLOAD, known.sha256Hex());
        if (entry.isEmpty() && (deb.isEmpty() || !isIntact(deb.get(), known))) {
            return Optional.empty();
        }
        if (source.hash().isPresent()) {
            if (deb.isEmpty() && !source.hash().get().algorithm().equals("sha256")) {
                return Optional.empty(); // only the package itself can tell
            }
            SourceFetcher.checkHash(source.hash(), known.sha256Hex(), deb.orElse(Path.of("")), what);
        }
        var tree = entry.isPresent() ? entry.get() : unpack(deb.get(), key, what);
        var hash = Hash.sha256(known.sha256Hex());
        return Optional.of(
                tree.from(new Provenance("debian", source.name(), Optional.of(known.version()), Optional.of(hash))));
    }

    private static boolean isIntact(Path deb, Known known) throws IOException {
        var intact = Digests.match(deb, known.sha256Hex());
        if (!intact) {
            LOG.warn("'{}' in the store is damaged: it is fetched again", deb);
        }
        return intact;
    }

    private PristineTrees.Entry unpack(Path deb, String key, String what) throws IOException {
        return trees.getOrMake(key, what, directory -> {
            return new DebPackage(deb)
                    .read(
                            name -> TARBALL.matcher(name).matches(),
                            Limits.KERNEL_TREE,
                            (name, tarball) -> TarUnpacker.unpackReadOnly(
                                    tarball, name + " of " + what, directory, 1, Limits.KERNEL_TREE))
                    .orElseThrow(() -> new UserException("Package " + what
                            + " holds no usr/src/linux-source-*.tar.*: it is no kernel"
                            + " source. Give one such as linux-source-6.1."));
        });
    }
}
