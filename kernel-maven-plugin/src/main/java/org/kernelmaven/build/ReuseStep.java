package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.DevArtifacts;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.build.PackagedKernel.Artifact;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Trees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instead of all steps: takes the kernel that was published under the project's own coordinates, where its metadata
 * says that the same inputs went into it.
 */
final class ReuseStep {

    private static final Logger LOG = LoggerFactory.getLogger(ReuseStep.class);
    private static final String STEP = "reuse";

    /** The archives that a kernel may have, by the names that the metadata gives them. */
    private static final Set<String> ARCHIVES = Set.of("main", "modules", "dev", "headers", "recipe", "debug");

    private final Environment environment;
    private final Workspace workspace;
    private final ProjectInfo project;
    private final Reuse reuse;
    private final Stamps stamps;

    ReuseStep(Environment environment, Workspace workspace, ProjectInfo project, Reuse reuse) {
        this.environment = environment;
        this.workspace = workspace;
        this.project = project;
        this.reuse = reuse;
        this.stamps = new Stamps(workspace.state());
    }

    /**
     * The kernel's artifacts in {@code target}; empty where it has to be built.
     *
     * @param inputs the digest of each thing that would go into it
     * @param debug whether it has to have a debug artifact
     */
    Optional<PackagedKernel> find(Map<String, String> inputs, boolean debug) throws IOException {
        var fingerprint = new Fingerprint()
                .add("project", project.id())
                .add("inputs", inputs)
                .add("compiler", reuse.compiler())
                .digest();
        var known = stamps.find(STEP, fingerprint);
        if (known.isPresent()) {
            var kernel = kernel(ARCHIVES.stream()
                    .filter(name -> known.get().containsKey(type(name)))
                    .toList());
            if (PackageStep.areThere(kernel.artifacts(), known.get())) {
                if (environment.session().add(sessionKey())) {
                    LOG.info("The kernel that was reused from the published {} is up to date", project.id());
                }
                return Optional.of(kernel);
            }
        }
        // Each goal of a Maven run asks; what the first one decided to build is built.
        return environment.session().add(sessionKey()) ? taken(inputs, debug, fingerprint) : Optional.empty();
    }

    private String sessionKey() {
        return STEP + " " + workspace.root();
    }

