package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevTree;
import org.kernelmaven.kbuild.Make;
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
                        btf(kernel)),
                workspace.development());
        assembled.leaking().forEach(file -> LOG.warn("The dev artifact's '{}' holds the path of this build", file));
        LOG.debug("{} made for {}", assembled.directory(), make.toolchain().arch());
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
