package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kernelmaven.archive.TarZstd.Packed;
import org.kernelmaven.artifact.KernelArtifacts;
import org.kernelmaven.artifact.RecipeArchive;
import org.kernelmaven.build.PackagedKernel.Artifact;
import org.kernelmaven.kbuild.BuildLog;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kbuild.MakeRun;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step: from a complete build tree to the files that go into a Maven repository. */
final class PackageStep {

    private static final Logger LOG = LoggerFactory.getLogger(PackageStep.class);
    private static final String STEP = "package";

    private final Environment environment;
    private final Workspace workspace;
    private final Stamps stamps;

    PackageStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    PackagedKernel run(CompiledKernel kernel) throws IOException {
        var artifacts = artifacts(kernel);
        var fingerprint = new Fingerprint()
                .add("kernel", kernel.fingerprint())
                .add("project", kernel.configured().spec().project())
                .add("artifacts", artifacts)
                .add("metadata", kernel.configured().metadata().toJson())
                .add("recipe", new RecipeWriter(kernel.configured()).recipe())
                .digest();
        var known = kernel.configured().source().pristine().live()
                ? Optional.<Map<String, String>>empty()
                : stamps.find(STEP, fingerprint);
        if (known.isEmpty() || !areThere(artifacts, known.get())) {
            pack(kernel, artifacts);
            stamps.put(STEP, fingerprint, identities(artifacts));
        }
        return new PackagedKernel(artifacts);
    }