    private Optional<PackagedKernel> taken(Map<String, String> inputs, boolean debug, String fingerprint)
            throws IOException {
        var started = System.nanoTime();
        var file = resolved("metadata", "json");
        if (file.isEmpty()) {
            if (environment.downloads().offline()) {
                LOG.info("Offline: no repository is asked for a published {}", project.id());
            }
            return Optional.empty();
        }
        try {
            var metadata = KernelMetadata.read(file.get());
            var difference = difference(metadata, inputs, debug);
            if (difference.isPresent()) {
                LOG.info("The published {} is not reused: {}", project.id(), difference.get());
                return Optional.empty();
            }
            var kernel = take(metadata);
            stamps.put(STEP, fingerprint, PackageStep.identities(kernel.artifacts()));
            LOG.info(
                    "Reused Linux {} from the published {} in {} s: the same inputs went into it; its compiler was {}",
                    metadata.release(),
                    project.id(),
                    (System.nanoTime() - started) / 1_000_000_000,
                    compiler(metadata));
            return Optional.of(kernel);
        } catch (UserException e) {
            LOG.warn("The published {} is not reused: {}", project.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Why that kernel is another one, for people. */
    private Optional<String> difference(KernelMetadata metadata, Map<String, String> inputs, boolean debug) {
        if (metadata.inputs().isEmpty()) {
            return Optional.of("its metadata does not say what went into it");
        }
        var different = new TreeSet<>(inputs.keySet());
        different.addAll(metadata.inputs().keySet());
        different.removeIf(
                name -> inputs.getOrDefault(name, "").equals(metadata.inputs().getOrDefault(name, "")));
        if (!different.isEmpty()) {
            return Optional.of("these inputs differ: " + String.join(", ", different));
        }
        var wanted = reuse.compiler().filter(text -> !metadata.compiler().contains(text));
        if (wanted.isPresent()) {
            return Optional.of("its compiler was " + compiler(metadata) + ", parameter <reuseCompiler> asks for '"
                    + wanted.get() + "'");
        }
        var names = metadata.artifacts().keySet();
        if (!ARCHIVES.containsAll(names)
                || !names.containsAll(List.of("main", "recipe"))
                || names.contains("headers")
                        != Arch.parse(metadata.arch(), "its metadata").hasHeaders()
                || names.contains("modules") != names.contains("dev")
                || names.contains("debug") != debug) {
            throw new UserException("its metadata names other artifacts than a kernel has: " + names);
        }
        return Optional.empty();
    }

    /** Copies all of it next to {@code target} and checks it there, then moves it in. */
    private PackagedKernel take(KernelMetadata metadata) throws IOException {
        var kernel = kernel(metadata.artifacts().keySet());
        var packing = workspace.packing();
        Trees.delete(packing);
        Files.createDirectories(packing);
        try {
            for (var archive : metadata.artifacts().entrySet()) {
                var name = archive.getKey();
                var copy = artifact(name).in(packing).file();
                var published = published(name);
                Files.copy(published, copy);
                if (!Digests.of(copy).equals(archive.getValue())) {
                    throw new UserException("its artifact '" + name + "' has not the digest that its metadata states."
                            + " Delete '" + published + "', and the next build fetches it again; where that does not"
                            + " help, its repository's copy is damaged");
                }
                if (name.equals("dev")) {
                    check(copy, metadata);
                }
            }
            metadata.write(metadataArtifact().in(packing).file());
            // Only now, for artifacts of two kernels must not lie side by side.
            stamps.forget(STEP);
            for (var artifact : kernel.artifacts()) {
                Files.move(artifact.in(packing).file(), artifact.file(), StandardCopyOption.ATOMIC_MOVE);
            }
            return kernel;
        } finally {
            Trees.delete(packing);
        }
    }

    /** As before a module is compiled against it: unpacked within limits, and of this kernel. */
    private void check(Path archive, KernelMetadata metadata) throws IOException {
        var dev = DevArtifacts.metadata(archive, workspace.packing().resolve("dev"));
        if (!dev.release().equals(metadata.release())
                || !dev.arch().equals(metadata.arch())
                || !dev.configDigest().equals(metadata.configDigest())) {
            throw new UserException("its dev artifact is of another kernel, " + dev.release());
        }
    }

    private Path published(String name) throws IOException {
        var file = resolved(classifier(name), "tar.zst");
        if (file.isEmpty() && name.equals("main")) {
            // Where the packaging is another one, the main artifact is an attached one.
            file = resolved("kernel", "tar.zst");
        }
        return file.orElseThrow(() ->
                new UserException("its artifact '" + name + "' is in no repository, or offline not on this machine"));
    }

    private Optional<Path> resolved(String classifier, String extension) throws IOException {
        var coordinates = new Coordinates(
                project.groupId(),
                project.artifactId(),
                project.version(),
                Optional.of(classifier).filter(text -> !text.isEmpty()),
                extension);
        try {
            return Optional.of(environment.artifacts().resolve(coordinates)).filter(Files::isRegularFile);
        } catch (UserException e) {
            LOG.debug("Nothing to reuse: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** In quotes, on one line whatever it holds. */
    private static String compiler(KernelMetadata metadata) {
        return "'" + metadata.compiler().replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private PackagedKernel kernel(Collection<String> names) {
        var artifacts = new ArrayList<Artifact>();
        names.stream().sorted().map(this::artifact).forEach(artifacts::add);
        artifacts.add(metadataArtifact());
        return new PackagedKernel(artifacts);
    }

    private Artifact artifact(String name) {
        return PackageStep.artifact(project, type(name), classifier(name), "tar.zst");
    }

    private Artifact metadataArtifact() {
        return PackageStep.artifact(project, type("metadata"), "metadata", "json");
    }

    private static String classifier(String name) {
        return name.equals("main") ? "" : name;
    }

    private static String type(String name) {
        return name.equals("main") ? "kernel" : "kernel-" + name;
    }
}
