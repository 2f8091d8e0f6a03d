package org.kernelmaven.build.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.WorkDirectory;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One module project, from its sources to its artifacts. Each method does its step and those before it; a step whose
 * inputs are what they were does nothing.
 */
public final class ModuleBuild {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleBuild.class);

    private static final String OUTPUT = "kernel-module";

    private final ModuleRequest request;
    private final Environment environment;
    private final Optional<String> folder;

    /**
     * @param request the modules as the parameters describe them
     * @param environment what there is to build them with
     */
    public ModuleBuild(ModuleRequest request, Environment environment) {
        this(request, environment, Optional.empty());
    }

    /** @param folder keeps this kernel's files apart from those of others that the project is built for */
    ModuleBuild(ModuleRequest request, Environment environment, Optional<String> folder) {
        this.request = request;
        this.environment = environment;
        this.folder = folder;
    }

    /** The kernel; only where there is no more than one. */
    Dependency kernel() {
        return request.kernels().get(0);
    }

    /** Compiles and checks the modules; gives the folders that are of this kernel alone. */
    MatrixPart part() throws IOException {
        return alone(workspace -> {
            var module = compiled(workspace);
            return new MatrixPart(module, new PackageStep(workspace).kernelFolders(module));
        });
    }

    /** The same, packed. */
    MatrixPart packedPart() throws IOException {
        return alone(workspace -> {
            var module = compiled(workspace);
            return new MatrixPart(module, new PackageStep(workspace).packKernel(module));
        });
    }

    /** Unpacks what the modules are compiled against and mirrors their sources. */
    public void prepare() throws IOException {
        alone(this::prepared);
    }

    /** Compiles and checks the modules; gives folders for the other projects of a reactor. */
    public ModuleOutput compile() throws IOException {
        return alone(workspace -> new PackageStep(workspace).folders(compiled(workspace)));
    }

    /** Packs the artifacts. */
    public ModuleOutput pack() throws IOException {
        return alone(workspace -> new PackageStep(workspace).run(compiled(workspace)));
    }

    /**
     * Boots the kernel and loads the modules.
     *
     * @return empty where nothing was tested, which a message has said
     * @throws org.kernelmaven.UserException where a module cannot be loaded or unloaded, or the kernel or a test
     *     reports a fault
     */
    public Optional<TestReport> test(TestParameters parameters) throws IOException {
        if (parameters.rules().skip()) {
            LOG.info("Tests are skipped.");
            return Optional.empty();
        }
        return alone(workspace -> {
            var built = built(workspace);
            return new TestStep(
                            environment,
                            built.kernel().toolchain(),
                            workspace.output().resolve("test"),
                            reports())
                    .run(new TestKernelStep(environment).run(built.kernel()), built.modules(), parameters);
        });
    }

    /** Where Surefire's would be; with the kernel's name where there are several. */
    SurefireReports reports() {
        return new SurefireReports(
                request.project().buildDirectory().resolve("surefire-reports"),
                folder.isEmpty() ? "" : kernel().toString().replace(':', '.'));
    }

    /** What there is to build with. */
    public Environment environment() {
        return environment;
    }

    /** The folder for what somebody reads who builds them: {@code target/kernel-module}. */
    public Path output() {
        return request.project().buildDirectory().resolve(output(folder));
    }

    /** The folders that hold what a developer edits; some may not exist. */
    public List<Path> watched() {
        var sources = request.sources();
        var folders = new ArrayList<>(List.of(sources.main(), sources.headers(), sources.test()));
        folders.addAll(request.make().includes());
        return folders;
    }

    /** Compiles the modules and their tests, to be loaded by somebody else. */
    public BuiltModules build() throws IOException {
        return alone(this::built);
    }

    private BuiltModules built(ModuleWorkspace workspace) throws IOException {
        var compiled = compiled(workspace);
        var prepared = compiled.prepared();
        var tests = new TestCompileStep(environment, workspace).run(compiled);
        return new BuiltModules(
                prepared.kernel(),
                new TestModules(
                        compiled.binaries(), tests, prepared.dependencies().files()));
    }

    private CompiledModule compiled(ModuleWorkspace workspace) throws IOException {
        return new CompileStep(environment, workspace).run(prepared(workspace));
    }

    private PreparedModule prepared(ModuleWorkspace workspace) throws IOException {
        var kernel = new KernelStep(environment).run(request);
        var dependencies = new DependencyStep(environment, workspace.dependencies()).run(request.modules(), kernel);
        return new PrepareStep(environment, workspace).run(request, kernel, dependencies);
    }

    /** Runs while no other Maven works on the same project. */
    private <T> T alone(Work<T> work) throws IOException {
        return alone(place(request, environment, folder), work);
    }

    /** Runs while no other Maven works there. */
    static <T> T alone(WorkDirectory place, Work<T> work) throws IOException {
        var workspace = new ModuleWorkspace(place.root(), place.output());
        return place.alone(
                List.of(workspace.sources(), workspace.tests()),
                new Stamps(workspace.state()),
                () -> work.in(workspace));
    }

    /** Where what all kernels share is put together. */
    static WorkDirectory place(ModuleRequest request, Environment environment) throws IOException {
        return place(request, environment, Optional.empty());
    }

    private static WorkDirectory place(ModuleRequest request, Environment environment, Optional<String> folder)
            throws IOException {
        // A parent may give one directory to its kernel and to all modules.
        var chosen = request.workDirectory()
                .map(directory -> directory.resolve(request.project().artifactId()))
                .map(directory -> folder.map(directory::resolve).orElse(directory));
        return WorkDirectory.of(request.project(), output(folder), chosen, environment.workStores());
    }

    private static String output(Optional<String> folder) {
        return folder.map(name -> OUTPUT + "/" + name).orElse(OUTPUT);
    }

    /** What is done in a workspace. */
    interface Work<T> {
        T in(ModuleWorkspace workspace) throws IOException;
    }
}
