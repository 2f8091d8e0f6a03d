package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.artifact.MergedDevTree;
import org.kernelmaven.source.InstalledSource;
import org.kernelmaven.source.KernelTree;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernels that are installed: copied into the store, for the next update of the system takes them away. */
final class InstalledKernels {

    private static final String FORM = "1";
    private static final Logger LOG = LoggerFactory.getLogger(InstalledKernels.class);

    /** A Makefile that stands for another one, as Debian's headers and a build tree have it. */
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include (/\\S+)/Makefile\\s*$");

    private final Store store;
    private final KernelDirectory directories;

    InstalledKernels(Store store, KernelDirectory directories) {
        this.store = store;
        this.directories = directories;
    }

    /**
     * Where an installed kernel's files are.
     *
     * @param root what it is installed in: {@code /}
     * @param headers where its modules' {@code build} link leads
     * @param source where the top Makefile is: the same, or a directory common to several kernels
     */
    private record Installed(
            Path root,
            String release,
            Path modules,
            Path image,
            Path systemMap,
            Path config,
            Path headers,
            Path source) {}

    ImportedKernel get(InstalledSource source) throws IOException {
        var what = "'" + source.directory() + "' (" + source.origin().child("installed") + ")";
        var installed = find(source.directory(), what);
        var key = "installed-" + identity(installed) + "-" + FORM;
        return KernelDirectory.read(
                KernelDirectory.getOrMake(store, key, temporary -> make(temporary, installed, what)), what);
    }

