package org.kernelmaven.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.ArtifactResolver;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** A kernel project in a temporary directory whose source is the stub kernel's tree, packed with GNU tar. */
public final class StubProject {

    private static final Path STUB = Path.of("src/test/stub-kernel").toAbsolutePath();

    final Path directory;
    final Path store;
    private final List<Setting> options = new ArrayList<>();
    private final List<Setting> patches = new ArrayList<>();
    private final Map<String, Path> artifacts = new TreeMap<>();
    private Optional<Setting> source;
    private Optional<String> base = Optional.empty();
    private Optional<String> baseConfig = Optional.of("defconfig");
    private Optional<Boolean> commonConfig = Optional.of(false);
    private Optional<String> modDirVersion = Optional.empty();
    private Optional<String> arch = Optional.of("x86_64");
    private Optional<String> signingKey = Optional.empty();
    private Optional<List<String>> makeFlags = Optional.empty();
    private Optional<String> randstructSalt = Optional.empty();
    private Optional<String> firmware = Optional.empty();
    private Instant timestamp = ProjectInfo.DEFAULT_TIMESTAMP;
    private Optional<Boolean> ignoreErrors = Optional.empty();
    private String version = "1.0";
    private Reuse reuse = Reuse.NEVER;
    private String plugin = "test";
    private Optional<Integer> jobs = Optional.of(2);
    private Optional<String> launcher = Optional.empty();
    private Host host = Host.current();
    private Optional<Set<String>> session = Optional.empty();

