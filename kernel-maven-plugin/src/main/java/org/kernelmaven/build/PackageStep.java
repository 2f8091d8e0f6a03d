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
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.build.PackagedKernel.Artifact;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last step: from a finished kernel to the files that go into a Maven repository. */
final class PackageStep {

    private static final Logger LOG = LoggerFactory.getLogger(PackageStep.class);
    private static final String STEP = "package";

    private final ProjectInfo project;
    private final Compressor compressor;
    private final Workspace workspace;
    private final Stamps stamps;

    /**
     * How the archives are compressed.
     *
     * @param level of zstd
     * @param workers compressing threads, at least 1
     */
    record Compressor(int level, int workers) {}

    PackageStep(Workspace workspace, ProjectInfo project, Compressor compressor) {
        this.project = project;
        this.compressor = compressor;
        this.workspace = workspace;
        this.stamps = new Stamps(workspace.state());
    }

    /**
     * @param extras what this kernel has besides the archives of every kernel
     * @param inputs the digests of what it was made from; empty where not all is known
     */
    PackagedKernel run(StagedKernel kernel, List<Extra> extras, Map<String, String> inputs) throws IOException {
        var archives = archives(kernel, extras);
        var metadata = artifact("kernel-metadata", "metadata", "json");
        // The metadata last, for it names the digests of the others.
        var artifacts = new ArrayList<>(archives.keySet());
        artifacts.add(metadata);
        var fingerprint = fingerprint(kernel, extras, artifacts, inputs);
        var known =
                kernel.fingerprint().isEmpty() ? Optional.<Map<String, String>>empty() : stamps.find(STEP, fingerprint);
        if (known.isEmpty() || !areThere(artifacts, known.get())) {
            pack(kernel, archives, metadata, inputs);
            stamps.put(STEP, fingerprint, identities(artifacts));
        }
        return new PackagedKernel(artifacts);
    }

    /** The directories that stand in for the archives of every kernel until there are archives. */
    static PackagedKernel directories(StagedKernel kernel) {
        var artifacts = new ArrayList<Artifact>();
        artifacts.add(new Artifact("kernel", "", kernel.main()));
        kernel.modules().ifPresent(modules -> artifacts.add(new Artifact("kernel-modules", "modules", modules)));
        kernel.development().ifPresent(tree -> artifacts.add(new Artifact("kernel-dev", "dev", tree)));
        return new PackagedKernel(artifacts);
    }

    private String fingerprint(
            StagedKernel kernel, List<Extra> extras, List<Artifact> artifacts, Map<String, String> inputs) {
        var fingerprint = new Fingerprint()
                .add("kernel", kernel.fingerprint().orElse(""))
                .add("project", project)
                .add("artifacts", artifacts)
                .add("level", compressor.level())
                .add("metadata", kernel.metadata().toJson())
                .add("inputs", inputs);
        extras.forEach(extra -> fingerprint.add(extra.type(), extra.content()));
        return fingerprint.digest();
    }

    private void pack(
            StagedKernel kernel, Map<Artifact, Extra.Packer> archives, Artifact metadata, Map<String, String> inputs)
            throws IOException {
        var started = System.nanoTime();
        var packer = new KernelArtifacts(
                kernel.release(), project.timestamp(), compressor.level(), Math.max(1, compressor.workers()));
        var packing = workspace.packing();
        Trees.delete(packing);
        Files.createDirectories(packing);
        var digests = new LinkedHashMap<String, String>();
        long size = 0;
        try {
            for (var archive : archives.entrySet()) {
                var artifact = archive.getKey();
                Packed packed =
                        archive.getValue().pack(packer, artifact.in(packing).file());
                digests.put(artifact.classifier().isEmpty() ? "main" : artifact.classifier(), packed.sha256());
                size += packed.size();
            }
            kernel.metadata()
                    .withArtifacts(digests)
                    .withInputs(inputs)
                    .write(metadata.in(packing).file());
            // Only now, for artifacts of two builds must not lie side by side where packing one of them fails.
            stamps.forget(STEP);
            for (var artifact : archives.keySet()) {
                Files.move(artifact.in(packing).file(), artifact.file(), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(metadata.in(packing).file(), metadata.file(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(packing);
        }
        LOG.info(
                "Packed {} artifacts, {} MB, in {} s",
                archives.size() + 1,
                size / 1_000_000,
                (System.nanoTime() - started) / 1_000_000_000);
    }

    /** What this kernel has to offer, each with who packs it. */
    private Map<Artifact, Extra.Packer> archives(StagedKernel kernel, List<Extra> extras) {
        var archives = new LinkedHashMap<Artifact, Extra.Packer>();
        archives.put(artifact("kernel", "", "tar.zst"), (packer, target) -> packer.main(kernel, target));
        kernel.modules()
                .ifPresent(modules -> archives.put(
                        artifact("kernel-modules", "modules", "tar.zst"),
                        (packer, target) -> packer.modules(modules, target)));
        kernel.development()
                .ifPresent(tree -> archives.put(
                        artifact("kernel-dev", "dev", "tar.zst"), (packer, target) -> packer.dev(tree, target)));
        extras.forEach(extra -> archives.put(artifact(extra.type(), extra.classifier(), "tar.zst"), extra.packer()));
        return archives;
    }

    private Artifact artifact(String type, String classifier, String extension) {
        return artifact(project, type, classifier, extension);
    }

    /** Where an artifact of the project lies in its {@code target}. */
    static Artifact artifact(ProjectInfo project, String type, String classifier, String extension) {
        var name = project.artifactId() + "-" + project.version() + (classifier.isEmpty() ? "" : "-" + classifier);
        return new Artifact(type, classifier, project.buildDirectory().resolve(name + "." + extension));
    }

    /** Whether the files are those whose identities were noted. */
    static boolean areThere(List<Artifact> artifacts, Map<String, String> identities) throws IOException {
        for (var artifact : artifacts) {
            if (!Files.isRegularFile(artifact.file())
                    || !identity(artifact.file()).equals(identities.get(artifact.type()))) {
                return false;
            }
        }
        return true;
    }

    /** What tells the files from later ones, by their types. */
    static Map<String, String> identities(List<Artifact> artifacts) throws IOException {
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
