package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.artifact.ModuleArtifacts;
import org.kernelmaven.artifact.ModuleMetadata;
import org.kernelmaven.module.KernelModules;
import org.kernelmaven.module.SourceMirror;
import org.kernelmaven.store.Trees;

/** The folders that become the artifacts: what other projects of a reactor use before anything is packed. */
final class OutputFolders {

    private final ModuleWorkspace workspace;

    OutputFolders(ModuleWorkspace workspace) {
        this.workspace = workspace;
    }

    /** What an earlier build of the same inputs left; empty where it is not whole. */
    Optional<CompiledModule> find(PreparedModule module) throws IOException {
        var json = workspace.symbols().resolve(ModuleMetadata.FILE_NAME);
        if (!Files.isRegularFile(json)) {
            return Optional.empty();
        }
        var metadata = ModuleMetadata.read(json);
        return files(installed(module), names(metadata)).map(files -> new CompiledModule(module, metadata, files));
    }

    /**
     * Makes them anew.
     *
     * @param built the modules as make left them, by file name
     * @param finish makes of each what is installed
     */
    CompiledModule make(PreparedModule module, Map<String, Path> built, SignatureStep finish, ModuleMetadata metadata)
            throws IOException {
        Trees.delete(workspace.binaries());
        Trees.delete(workspace.symbols());
        Trees.delete(workspace.main());
        var installed = Files.createDirectories(installed(module));
        for (var file : built.entrySet()) {
            finish.install(file.getValue(), installed.resolve(file.getKey()));
        }
        writeMain(module.request().sources(), metadata, workspace.main());
        symbols(module);
        // Last: it says that the rest is there.
        metadata.write(workspace.symbols().resolve(ModuleMetadata.FILE_NAME));
        return new CompiledModule(
                module,
                metadata,
                built.keySet().stream().map(installed::resolve).toList());
    }

    /** Up to Linux 6.12 make names modules by where they were built, which is nobody's business. */
    private void symbols(PreparedModule module) throws IOException {
        Files.createDirectories(workspace.symbols());
        var versions = Files.readString(
                        module.mirror().resolve(ModuleArtifacts.SYMBOL_VERSIONS), StandardCharsets.ISO_8859_1)
                .replace(
                        "\t" + module.mirror() + "/",
                        "\t" + module.request().project().artifactId() + "/");
        Files.writeString(
                workspace.symbols().resolve(ModuleArtifacts.SYMBOL_VERSIONS), versions, StandardCharsets.ISO_8859_1);
    }

    /** Makes the content of the main artifact. */
    static void writeMain(ModuleRequest.Sources sources, ModuleMetadata metadata, Path main) throws IOException {
        copy(sources.headers(), main.resolve(ModuleArtifacts.HEADERS));
        copy(sources.main(), main.resolve(ModuleArtifacts.SOURCES));
        metadata.write(main.resolve(ModuleMetadata.FILE_NAME));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        for (var file : SourceMirror.list(from).entrySet()) {
            var target = to.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.copy(file.getValue(), target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static List<String> names(ModuleMetadata metadata) {
        return metadata.modules().stream().map(ModuleMetadata.Module::name).toList();
    }

    /**
     * The modules in a folder; empty where one is missing.
     *
     * @param names as the kernel has them, with {@code _} where a file's name may have {@code -}
     * @return their files, in the order of the names
     */
    static Optional<List<Path>> files(Path folder, List<String> names) throws IOException {
        var byName = new HashMap<String, Path>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".ko") && Files.isRegularFile(file))
                        .forEach(file -> byName.put(KernelModules.name(file.toString()), file));
            }
        }
        return byName.keySet().containsAll(names)
                ? Optional.of(names.stream().map(byName::get).toList())
                : Optional.empty();
    }

    private Path installed(PreparedModule module) {
        return workspace
                .binaries()
                .resolve(ModuleArtifacts.installDirectory(module.kernel().release()));
    }
}
