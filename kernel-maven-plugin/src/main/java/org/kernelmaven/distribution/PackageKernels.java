package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.DebPackage;
import org.kernelmaven.archive.Limits;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.artifact.MergedDevTree;
import org.kernelmaven.source.KernelTree;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernels from Debian packages at hand: unpacked into the store, nothing installed, no script of theirs run. */
final class PackageKernels {

    /** Changes when the same packages would come out otherwise; part of every key. */
    private static final String FORM = "1";

    private static final Logger LOG = LoggerFactory.getLogger(PackageKernels.class);

    private final Store store;
    private final KernelDirectory directories;

    PackageKernels(Store store, KernelDirectory directories) {
        this.store = store;
        this.directories = directories;
    }

    /** What names a kernel of these packages in the store. */
    static String key(List<String> digests) {
        return "deb-" + Digests.of(digests.stream().sorted().collect(Collectors.joining("\n"))) + "-" + FORM;
    }

    /** The packages of one kernel, known where they are needed. */
    @FunctionalInterface
    interface Packages {
        KernelPackages get() throws IOException;
    }

    /**
     * The kernel of that key, unpacked where the store has it not.
     *
     * @param what names it in messages
     */
    ImportedKernel getOrMake(String key, String what, Packages packages) throws IOException {
        return KernelDirectory.read(
                KernelDirectory.getOrMake(store, key, temporary -> make(temporary, what, packages.get())), what);
    }

    private Store.Made make(Path directory, String what, KernelPackages packages) throws IOException {
        LOG.info("Unpacking {}", what);
        var started = System.nanoTime();
        Files.createDirectory(directory);
        var unpacked = Files.createDirectory(directory.resolve("packages"));
        var system = new ArrayList<Path>(List.of(unpack(packages.image(), unpacked)));
        for (var deb : packages.modules()) {
            system.add(unpack(deb, unpacked));
        }
        var release = release(system, packages.image(), what);
        system(system, release, directory, packages.image(), what);
        var headers = unpack(packages.headers(), unpacked);
        var roots = new ArrayList<Path>();
        for (var deb : packages.support()) {
            roots.addAll(headerRoots(unpack(deb, unpacked)));
        }
        roots.addAll(headerRoots(headers));
        directories.complete(directory, release, development(roots, packages, what), from(packages), what);
        var source = packages.debianSource(
                KernelMetadata.read(directory.resolve(KernelMetadata.FILE_NAME)).version());
        if (source.isPresent()) {
            KernelDirectory.source(directory, source.get());
        }
        Trees.delete(unpacked);
        KernelDirectory.seal(directory);
        LOG.info(
                "Unpacked Linux {} in {} s",
                release,
                Duration.ofNanos(System.nanoTime() - started).toSeconds());
        return Store.Made.of("Linux " + release + " from " + what);
    }

    private static Path unpack(Deb deb, Path parent) throws IOException {
        var into = parent.resolve(deb.name());
        new DebPackage(deb.file()).unpack(into, PackageKernels::isWanted, Limits.KERNEL_ARTIFACT);
        return into;
    }

    /** The links from the modules to the headers are absolute, and lead to where the headers are installed. */
    private static boolean isWanted(String path) {
        var merged = path.startsWith("usr/lib/modules/") ? path.substring("usr/".length()) : path;
        return path.startsWith("boot/")
                || path.startsWith("usr/src/")
                || path.startsWith("usr/lib/" + KernelPackages.KBUILD)
                || (merged.startsWith("lib/modules/") && !merged.matches("lib/modules/[^/]+/(build|source)"));
    }

    /** The one release of which there are modules. */
    private static String release(List<Path> roots, Deb image, String what) throws IOException {
        var releases = new TreeSet<String>();
        for (var root : roots) {
            for (var modules : moduleRoots(root)) {
                try (var children = Files.list(modules)) {
                    children.filter(child -> Files.isDirectory(child.resolve("kernel")))
                            .forEach(child -> releases.add(child.getFileName().toString()));
                }
            }
        }
        if (releases.size() != 1 || !KernelMetadata.isRelease(releases.first())) {
            throw new UserException(image.spec() + " of " + what + " is no kernel with modules: it holds "
                    + (releases.isEmpty() ? "no lib/modules/RELEASE/kernel" : "modules of " + releases)
                    + ". Give the package of an image, or one that depends on it.");
        }
        return releases.first();
    }

    private static List<Path> moduleRoots(Path root) {
        return Stream.of("lib/modules", "usr/lib/modules")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .toList();
    }

    /** What is installed for the kernel to run. */
    private static void system(List<Path> roots, String release, Path directory, Deb image, String what)
            throws IOException {
        var boot = Files.createDirectories(directory.resolve("main/boot"));
        var modules = directory.resolve("modules/lib/modules").resolve(release);
        for (var root : roots) {
            for (var name : List.of("vmlinuz-", "System.map-", "config-")) {
                var file = root.resolve("boot").resolve(name + release);
                if (Files.isRegularFile(file)) {
                    Files.move(file, boot.resolve(name + release));
                }
            }
            for (var from : moduleRoots(root)) {
                move(from.resolve(release), modules);
            }
        }
        for (var name : List.of("vmlinuz-", "System.map-", "config-")) {
            if (!Files.isRegularFile(boot.resolve(name + release))) {
                throw new UserException(image.spec() + " of " + what + " is no bootable kernel: it holds no boot/"
                        + name + release + ".");
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.move(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The directories that hold headers or Kbuild's files. */
    private static List<Path> headerRoots(Path root) throws IOException {
        var found = new ArrayList<Path>();
        for (var parent : List.of(root.resolve("usr/src"), root.resolve("usr/lib"))) {
            if (Files.isDirectory(parent)) {
                try (var children = Files.list(parent)) {
                    children.filter(child -> Files.isDirectory(child) && !Files.isSymbolicLink(child))
                            .filter(child -> !child.getFileName().toString().equals("modules"))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static KernelDirectory.Development development(List<Path> roots, KernelPackages packages, String what)
            throws IOException {
        var makefiles = new ArrayList<Path>();
        var configs = new ArrayList<Path>();
        for (var root : roots) {
            var makefile = root.resolve("Makefile");
            // That of one kernel's headers only includes that of the common ones.
            if (Files.isRegularFile(makefile) && KernelTree.version(makefile).isPresent()) {
                makefiles.add(makefile);
            }
            Stream.of(root.resolve(".config")).filter(Files::isRegularFile).forEach(configs::add);
        }
        if (makefiles.isEmpty() || configs.isEmpty()) {
            throw new UserException(
                    packages.headers().spec() + " of " + what + " holds no headers of a kernel: there is no "
                            + (configs.isEmpty() ? ".config" : "Makefile") + " in usr/src.");
        }
        return new KernelDirectory.Development(
                roots.stream().map(PackageKernels::part).toList(), true, makefiles.get(0), configs.get(0));
    }

    private static KernelDirectory.DevelopmentPart part(Path root) {
        return srcArch -> MergedDevTree.Part.headers(root, srcArch);
    }

    private static KernelMetadata.Source from(KernelPackages packages) {
        Set<Deb> debs = new java.util.LinkedHashSet<>(packages.all());
        return new KernelMetadata.Source(
                "debian",
                debs.stream().map(Deb::spec).collect(Collectors.joining(", ")),
                java.util.Optional.of(debs.stream().map(deb -> deb.hash().sri()).collect(Collectors.joining(" "))));
    }
}
