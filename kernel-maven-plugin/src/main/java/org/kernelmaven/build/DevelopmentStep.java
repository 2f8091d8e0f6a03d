package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevTree;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.module.ExportIndex;
import org.kernelmaven.module.ExportScanner;
import org.kernelmaven.module.SymbolVersions;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the dev tree of a compiled kernel: what other projects compile modules against. */
final class DevelopmentStep {

    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentStep.class);

    private final Environment environment;
    private final Workspace workspace;

    DevelopmentStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    /** Makes it, in place of the last one. */
    void run(ConfiguredKernel kernel, Make make) throws IOException {
        if (!kernel.has("MODULES")) {
            LOG.info("This kernel has no loadable modules, so there is no dev artifact");
            return;
        }
        var toolchain = kernel.spec().toolchain();
        var defaults =
                new DevTree.MakeDefaults(toolchain.arch().makeName(), toolchain.crossCompile(), toolchain.llvm());
        var assembled = DevTree.assemble(
                new DevTree.Inputs(
                        workspace.tree(),
                        workspace.buildTree(),
                        toolchain.arch().sourceDirectory(),
                        defaults,
                        kernel.metadata(),
                        btf(kernel),
                        exports(kernel)),
                workspace.development());
        assembled.leaking().forEach(file -> LOG.warn("The dev artifact's '{}' holds the path of this build", file));
        LOG.debug("{} made for {}", assembled.directory(), make.toolchain().arch());
    }

    /**
     * What another configuration of this tree would export. Reading the tree takes some seconds, so that is done once
     * for each state of it; a live one has no key that would tell its states apart.
     */
    private Path exports(ConfiguredKernel kernel) throws IOException {
        var source = kernel.source();
        var arch = kernel.spec().toolchain().arch().sourceDirectory();
        var scanner =
                new ExportScanner(workspace.tree(), arch, environment.host().cores());
        var key = Digests.of(environment.pluginVersion() + "\n" + source.tree().key() + "\n" + arch);
        var all = source.pristine().live() ? scanner.scan() : stored(scanner, key);
        var symbols = workspace.buildTree().resolve(SymbolVersions.FILE_NAME);
        Files.createDirectories(workspace.staging());
        var file = workspace.staging().resolve(ExportIndex.FILE_NAME);
        // A new file each time: the last one is linked into the last dev tree.
        Files.deleteIfExists(file);
        all.without(Files.exists(symbols) ? SymbolVersions.read(symbols) : SymbolVersions.NONE)
                .write(file);
        return file;
    }

    private ExportIndex stored(ExportScanner scanner, String key) throws IOException {
        var store = environment.store();
        Store.TellingMaker writer = temporary -> {
            scanner.scan().write(temporary);
            return Store.Made.of("what a tree could export");
        };
        var file = store.getOrMakeTold(Kind.EXPORTS, key, writer);
        try {
            return ExportIndex.read(file);
        } catch (UserException e) {
            LOG.debug("damaged", e);
            return ExportIndex.read(store.getOrRemake(Kind.EXPORTS, key, DevelopmentStep::isReadable, writer));
        }
    }

    private static boolean isReadable(Path index) throws IOException {
        try {
            ExportIndex.read(index);
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    /** vmlinux reduced to its BTF, against which a module's own is made: the whole would be too large to share. */
    private Optional<Path> btf(ConfiguredKernel kernel) throws IOException {
        if (!kernel.has("DEBUG_INFO_BTF_MODULES")) {
            return Optional.empty();
        }
        Files.createDirectories(workspace.staging());
        var reduced = workspace.staging().resolve("vmlinux.btf");
        var result = environment
                .runner()
                .run(Command.of(
                        workspace.buildTree(),
                        List.of(
                                kernel.spec().toolchain().objcopy(),
                                "--only-section=.BTF",
                                "--set-section-flags",
                                ".BTF=alloc,readonly",
                                "vmlinux",
                                reduced.toString())));
        if (!result.succeeded()) {
            throw new UserException("Cannot take the BTF out of vmlinux:\n" + result.output());
        }
        return Optional.of(reduced);
    }
}