    public StubProject(Path directory, Path store) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.store = store;
        this.source = Optional.of(source("file", tarball(store).toString()));
    }

    /** The stub kernel as a tarball, made once for a store. */
    static Path tarball(Path store) throws IOException {
        var tarball = store.resolveSibling("linux-6.1.999.tar.gz");
        if (!Files.exists(tarball)) {
            pack(STUB, tarball);
        }
        return tarball;
    }

    static void pack(Path tree, Path tarball) throws IOException {
        run(
                tree.resolveSibling(""),
                "tar",
                "-czf",
                tarball.toString(),
                "--transform=s,^" + tree.getFileName() + ",linux-6.1.999,",
                tree.getFileName().toString());
    }

    static void run(Path directory, String... argv) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, argv));
        if (!result.succeeded()) {
            throw new IOException(result.output());
        }
    }

    static Setting source(String kind, String value) {
        var origin = Origin.parameter("source");
        return Setting.group("source", List.of(Setting.text(kind, value, origin.child(kind))), origin);
    }

    /** A tarball with its hash. */
    static Setting pinned(Path tarball) throws IOException {
        var origin = Origin.parameter("source");
        var hash = Hash.sha256(Digests.of(tarball)).sri();
        return Setting.group(
                "source",
                List.of(
                        Setting.text("file", tarball.toString(), origin.child("file")),
                        Setting.text("hash", hash, origin.child("hash"))),
                origin);
    }

    /** A stub tree of one's own, to be changed. */
    static Path copyTree(Path target) throws IOException {
        run(target.resolveSibling(""), "cp", "-a", STUB.toString(), target.toString());
        return target;
    }

    StubProject source(Setting other) {
        source = Optional.of(other);
        return this;
    }

    StubProject withoutSource() {
        source = Optional.empty();
        return this;
    }

    StubProject base(String coordinates, Path recipe) {
        base = Optional.of(coordinates);
        artifacts.put(coordinates, recipe);
        return this;
    }

    StubProject baseConfig(String target) {
        baseConfig = Optional.of(target);
        return this;
    }

    /** Builds as the goals of one Maven run; without it each build is a run of its own. */
    StubProject inOneRun() {
        session = Optional.of(ConcurrentHashMap.newKeySet());
        return this;
    }

    /** Builds on this machine as it would be without a program. */
    StubProject without(String program) throws IOException {
        var bin = Files.createDirectories(directory.resolveSibling("bin"));
        for (var folder : host.path().stream().filter(Files::isDirectory).toList()) {
            try (var programs = Files.list(folder)) {
                for (var found : programs.toList()) {
                    var link = bin.resolve(found.getFileName());
                    if (!found.endsWith(program) && Files.notExists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, found);
                    }
                }
            }
        }
        host = new Host(host.machine(), host.cores(), List.of(bin));
        return this;
    }

    /** Builds on this machine as it would be without any program. */
    StubProject withoutPrograms() {
        host = new Host(host.machine(), host.cores(), List.of());
        return this;
    }

    /** @param folder of programs that are found before the machine's own */
    StubProject programs(Path folder) {
        var path = new ArrayList<>(List.of(folder));
        path.addAll(host.path());
        host = new Host(host.machine(), host.cores(), path);
        return this;
    }

    StubProject withoutBaseConfig() {
        baseConfig = Optional.empty();
        commonConfig = Optional.empty();
        return this;
    }

    StubProject arch(String name) {
        arch = Optional.of(name);
        return this;
    }

    /** Takes a kernel from a repository that has this one, where it may. */
    StubProject reuse(PackagedKernel published, Optional<String> compiler) {
        reuse = new Reuse(true, compiler);
        published
                .artifacts()
                .forEach(artifact -> artifacts.put("org.example:stub:1.0:" + artifact.classifier(), artifact.file()));
        return this;
    }

    StubProject plugin(String otherVersion) {
        plugin = otherVersion;
        return this;
    }

    StubProject jobs(int number) {
        jobs = Optional.of(number);
        return this;
    }

    /** Leaves the number of jobs to the plugin. */
    StubProject withoutJobs() {
        jobs = Optional.empty();
        return this;
    }

    StubProject launcher(String program) {
        launcher = Optional.of(program);
        return this;
    }

    StubProject version(String other) {
        version = other;
        return this;
    }

    StubProject signingKey(String location) {
        signingKey = Optional.of(location);
        return this;
    }

    StubProject makeFlag(String flag) {
        makeFlags = Optional.of(List.of(flag));
        return this;
    }

    StubProject randstructSalt(String salt) {
        randstructSalt = Optional.of(salt);
        return this;
    }

    /** @param name of a file in the folder {@code firmware} beside the project */
    StubProject firmware(String name) {
        firmware = Optional.of(name);
        return this;
    }

    StubProject timestamp(String time) {
        timestamp = Instant.parse(time);
        return this;
    }

    StubProject modDirVersion(String release) {
        modDirVersion = Optional.of(release);
        return this;
    }

    StubProject ignoreErrors() {
        ignoreErrors = Optional.of(true);
        return this;
    }

    public StubProject option(String name, String value) {
        options.removeIf(option -> option.name().equals(name));
        options.add(Setting.text(name, value, Origin.parameter("config").child(name)));
        return this;
    }

    /** A patch whose file is written into the project. */
    StubProject patch(String name, String diff, Setting... more) {
        try {
            var file = directory.resolve(name + ".patch");
            Files.writeString(file, diff);
            var origin = Origin.parameter("patches").child("patch");
            var children = new ArrayList<Setting>();
            children.add(Setting.text("name", name, origin.child("name")));
            children.add(Setting.text("file", file.toString(), origin.child("file")));
            children.addAll(Arrays.asList(more));
            patches.removeIf(patch -> patch.children().get(0).text().equals(Optional.of(name)));
            patches.add(Setting.group("patch", children, origin));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A diff of one line of a stub file. */
    static String diff(String file, int line, String before, String after) {
        return """
                --- a/%s
                +++ b/%s
                @@ -%d,1 +%d,1 @@
                -%s
                +%s
                """
                .formatted(file, file, line, line, before, after);
    }

    public KernelBuild build() {
        var request = new KernelRequest(
                new ProjectInfo("org.example", "stub", version, directory, directory.resolve("target"), timestamp),
                Optional.empty(),
                source,
                base,
                group("patches", patches),
                new ConfigParameters(
                        baseConfig,
                        Optional.empty(),
                        commonConfig,
                        Optional.empty(),
                        group("config", options),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ignoreErrors,
                        modDirVersion,
                        Map.of()),
                new CompileParameters(
                        arch,
                        Optional.empty(),
                        Optional.empty(),
                        jobs,
                        launcher,
                        makeFlags,
                        signingKey,
                        randstructSalt,
                        firmware.map(List::of),
                        Optional.of(directory.resolveSibling("firmware")),
                        new Concurrency(1, 1)),
                false,
                reuse);
        return new KernelBuild(request, environment());
    }

    Path tree() {
        return directory.resolve("target/kernel/tree");
    }

    Path config() {
        return tree().resolve("build/.config");
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("target/kernel/build.log"));
    }

    private Environment environment() {
        return environment(coordinates -> Optional.ofNullable(artifacts.get(name(coordinates)))
                .or(() -> Optional.ofNullable(artifacts.get(
                        name(coordinates) + ":" + coordinates.classifier().orElse(""))))
                .orElseThrow(() -> new UserException("no such artifact: " + coordinates)));
    }

    private static String name(Coordinates coordinates) {
        return coordinates.groupId() + ":" + coordinates.artifactId() + ":" + coordinates.version();
    }

    /** What there is to build with, where artifacts come from elsewhere. */
    Environment environment(ArtifactResolver resolver) {
        var entries = new Store(store.resolve("small"), store.resolve("large"));
        return new Environment(
                entries,
                new Store(store.resolve("user"), store.resolve("user")),
                new Downloads(
                        entries,
                        (uri, target, resume) -> {
                            throw new IOException("no network in this test: " + uri);
                        },
                        true),
                resolver,
                new CommandRunner(),
                host,
                System.getenv(),
                plugin,
                false,
                session.orElseGet(ConcurrentHashMap::newKeySet));
    }

    private static Optional<Setting> group(String name, List<Setting> children) {
        return children.isEmpty()
                ? Optional.empty()
                : Optional.of(Setting.group(name, children, Origin.parameter(name)));
    }
}