    private static Installed find(Path modules, String what) throws IOException {
        if (!Files.isDirectory(modules.resolve("kernel"))) {
            throw new UserException(
                    what + " is no directory of an installed kernel's modules: write /lib/modules/RELEASE."
                            + " 'ls /lib/modules' shows what is installed.");
        }
        var release = modules.getFileName().toString();
        var root = root(modules, what);
        var headers = inside(root, modules.resolve("build"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new UserException(what + " has no headers: its link 'build' leads nowhere. Install"
                        + " them, with Debian as package linux-headers-" + release + "."));
        var boot = root.resolve("boot");
        return new Installed(
                root,
                release,
                modules,
                file(what, boot.resolve("vmlinuz-" + release), modules.resolve("vmlinuz")),
                file(what, boot.resolve("System.map-" + release), modules.resolve("System.map")),
                file(what, boot.resolve("config-" + release), modules.resolve("config"), headers.resolve(".config")),
                headers,
                source(root, headers));
    }

    /** The directory that {@code lib/modules/RELEASE} is relative to. */
    private static Path root(Path modules, String what) {
        var lib = Optional.ofNullable(modules.getParent()).map(Path::getParent);
        var root = lib.map(Path::getParent)
                .map(parent -> parent.endsWith("usr") && parent.getParent() != null ? parent.getParent() : parent);
        return root.orElseThrow(() -> new UserException(what + " is not of the form /lib/modules/RELEASE."));
    }

    private static Path source(Path root, Path headers) throws IOException {
        var makefile = headers.resolve("Makefile");
        if (!Files.isRegularFile(makefile)) {
            return headers;
        }
        var include = INCLUDE.matcher(Files.readString(makefile, java.nio.charset.StandardCharsets.ISO_8859_1));
        return include.find() ? root.resolve(include.group(1).substring(1)) : headers;
    }

    /** Where a link leads whose absolute target is meant within the root. */
    private static Optional<Path> inside(Path root, Path link) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return Files.exists(link) ? Optional.of(link) : Optional.empty();
        }
        var target = Files.readSymbolicLink(link);
        var path = target.isAbsolute()
                ? root.resolve(target.toString().substring(1))
                : link.resolveSibling(target).normalize();
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }

    private static Path file(String what, Path... candidates) {
        for (var candidate : candidates) {
            if (Files.isRegularFile(candidate)) {
                if (!Files.isReadable(candidate)) {
                    throw new UserException("'" + candidate + "' of " + what
                            + " cannot be read by you: sudo chmod a+r it, or take the kernel from its packages with"
                            + " <debianKernel>.");
                }
                return candidate;
            }
        }
        throw new UserException("There is no '" + candidates[0] + "', so " + what + " is no whole kernel.");
    }

    /** Sizes and times of all files: reading 400 MB each time would take too long. */
    private static String identity(Installed kernel) throws IOException {
        var text = new StringBuilder();
        for (var path : List.of(
                kernel.image(),
                kernel.systemMap(),
                kernel.config(),
                kernel.modules(),
                kernel.headers(),
                kernel.source())) {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    text.append(file)
                            .append(' ')
                            .append(attributes.size())
                            .append(' ')
                            .append(attributes.lastModifiedTime().toMillis())
                            .append('\n');
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return Digests.of(text.toString());
    }

    private Store.Made make(Path directory, Installed kernel, String what) throws IOException {
        LOG.info("Copying Linux {} from {}", kernel.release(), what);
        var boot = Files.createDirectories(directory.resolve("main/boot"));
        copy(kernel.image(), boot.resolve("vmlinuz-" + kernel.release()));
        copy(kernel.systemMap(), boot.resolve("System.map-" + kernel.release()));
        copy(kernel.config(), boot.resolve("config-" + kernel.release()));
        copyModules(kernel.modules(), directory.resolve("modules/lib/modules").resolve(kernel.release()));
        directories.complete(
                directory,
                kernel.release(),
                development(kernel),
                new KernelMetadata.Source("installed", kernel.modules().toString(), Optional.empty()),
                what);
        KernelDirectory.seal(directory);
        return Store.Made.of("Linux " + kernel.release() + " from " + what);
    }

    /** All but the links to the headers, and what of the installation is no module of the kernel's own. */
    private static void copyModules(Path from, Path to) throws IOException {
        var foreign = List.of("build", "source", "updates", "extra", "vmlinuz", "System.map", "config");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                var name = from.relativize(folder).toString();
                if (foreign.contains(name)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(name));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var name = from.relativize(file).toString();
                // depmod makes its lists again, without the foreign modules
                if (!foreign.contains(name) && !isList(name) && attributes.isRegularFile()) {
                    copy(file, to.resolve(name));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isList(String name) {
        return name.matches("modules\\.(dep|alias|symbols|softdep|devname|weakdep|builtin\\.alias)(\\.bin)?"
                + "|modules\\.builtin\\.bin");
    }

    private static void copy(Path file, Path target) throws IOException {
        try {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (AccessDeniedException e) {
            throw new UserException("Cannot read '" + file + "': take the kernel from its packages instead.", e);
        }
    }

    private static KernelDirectory.Development development(Installed kernel) throws IOException {
        var parts = new ArrayList<KernelDirectory.DevelopmentPart>();
        var wholeTree = Files.isRegularFile(kernel.source().resolve("init/main.c"));
        if (wholeTree) {
            parts.add(srcArch -> MergedDevTree.Part.source(kernel.source(), srcArch));
            parts.add(srcArch -> MergedDevTree.Part.build(kernel.headers(), srcArch));
        } else {
            // scripts and tools are links to a directory that the headers of several kernels share
            for (var directory : List.of(kernel.source(), kernel.headers())) {
                for (var name : List.of("scripts", "tools")) {
                    var link = directory.resolve(name);
                    if (Files.isSymbolicLink(link)) {
                        inside(kernel.root(), link)
                                .ifPresent(target -> parts.add(srcArch -> new MergedDevTree.Part(
                                        target.resolveSibling(""), List.of(name), path -> true)));
                    }
                }
            }
            parts.add(srcArch -> MergedDevTree.Part.headers(kernel.source(), srcArch));
            parts.add(srcArch -> MergedDevTree.Part.headers(kernel.headers(), srcArch));
        }
        var makefile = kernel.source().resolve("Makefile");
        if (!Files.isRegularFile(makefile, LinkOption.NOFOLLOW_LINKS)
                || KernelTree.version(makefile).isEmpty()) {
            throw new UserException("'" + makefile + "' is no kernel's Makefile: install the headers of "
                    + kernel.release() + " anew.");
        }
        return new KernelDirectory.Development(
                parts, false, makefile, kernel.headers().resolve(".config"));
    }
}
