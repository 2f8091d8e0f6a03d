package org.kernelmaven.mojo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Concurrency;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.PackagedKernel;
import org.kernelmaven.build.ProjectInfo;
import org.kernelmaven.build.module.Dependency;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** One execution of a goal as Maven sees it: the project, the session, and what they say. */
final class MavenBuild {

    private static final String PLUGIN_KEY = "org.kernelmaven:kernel-maven-plugin";

    /** The phases from {@code compile} on, in the order of the life cycle, as they are called on the command line. */
    private static final List<String> PHASES = List.of(
            "compile",
            "process-classes",
            "generate-test-sources",
            "process-test-sources",
            "generate-test-resources",
            "process-test-resources",
            "test-compile",
            "process-test-classes",
            "test",
            "prepare-package",
            "package",
            "pre-integration-test",
            "integration-test",
            "post-integration-test",
            "verify",
            "install",
            "deploy");

    private final MavenServices services;
    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    MavenBuild(MavenServices services, MavenSession session, MavenProject project, MojoExecution execution) {
        this.services = services;
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** What the build needs to know of the project. */
    ProjectInfo projectInfo() {
        var hasPom = project.getBasedir() != null;
        var base = baseDirectory();
        return new ProjectInfo(
                project.getGroupId(),
                project.getArtifactId(),
                project.getVersion(),
                base,
                hasPom ? Path.of(project.getBuild().getDirectory()) : base.resolve("target"),
                outputTimestamp());
    }

    private Path baseDirectory() {
        return project.getBasedir() != null
                ? project.getBasedir().toPath()
                : Path.of(session.getExecutionRootDirectory());
    }

    /** What the build works with on this machine. */
    Environment environment(Optional<Path> storeDirectory) throws IOException {
        var store = store(storeDirectory);
        var transport = new ResolverTransport(services.transporters(), session.getRepositorySession(), mirrors());
        return new Environment(
                store,
                store(Optional.empty()),
                new Downloads(store, transport, session.isOffline(), memory("warned")),
                new ResolverArtifacts(services.repositories(), session.getRepositorySession(), project),
                new CommandRunner(),
                Host.current(),
                System.getenv(),
                pluginVersion(),
                session.getRequest().isUpdateSnapshots(),
                memory("done"));
    }

    /** The store, with this project as its user. */
    Store store(Optional<Path> directory) {
        return new Store(
                Path.of(session.getLocalRepository().getBasedir(), ".cache", "kernel-maven-plugin"),
                directory.orElse(userCache()),
                Optional.of(baseDirectory()));
    }

    /** How many kernels this Maven builds at once. */
    Concurrency concurrency() {
        var kernels = session.getProjects().stream()
                .filter(candidate -> candidate.getPlugin(PLUGIN_KEY) != null)
                .count();
        return new Concurrency(session.getRequest().getDegreeOfConcurrency(), Math.max(1, (int) kernels));
    }

    /** The resolved dependencies of a type, transitive ones too. */
    List<Dependency> dependencies(String type) {
        return project.getArtifacts().stream()
                .filter(artifact -> artifact.getType().equals(type))
                .map(artifact -> new Dependency(
                        artifact.getGroupId(),
                        artifact.getArtifactId(),
                        artifact.getVersion(),
                        artifact.getScope(),
                        artifact.getFile().toPath()))
                .toList();
    }

    /** The resolved dependencies of a type that the project itself declares. */
    List<Dependency> directDependencies(String type) {
        var declared = project.getDependencies().stream()
                .filter(dependency -> dependency.getType().equals(type))
                .map(dependency -> dependency.getGroupId() + ":" + dependency.getArtifactId())
                .collect(Collectors.toSet());
        return dependencies(type).stream()
                .filter(dependency -> declared.contains(dependency.groupId() + ":" + dependency.artifactId()))
                .toList();
    }

    /**
     * Whether this Maven builds more than this project: another may need this one's artifacts before they are packed.
     */
    boolean hasOtherProjects() {
        return session.getProjects().size() > 1;
    }

    /**
     * Whether artifacts are what this execution is for; a goal of its own on the command line is asked for its step.
     */
    boolean makesArtifacts() {
        return execution.getSource() == MojoExecution.Source.LIFECYCLE
                || execution.getGoal().equals("build");
    }

    /**
     * Whether this run of the life cycle comes to the goals of a phase.
     *
     * @param phase {@code compile} or a later one
     */
    boolean reaches(String phase) {
        var asked = PHASES.subList(PHASES.indexOf(phase), PHASES.size());
        return execution.getSource() == MojoExecution.Source.LIFECYCLE
                && session.getGoals().stream().anyMatch(asked::contains);
    }

    /** The properties of the command line. */
    Map<String, String> userProperties() {
        var found = new TreeMap<String, String>();
        var properties = session.getUserProperties();
        properties.stringPropertyNames().forEach(name -> found.put(name, properties.getProperty(name)));
        return found;
    }

    /**
     * Finds what is wrong with the parameters and Maven lets pass.
     *
     * @throws UserException naming all of it
     */
    void checkParameters() {
        new ParameterCheck(session, project, execution).check();
    }

    /** Gives Maven everything that was packed, or the directories that stand in for it. */
    void attach(PackagedKernel kernel) {
        kernel.artifacts().forEach(artifact -> attach(artifact.type(), artifact.classifier(), artifact.file()));
    }

    /** Gives the main artifact its file, or attaches it where the packaging has a main artifact of its own. */
    void attach(String type, String classifier, Path file) {
        if (classifier.isEmpty() && project.getPackaging().equals(type)) {
            project.getArtifact().setFile(file.toFile());
            return;
        }
        var effective = classifier.isEmpty() ? type : classifier;
        var attached = project.getAttachedArtifacts().stream()
                .filter(artifact -> artifact.getType().equals(type) && effective.equals(artifact.getClassifier()))
                .findFirst();
        if (attached.isPresent()) {
            attached.get().setFile(file.toFile());
        } else {
            services.projects().attachArtifact(project, type, effective, file.toFile());
        }
    }

    /** What the goals of one Maven run tell each other: a set that all of them share. */
    private Set<String> memory(String name) {
        var key = PLUGIN_KEY + ":" + name;
        var data = session.getRepositorySession().getData();
        data.set(key, null, ConcurrentHashMap.<String>newKeySet());
        @SuppressWarnings("unchecked") // only this method sets it
        var memory = (Set<String>) requireNonNull(data.get(key));
        return memory;
    }

    /** Of a snapshot with what is in it, for the next one has the same version. */
    private String pluginVersion() throws IOException {
        var plugin = execution.getMojoDescriptor().getPluginDescriptor().getPluginArtifact();
        var isKnown = !plugin.isSnapshot()
                || plugin.getFile() == null
                || !plugin.getFile().isFile();
        return isKnown
                ? execution.getVersion()
                : execution.getVersion() + " " + Digests.of(plugin.getFile().toPath());
    }

    private Instant outputTimestamp() {
        var text = project.getProperties().getProperty("project.build.outputTimestamp", "");
        if (text.isEmpty()) {
            return ProjectInfo.DEFAULT_TIMESTAMP;
        }
        if (text.matches("\\d{1,12}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new UserException(
                    "property project.build.outputTimestamp: '" + text
                            + "' is no time. Write it as 2026-01-31T12:00:00Z, or as seconds since 1970.",
                    e);
        }
    }

    private Map<String, String> mirrors() {
        var mirrors = new TreeMap<String, String>();
        session.getSettings().getMirrors().forEach(mirror -> mirrors.put(mirror.getId(), mirror.getUrl()));
        return mirrors;
    }

    private static Path userCache() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        var cache = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return cache.resolve("kernel-maven-plugin");
    }
}
