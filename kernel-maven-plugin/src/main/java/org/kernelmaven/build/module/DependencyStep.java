package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.build.Environment;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Trees;

/** The second step: opens the module artifacts that this project depends on, for its own kernel. */
final class DependencyStep {

    private static final Set<String> SEEN = Set.of("compile", "provided", "system", "test");

    private final Environment environment;
    private final Path folder;
    private final Problems problems = new Problems();

    /** @param folder where archives are unpacked */
    DependencyStep(Environment environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /**
     * Opens them.
     *
     * @throws UserException that lists every dependency without a binary for that kernel
     */
    ModuleDependencies run(List<Dependency> dependencies, ModuleKernel kernel) throws IOException {
        Files.createDirectories(folder);
        var compiled = new ArrayList<ModuleDependencies.Compiled>();
        var loaded = new ArrayList<ModuleDependencies.Loaded>();
        var used = new HashSet<Path>();
        for (var dependency : dependencies) {
            var main = open(dependency, "main", dependency.file(), used);
            var metadata = ModuleMetadata.in(main, dependency.file());
            var binary = binary(dependency, metadata, kernel);
            if (binary.isEmpty()) {
                continue;
            }
            var archive = resolve(dependency, binary.get().symbolsClassifier());
            var symbols = open(dependency, "symbols", archive, used);
            checkIdentity(dependency, ModuleMetadata.in(symbols, archive), kernel);
            var binaries =
                    openBinaries(dependency, resolve(dependency, binary.get().classifier()), used);
            if (SEEN.contains(dependency.scope())) {
                compiled.add(new ModuleDependencies.Compiled(
                        dependency,
                        main.resolve(ModuleArtifacts.HEADERS),
                        symbols.resolve(ModuleArtifacts.SYMBOL_VERSIONS)));
            }
            loaded.add(new ModuleDependencies.Loaded(
                    dependency, binaries.resolve(ModuleArtifacts.installDirectory(kernel.release()))));
        }
        problems.throwIfAny();
        forget(used);
        return new ModuleDependencies(compiled, loaded);
    }

    private Optional<ModuleMetadata.Binary> binary(
            Dependency dependency, ModuleMetadata metadata, ModuleKernel kernel) {
        var found = metadata.binaries().stream()
                .filter(binary -> binary.release().equals(kernel.release())
                        && binary.arch().equals(kernel.arch().id()))
                .findFirst();
        if (found.isEmpty()) {
            problems.add("The module " + dependency + " has no binary for " + kernel.describe() + " on "
                    + kernel.arch().id() + ". It was built for: "
                    + metadata.binaries().stream()
                            .map(binary -> binary.release() + " on " + binary.arch())
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ". Build it for this kernel, or depend on one of those kernels.");
        }
        return found;
    }

    /** Two kernels of one release may differ in every symbol. */
    private void checkIdentity(Dependency dependency, ModuleMetadata symbols, ModuleKernel kernel) {
        var matching = symbols.binaries().stream()
                .anyMatch(binary -> binary.kernel().equals(kernel.dev().identity()));
        if (!matching) {
            problems.add("The module " + dependency + " was built for another kernel that also calls itself "
                    + kernel.release() + ", not for " + kernel.describe()
                    + ". Build it anew for this kernel, or depend on the kernel it was built for.");
        }
    }

    private Path resolve(Dependency dependency, String classifier) throws IOException {
        return environment
                .artifacts()
                .resolve(new Coordinates(
                        dependency.groupId(),
                        dependency.artifactId(),
                        dependency.version(),
                        Optional.of(classifier),
                        "tar.zst"));
    }

    private Path open(Dependency dependency, String part, Path artifact, Set<Path> used) throws IOException {
        var target = target(dependency, part, artifact);
        used.add(target);
        return isOpen(artifact, target) ? target : ModuleArtifacts.open(artifact, target);
    }

    private Path openBinaries(Dependency dependency, Path artifact, Set<Path> used) throws IOException {
        var target = target(dependency, "binaries", artifact);
        used.add(target);
        return isOpen(artifact, target) ? target : ModuleArtifacts.openBinaries(artifact, target);
    }

    /** By content: make takes no note of a changed header whose time is the same, but does of another path. */
    private Path target(Dependency dependency, String part, Path artifact) throws IOException {
        var content = Files.isDirectory(artifact) ? artifact.toRealPath().toString() : Digests.of(artifact);
        return folder.resolve(dependency.artifactId() + "-" + part + "-"
                + Digests.of(dependency + " " + content).substring(0, 12));
    }

    private static boolean isOpen(Path artifact, Path target) throws IOException {
        return Files.isDirectory(artifact)
                ? Files.isSymbolicLink(target) && target.toRealPath().equals(artifact.toRealPath())
                : Files.isDirectory(target);
    }

    private void forget(Set<Path> used) throws IOException {
        try (var present = Files.list(folder)) {
            for (var path : present.filter(path -> !used.contains(path)).toList()) {
                Trees.delete(path);
            }
        }
    }
}
