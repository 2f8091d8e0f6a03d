package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.store.Trees;

/**
 * The fifth step: from a complete build tree to the directories that the artifacts are packed from. In a reactor other
 * projects use them before there is an archive.
 */
final class StageStep {

    private static final String STEP = "stage";

    private final Environment environment;
    private final Workspace workspace;
    private final Stamps stamps;

    StageStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    StagedKernel run(CompiledKernel kernel) throws IOException {
        var fingerprint = new Fingerprint()
                .add("kernel", kernel.fingerprint())
                .add("metadata", kernel.configured().metadata().toJson())
                .digest();
        var live = kernel.configured().source().pristine().live();
        var staged = staged(kernel, live ? Optional.empty() : Optional.of(fingerprint));
        var known = live ? Optional.<Map<String, String>>empty() : stamps.find(STEP, fingerprint);
        if (known.isEmpty() || !isThere(staged)) {
            stamps.forget(STEP);
            stage(kernel);
            stamps.put(STEP, fingerprint, Map.of());
        }
        return staged;
    }

    private StagedKernel staged(CompiledKernel kernel, Optional<String> fingerprint) {
        return new StagedKernel(
                kernel.configured().metadata(),
                workspace.staged().resolve("main"),
                kernel.developmentTree().map(tree -> workspace.staged().resolve("modules")),
                kernel.developmentTree(),
                fingerprint);
    }

    private static boolean isThere(StagedKernel kernel) {
        return Files.isRegularFile(kernel.image())
                && kernel.modules()
                        .map(modules -> Files.isDirectory(modules.resolve("lib/modules/" + kernel.release())))
                        .orElse(true);
    }

    private void stage(CompiledKernel kernel) throws IOException {
        var staging = workspace.staging();
        Trees.delete(staging);
        var release = kernel.configured().release();
        var boot = Files.createDirectories(staging.resolve("main/boot"));
        var build = workspace.buildTree();
        // Copies: the next make writes into its own files, and what is staged stays whole until the next stage.
        copy(kernel.image(), boot.resolve("vmlinuz-" + release));
        copy(build.resolve("System.map"), boot.resolve("System.map-" + release));
        copy(build.resolve(".config"), boot.resolve("config-" + release));
        var make = new InstallTargets(environment, workspace, kernel.configured());
        make.deviceTrees(boot.resolve("dtbs").resolve(release));
        if (kernel.developmentTree().isPresent()) {
            make.modules(staging.resolve("modules"), true);
            var modules = staging.resolve("modules/lib/modules").resolve(release);
            Files.deleteIfExists(modules.resolve("build"));
            Files.deleteIfExists(modules.resolve("source"));
        }
        Trees.delete(workspace.staged());
        Trees.move(staging, workspace.staged());
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