    private void pack(CompiledKernel kernel, List<Artifact> artifacts) throws IOException {
        var started = System.nanoTime();
        var configured = kernel.configured();
        var make = workspace.make(configured.spec(), configured.reproducibility());
        var packer = new KernelArtifacts(
                configured.release(),
                configured.spec().project().timestamp(),
                Math.max(1, configured.spec().jobs()));
        var packing = workspace.packing();
        Trees.delete(packing);
        Files.createDirectories(packing);
        Trees.delete(workspace.staging());
        Files.createDirectories(workspace.staging());
        var digests = new LinkedHashMap<String, String>();
        long size = 0;
        try (var log = BuildLog.append(workspace.log())) {
            for (var artifact : artifacts) {
                var fresh = artifact.in(packing);
                if (artifact.type().equals("kernel-metadata")) {
                    configured.metadata().withArtifacts(digests).write(fresh.file());
                } else {
                    var packed = pack(fresh, kernel, packer, make, log);
                    digests.put(artifact.classifier().isEmpty() ? "main" : artifact.classifier(), packed.sha256());
                    size += packed.size();
                }
            }
            // Only now, for artifacts of two builds must not lie side by side where packing one of them fails.
            stamps.forget(STEP);
            for (var artifact : artifacts) {
                Files.move(artifact.in(packing).file(), artifact.file(), StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Trees.delete(packing);
            Trees.delete(workspace.staging());
        }
        LOG.info(
                "Packed {} artifacts, {} MB, in {} s",
                artifacts.size(),
                size / 1_000_000,
                (System.nanoTime() - started) / 1_000_000_000);
    }

    private Packed pack(Artifact artifact, CompiledKernel kernel, KernelArtifacts packer, Make make, BuildLog log)
            throws IOException {
        var configured = kernel.configured();
        var build = workspace.buildTree();
        return switch (artifact.type()) {
            case "kernel" ->
                packer.main(
                        new KernelArtifacts.Boot(
                                kernel.image(),
                                build.resolve("System.map"),
                                build.resolve(".config"),
                                deviceTrees(configured, make, log)),
                        artifact.file());
            case "kernel-modules" -> packer.modules(modules(configured, make, log, true), artifact.file());
            case "kernel-dev" -> packer.dev(workspace.development(), artifact.file());
            case "kernel-headers" -> {
                run("Making the headers", configured, make, Map.of(), "headers", log);
                yield packer.headers(build.resolve("usr/include"), artifact.file());
            }
            case "kernel-recipe" -> {
                var recipe = new RecipeWriter(configured);
                yield RecipeArchive.pack(
                        recipe.recipe(),
                        recipe.files(build.resolve(".config")),
                        artifact.file(),
                        configured.spec().project().timestamp());
            }
            case "kernel-debug" ->
                packer.debug(
                        build.resolve("vmlinux"),
                        configured.has("MODULES")
                                ? Optional.of(modules(configured, make, log, false))
                                : Optional.empty(),
                        artifact.file());
            default -> throw new IllegalArgumentException(artifact.type());
        };
    }

    private Path modules(ConfiguredKernel kernel, Make make, BuildLog log, boolean strip) throws IOException {
        var staging = workspace.staging().resolve(strip ? "modules" : "debug");
        var variables = new TreeMap<String, String>();
        variables.put("INSTALL_MOD_PATH", staging.toString());
        if (strip) {
            variables.put("INSTALL_MOD_STRIP", "1");
        }
        run("Installing the modules", kernel, make, variables, "modules_install", log);
        return staging;
    }

    private Optional<Path> deviceTrees(ConfiguredKernel kernel, Make make, BuildLog log) throws IOException {
        if (!kernel.spec().toolchain().arch().hasDeviceTrees(workspace.tree()) || !kernel.has("OF")) {
            return Optional.empty();
        }
        var staging = workspace.staging().resolve("dtbs");
        run(
                "Installing the device trees",
                kernel,
                make,
                Map.of("INSTALL_DTBS_PATH", staging.toString()),
                "dtbs_install",
                log);
        return Optional.of(staging).filter(Files::isDirectory);
    }

    private void run(
            String what, ConfiguredKernel kernel, Make make, Map<String, String> variables, String target, BuildLog log)
            throws IOException {
        try (var key = new KeyInPlace(kernel.spec(), workspace.buildTree())) {
            new MakeRun(environment.runner(), LOG::info)
                    .run(MakeRun.Step.of(what, make, make.command(variables, target), 0), log);
        }
    }

    /** What this kernel has to offer; the metadata last, for it names the digests of the others. */
    private static List<Artifact> artifacts(CompiledKernel kernel) {
        var spec = kernel.configured().spec();
        var artifacts = new ArrayList<Artifact>();
        artifacts.add(artifact(spec, "kernel", "", "tar.zst"));
        if (kernel.developmentTree().isPresent()) {
            artifacts.add(artifact(spec, "kernel-modules", "modules", "tar.zst"));
            artifacts.add(artifact(spec, "kernel-dev", "dev", "tar.zst"));
        }
        artifacts.add(artifact(spec, "kernel-headers", "headers", "tar.zst"));
        artifacts.add(artifact(spec, "kernel-recipe", "recipe", "tar.zst"));
        if (spec.debugArtifact()) {
            artifacts.add(artifact(spec, "kernel-debug", "debug", "tar.zst"));
        }
        artifacts.add(artifact(spec, "kernel-metadata", "metadata", "json"));
        return artifacts;
    }

    private static Artifact artifact(KernelSpec spec, String type, String classifier, String extension) {
        var project = spec.project();
        var name = project.artifactId() + "-" + project.version() + (classifier.isEmpty() ? "" : "-" + classifier);
        return new Artifact(type, classifier, project.buildDirectory().resolve(name + "." + extension));
    }

    private static boolean areThere(List<Artifact> artifacts, Map<String, String> identities) throws IOException {
        for (var artifact : artifacts) {
            if (!Files.isRegularFile(artifact.file())
                    || !identity(artifact.file()).equals(identities.get(artifact.type()))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> identities(List<Artifact> artifacts) throws IOException {
        var identities = new TreeMap<String, String>();
        for (var artifact : artifacts) {
            identities.put(artifact.type(), identity(artifact.file()));
        }
        return identities;
    }

    private static String identity(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }
}
