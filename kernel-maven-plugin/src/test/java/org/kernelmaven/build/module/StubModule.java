package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Concurrency;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.ProjectInfo;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.store.Store;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/** A module project in a temporary directory, for the stub kernel unless another is given. */
final class StubModule {

    static final String RELEASE = "6.1.999";
    static final String CLASSIFIER = RELEASE + "-x86_64";
    static final String KERNEL = "org.example:stub-kernel:1.0";

    final Path directory;
    private final Path store;
    private final String artifactId;
    private final List<Dependency> kernels = new ArrayList<>();
    private final List<Dependency> modules = new ArrayList<>();
    private final Map<String, Path> repository = new HashMap<>();
    private final List<String> matrix = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Optional<List<String>> declared = Optional.empty();
    private Optional<Setting> requires = Optional.empty();
    private Optional<ModuleRequest.Signature> signature = Optional.empty();
    private List<String> compilerFlags = List.of();
    private List<String> makeFlags = List.of();
    private List<Path> includes = List.of();
    private boolean strip = true;
    private Optional<String> launcher = Optional.empty();
    private int jobs = 2;
    private Host host = Host.current();
    private Map<String, String> variables = System.getenv();

    /** @param directory called as the project is */
    StubModule(Path directory, Path store) throws IOException {
        this(directory, store, directory.getFileName().toString());
    }

    StubModule(Path directory, Path store, String artifactId) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.store = store;
        this.artifactId = artifactId;
        kernel(StubDev.archive());
    }

    /** A source of a module, with what every module must say of itself. */
    static String code(String... lines) {
        return "#include <linux/module.h>\n" + String.join("\n", lines)
                + "\nMODULE_LICENSE(\"GPL\");\nMODULE_DESCRIPTION(\"A test\");\n";
    }

    StubModule source(String path, String content) throws IOException {
        return write("src/main/module/" + path, content);
    }

    StubModule header(String path, String content) throws IOException {
        return write("src/main/include/" + path, content);
    }

    StubModule write(String path, String content) throws IOException {
        var file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    StubModule delete(String source) throws IOException {
        Files.delete(directory.resolve("src/main/module").resolve(source));
        return this;
    }

    StubModule withoutKernel() {
        kernels.clear();
        return this;
    }

    /** @param dev archive or directory; takes the place of others */
    StubModule kernel(Path dev) {
        withoutKernel();
        return andKernel("stub-kernel", dev);
    }

    StubModule andKernel(String id, Path dev) {
        kernels.add(new Dependency("org.example", id, "1.0", "provided", dev));
        return this;
    }

    /** @param dev archive of the dev artifact */
    StubModule matrixKernel(String coordinates, Path dev) {
        matrix.add(coordinates);
        var parts = coordinates.split(":");
        return parts.length > 1 ? resolves(parts[1], "dev", dev) : this;
    }

    /** @param output archives, or the directories of a reactor at compile */
    StubModule dependsOn(StubModule other, ModuleOutput output, String scope) {
        output.artifacts().forEach(artifact -> {
            if (artifact.classifier().isEmpty()) {
                dependsOn(other.artifactId, scope, artifact.file());
            } else {
                resolves(other.artifactId, artifact.classifier(), artifact.file());
            }
        });
        return this;
    }

    StubModule dependsOn(String id, String scope, Path main) {
        modules.removeIf(dependency -> dependency.artifactId().equals(id));
        modules.add(new Dependency("org.example", id, "1.0", scope, main));
        return this;
    }

    StubModule resolves(String id, String classifier, Path file) {
        repository.put(id + ":" + classifier, file);
        return this;
    }

    StubModule name(String other) {
        name = Optional.of(other);
        return this;
    }

    StubModule declares(String... names) {
        declared = Optional.of(List.of(names));
        return this;
    }

    StubModule requires(Setting setting) {
        requires = Optional.of(setting);
        return this;
    }

    StubModule compilerFlags(String... flags) {
        compilerFlags = List.of(flags);
        return this;
    }

    StubModule makeFlags(String... flags) {
        makeFlags = List.of(flags);
        return this;
    }

    StubModule includes(Path... folders) {
        includes = List.of(folders);
        return this;
    }

    StubModule jobs(int number) {
        jobs = number;
        return this;
    }

    StubModule launcher(Path program) {
        launcher = Optional.of(program.toString());
        return this;
    }

    StubModule unstripped() {
        strip = false;
        return this;
    }

    StubModule signedBy(String key, Path... certificate) {
        signature = Optional.of(
                new ModuleRequest.Signature(key, List.of(certificate).stream().findFirst()));
        return this;
    }

    StubModule variable(String variable, String value) {
        var more = new HashMap<>(variables);
        more.put(variable, value);
        variables = more;
        return this;
    }

    /** @param folder of programs that are found before the machine's own */
    StubModule programs(Path folder) {
        var path = new ArrayList<>(List.of(folder));
        path.addAll(host.path());
        host = new Host(host.machine(), host.cores(), path);
        return this;
    }

    ModuleOutput compile() throws IOException {
        return build().compile();
    }

    ModuleOutput pack() throws IOException {
        return build().pack();
    }

    ModuleBuild build() {
        return new ModuleBuild(request(), environment());
    }

    ModuleMatrix matrix() {
        return new ModuleMatrix(request(), environment());
    }

    private ModuleRequest request() {
        return new ModuleRequest(
                new ProjectInfo(
                        "org.example",
                        artifactId,
                        "1.0",
                        directory,
                        directory.resolve("target"),
                        ProjectInfo.DEFAULT_TIMESTAMP),
                Optional.empty(),
                kernels,
                matrix,
                modules,
                new ModuleRequest.Sources(
                        directory.resolve("src/main/module"),
                        directory.resolve("src/main/include"),
                        directory.resolve("src/test/module"),
                        name,
                        declared),
                new ModuleRequest.MakeParameters(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(jobs),
                        launcher,
                        makeFlags,
                        compilerFlags,
                        includes,
                        new Concurrency(1, 1)),
                requires,
                strip,
                signature);
    }

    /** Where make works, in a project whose path make can take. */
    Path mirror() {
        return directory.resolve("target/kernel-module/src");
    }

    /** A built module, as it would be installed. */
    Path installed(String module) {
        return directory.resolve(
                "target/kernel-module/artifacts/binaries/lib/modules/" + RELEASE + "/updates/" + module + ".ko");
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("target/kernel-module/build.log"));
    }

    private Environment environment() {
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
                coordinates -> Optional.ofNullable(repository.get(coordinates.artifactId() + ":"
                                + coordinates.classifier().orElse("")))
                        .orElseThrow(() -> new UserException("no such artifact: " + coordinates)),
                new CommandRunner(variables),
                host,
                variables,
                "test",
                false,
                ConcurrentHashMap.newKeySet());
    }
}
