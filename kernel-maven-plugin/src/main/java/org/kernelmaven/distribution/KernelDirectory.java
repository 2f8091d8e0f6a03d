package org.kernelmaven.distribution;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevTree;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.artifact.MergedDevTree;
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.config.KernelFeatures;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.source.KernelTree;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/**
 * A distribution's kernel in one directory of the store: {@code main}, {@code modules}, {@code dev}, each as
 * {@link StagedKernel} describes it, {@code kernel.json}, and {@code source}, the name of the package with the source.
 */
final class KernelDirectory {

    private static final String SOURCE = "source";
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> RUNNABLE = PosixFilePermissions.fromString("r-xr-xr-x");

    private final CommandRunner runner;
    private final Host host;

    KernelDirectory(CommandRunner runner, Host host) {
        this.runner = runner;
        this.host = host;
    }

    /**
     * What there is to compile modules against.
     *
     * @param parts the directories with headers, scripts and tools
     * @param links whether the dev tree may be made of links to their files
     * @param makefile the kernel's top Makefile
     * @param config the kernel's configuration
     */
    record Development(List<DevelopmentPart> parts, boolean links, Path makefile, Path config) {}

    /** A directory of them; which part of it is told by the arch. */
    @FunctionalInterface
    interface DevelopmentPart {
        MergedDevTree.Part of(String srcArch);
    }

    /** The kernel of a directory that is complete; {@code what} names it in messages. */
    static ImportedKernel read(Path directory, String what) throws IOException {
        var metadata = KernelMetadata.read(directory.resolve(KernelMetadata.FILE_NAME));
        var source = directory.resolve(SOURCE);
        return new ImportedKernel(
                new StagedKernel(
                        metadata,
                        directory.resolve("main"),
                        Optional.of(directory.resolve("modules")),
                        Optional.of(directory.resolve("dev")),
                        Optional.of(directory.getFileName() + " " + Store.made(directory))),
                Arch.parse(metadata.arch(), what),
                DotConfig.read(directory.resolve("dev/.config")),
                Files.exists(source) ? Optional.of(Files.readString(source).strip()) : Optional.empty());
    }

    /** The directory of that key in the store: made where there is none, made again where it is not whole. */
    static Path getOrMake(Store store, String key, Store.TellingMaker maker) throws IOException {
        return store.getOrRemake(Kind.DISTRIBUTION, key, KernelDirectory::isSound, maker);
    }

    /** A cheap look whether a directory is as it was made. */
    private static boolean isSound(Path directory) {
        return Files.isRegularFile(directory.resolve(KernelMetadata.FILE_NAME))
                && Files.isRegularFile(directory.resolve("dev/Makefile"))
                && Files.isDirectory(directory.resolve("modules/lib/modules"))
                && Files.isDirectory(directory.resolve("main/boot"));
    }

    /**
     * Completes a directory that has {@code main} and {@code modules} already.
     *
     * @param from where the kernel came from
     * @param what names it in messages
     * @throws UserException where what there is does not make a kernel
     */
    void complete(Path directory, String release, Development development, KernelMetadata.Source from, String what)
            throws IOException {
        var config = DotConfig.read(development.config());
        var arch = arch(config, what);
        var version = KernelTree.version(development.makefile())
                .orElseThrow(() -> new UserException(what + " has headers whose Makefile states no version."));
        var metadata = new KernelMetadata(
                release,
                version.toString(),
                arch.id(),
                Optional.empty(),
                KernelFeatures.of(config),
                List.of(),
                from,
                Digests.of(development.config()),
                text(config, "CC_VERSION_TEXT"),
                Map.of(),
                Map.of());
        var dev = directory.resolve("dev");
        MergedDevTree.assemble(
                development.parts().stream()
                        .map(part -> part.of(arch.sourceDirectory()))
                        .toList(),
                development.links(),
                development.makefile(),
                arch.sourceDirectory(),
                new DevTree.MakeDefaults(
                        arch.makeName(),
                        arch.crossPrefix(),
                        config.tristate("CC_IS_CLANG") == ConfigValue.Tristate.Y ? Optional.of("1") : Optional.empty()),
                metadata,
                dev);
        check(dev, release, what);
        listModules(directory.resolve("modules"), release, what);
        Files.writeString(directory.resolve(KernelMetadata.FILE_NAME), metadata.toJson());
    }

    /** Notes the package with the source. */
    static void source(Path directory, String debianSource) throws IOException {
        Files.writeString(directory.resolve(SOURCE), debianSource + "\n");
    }

    private static void check(Path dev, String release, String what) throws IOException {
        for (var file : List.of(
                ".config",
                "include/config/auto.conf",
                "include/generated/autoconf.h",
                "include/generated/utsrelease.h",
                "include/linux/module.h",
                "scripts/Makefile.build",
                "scripts/mod/modpost",
                "Module.symvers")) {
            if (!Files.isRegularFile(dev.resolve(file))) {
                throw new UserException(what + ": the headers have no " + file
                        + ", so no module can be compiled against them. Give all packages of that kernel.");
            }
        }
        var stated = Files.readString(dev.resolve("include/generated/utsrelease.h"));
        if (!stated.contains("\"" + release + "\"")) {
            throw new UserException(what + ": image and headers do not match each other: the image is '" + release
                    + "', the headers say: " + stated.strip());
        }
    }

    /** What depmod does when the kernel is installed: packages have no lists of their modules' dependencies. */
    private void listModules(Path root, String release, String what) throws IOException {
        if (Files.exists(root.resolve("lib/modules").resolve(release).resolve("modules.dep"))) {
            return;
        }
        // Where it is when the PATH is not root's.
        var depmod = host.find("depmod")
                .map(Path::toString)
                .or(() -> List.of("/sbin/depmod", "/usr/sbin/depmod").stream()
                        .filter(path -> Files.isExecutable(Path.of(path)))
                        .findFirst())
                .orElse("depmod");
        var result = runner.run(Command.of(root, depmod, "-b", root.toString(), release));
        if (!result.succeeded()) {
            throw new UserException("depmod cannot list the modules of " + what + ":\n" + result.output());
        }
    }

    private static Arch arch(DotConfig config, String what) {
        var arches = Map.of(
                "X86_64", Arch.X86_64,
                "X86_32", Arch.I386,
                "ARM64", Arch.ARM64,
                "ARM", Arch.ARM,
                "RISCV", Arch.RISCV64,
                "PPC64", Arch.PPC64LE,
                "S390", Arch.S390X,
                "LOONGARCH", Arch.LOONGARCH64,
                "UML", Arch.UM);
        if (config.tristate("UML") == ConfigValue.Tristate.Y) {
            return Arch.UM; // has X86_64 too
        }
        return arches.entrySet().stream()
                .filter(entry -> config.tristate(entry.getKey()) == ConfigValue.Tristate.Y)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() ->
                        new UserException(what + " is of an architecture that no modules can be built for here."));
    }

    private static String text(DotConfig config, String name) {
        return config.get(name)
                .map(value -> value instanceof ConfigValue.Text text ? text.text() : value.toString())
                .orElse("");
    }

    /** Protects the files from being written to by mistake. */
    static void seal(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    var runs = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
                    Files.setPosixFilePermissions(file, runs ? RUNNABLE : READABLE);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
