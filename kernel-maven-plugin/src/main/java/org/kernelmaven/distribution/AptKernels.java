package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.DebControl;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.source.AptGet;
import org.kernelmaven.source.DebianKernelSource;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernels by the name of their package, got by apt with what they depend on. */
final class AptKernels {

    private static final Logger LOG = LoggerFactory.getLogger(AptKernels.class);

    /** linux-image-amd64 depends on the image; Ubuntu's linux-image-generic-hwe may be one step further. */
    private static final int MAX_STEPS = 4;

    private final Store store;
    private final AptGet apt;
    private final PackageKernels kernels;
    private final boolean offline;
    private final boolean update;

    AptKernels(Store store, AptGet apt, PackageKernels kernels, boolean offline, boolean update) {
        this.store = store;
        this.apt = apt;
        this.kernels = kernels;
        this.offline = offline;
        this.update = update;
    }

    ImportedKernel get(DebianKernelSource source) throws IOException {
        var origin = source.origin().child("debianKernel");
        var wanted = new AptGet.Wanted(source.name(), source.version(), origin);
        var what = wanted.spec() + " (" + origin + ")";
        var known = recall(wanted);
        if (known.isPresent() && (offline || !update || source.version().isPresent())) {
            var digests = known.get();
            var key = PackageKernels.key(digests);
            var whole = store.find(Kind.DISTRIBUTION, key).isPresent() || areThere(digests);
            if (whole) {
                try {
                    return kernels.getOrMake(key, what, () -> fromStore(digests, origin));
                } catch (MissingPackageException e) {
                    // The kernel was not as it was made, and has been removed.
                    LOG.debug("The packages are got again", e);
                }
            }
        }
        if (offline) {
            throw new UserException("Offline, and package '" + wanted.spec() + "' (" + origin
                    + ") with its headers is not in the store. Run once without -o.");
        }
        var packages = KernelPackages.of(download(wanted), origin);
        var digests = packages.all().stream().map(Deb::sha256Hex).toList();
        store.remember(question(wanted), String.join(" ", digests));
        if (source.version().isEmpty() || !packages.image().name().equals(source.name())) {
            LOG.info(
                    "{} is {} now; write {} to keep to it",
                    wanted.spec(),
                    packages.image().spec(),
                    packages.image().spec());
        }
        return kernels.getOrMake(PackageKernels.key(digests), what, () -> packages);
    }

    private static String question(AptGet.Wanted wanted) {
        return "debian kernel " + wanted.spec();
    }

    private Optional<List<String>> recall(AptGet.Wanted wanted) throws IOException {
        return store.recall(question(wanted))
                .filter(text -> text.matches("[0-9a-f]{64}( [0-9a-f]{64})*"))
                .map(text -> List.of(text.split(" ")));
    }

    private boolean areThere(List<String> digests) throws IOException {
        for (var digest : digests) {
            var file = store.find(Kind.DOWNLOAD, digest);
            if (file.isEmpty() || !Digests.match(file.get(), digest)) {
                return false;
            }
        }
        return true;
    }

    private KernelPackages fromStore(List<String> digests, Origin origin) throws IOException {
        var debs = new ArrayList<Deb>();
        for (var digest : digests) {
            debs.add(Deb.read(file(digest), digest));
        }
        return KernelPackages.of(debs, origin);
    }

    private List<Deb> download(AptGet.Wanted wanted) throws IOException {
        var image = image(wanted);
        var debs = new ArrayList<>(List.of(image));
        for (var modules : image.needs(KernelPackages.MODULES)) {
            debs.add(get(modules, wanted.origin()));
        }
        var headers = get(new AptGet.Wanted(
                KernelPackages.headersOf(image.name()), Optional.of(image.version()), wanted.origin()));
        debs.add(headers);
        for (var needed : headers.needs(KernelPackages.HEADERS, KernelPackages.KBUILD)) {
            debs.add(get(needed, wanted.origin()));
        }
        return debs;
    }

    /** The package with the image: the one that is wanted, or the one it depends on. */
    private Deb image(AptGet.Wanted wanted) throws IOException {
        var deb = get(wanted);
        for (var steps = 0; steps < MAX_STEPS; steps++) {
            var next = deb.needs(KernelPackages.IMAGE).stream().findFirst();
            if (next.isEmpty()) {
                return deb;
            }
            deb = get(next.get(), wanted.origin());
        }
        throw new UserException("'" + wanted.spec() + "' (" + wanted.origin()
                + ") leads from package to package and to no image: give that of the image itself.");
    }

    private Deb get(DebControl.Relation relation, Origin origin) throws IOException {
        var version = relation.relation().equals("=") ? Optional.of(relation.version()) : Optional.<String>empty();
        return get(new AptGet.Wanted(relation.name(), version, origin));
    }

    private Deb get(AptGet.Wanted wanted) throws IOException {
        var got = apt.get(wanted);
        return Deb.read(file(got.sha256Hex()), got.sha256Hex());
    }

    private Path file(String digest) throws IOException {
        return store.find(Kind.DOWNLOAD, digest).orElseThrow(() -> new MissingPackageException(digest));
    }

    /** A package that was downloaded is not in the store any more. */
    private static final class MissingPackageException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingPackageException(String digest) {
            super("package " + digest + " vanished from the store");
        }
    }
}
