package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.archive.TarZstd;
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.build.kunit.TestReport;
import org.kernelmaven.build.kunit.TestRules;
import org.kernelmaven.distribution.ImportedKernel;
import org.kernelmaven.kbuild.CompilerLauncher;
import org.kernelmaven.kbuild.MakeFlags;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.patch.PatchLoader;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kernel, from its source to its artifacts. Each method does its step and those before it; a step whose inputs are
 * what they were does nothing, so goals may follow each other in any order.
 */
public final class KernelBuild {

    private static final Logger LOG = LoggerFactory.getLogger(KernelBuild.class);

    /** For Debian's 300 MB of modules zstd -3 needs 2 s of CPU where -12 needs 23, and makes them a sixth larger. */
    private static final int IMPORT_LEVEL = 3;

    private final KernelRequest request;
    private final Environment environment;

    /**
     * @param request the kernel as the parameters describe it
     * @param environment what there is to build it with
     */
    public KernelBuild(KernelRequest request, Environment environment) {
        this.request = request;
        this.environment = environment;
    }

    /** Gets the source and unpacks it into the store. */
    public void fetch() throws IOException {
        alone(workspace -> {
            if (isImport()) {
                imported();
            } else if (reused(workspace).isEmpty()) {
                var spec = spec(workspace);
                checkTools(workspace, spec);
                new FetchStep(environment).run(spec.source(), false);
            }
            return workspace;
        });
    }

    /** Links the tree into the project and applies the patch series. */
    public void patch() throws IOException {
        if (isImport()) {
            return; // nothing to patch: fetch has read and checked the request
        }
        alone(workspace -> {
            if (reused(workspace).isEmpty()) {
                patched(workspace, spec(workspace));
            }
            return workspace;
        });
    }

    /** Resolves the configuration and checks that every option came out as asked. */
    public void configure() throws IOException {
        if (!isImport()) {
            alone(workspace -> reused(workspace).isPresent() ? workspace : configured(workspace));
        }
    }

    /**
     * Compiles the kernel and makes its dev tree.
     *
     * @return the dev tree, of a reused kernel its archive; empty for a kernel without modules
     */
    public Optional<Path> compile() throws IOException {
        return alone(workspace -> {
            if (isImport()) {
                return imported().staged().development();
            }
            var reused = reused(workspace);
            return reused.isPresent()
                    ? reused.get().file("kernel-dev")
                    : compiled(workspace).developmentTree();
        });
    }

    /**
     * Compiles the kernel, and installs it into directories that other projects of a reactor use before there are
     * archives.
     *
     * @return directories that hold what the artifacts of their types will hold; of a reused kernel the artifacts
     */
    public PackagedKernel stage() throws IOException {
        return alone(workspace -> {
            var reused = reused(workspace);
            if (reused.isPresent()) {
                return reused.get();
            }
            return PackageStep.directories(isImport() ? imported().staged() : staged(workspace, compiled(workspace)));
        });
    }

    /** Packs the artifacts. */
    public PackagedKernel pack() throws IOException {
        return alone(workspace -> {
            if (isImport()) {
                return packImported(workspace);
            }
            var reused = reused(workspace);
            if (reused.isPresent()) {
                return reused.get();
            }
            var before = inputs(workspace, spec(workspace));
            var compiled = compiled(workspace);
            var spec = compiled.configured().spec();
            var inputs = before.isEmpty()
                            || before.equals(inputs(spec)
                                    .digests(compiled.configured().source().series()))
                    ? before
                    // A file that was edited meanwhile may or may not have gone in.
                    : Map.<String, String>of();
            var compressor = new PackageStep.Compressor(TarZstd.DEFAULT_LEVEL, spec.jobs());
            return new PackageStep(workspace, spec.project(), compressor)
                    .run(
                            staged(workspace, compiled),
                            new CompiledExtras(environment, workspace, compiled).list(),
                            inputs);
        });
    }

    /**
     * Opens the kernel's own editor on the resolved configuration.
     *
     * @param target the editor's make target: {@code menuconfig}, {@code nconfig}, {@code xconfig} or {@code gconfig}
     * @param fragment where what was changed is kept
     */
    public void edit(String target, Path fragment) throws IOException {
        refuseImport("configure");
        alone(workspace -> {
            new EditorStep(environment, workspace).edit(configured(workspace), target, fragment);
            return fragment;
        });
    }

    /** Writes the resolved configuration as a minimal defconfig. */
    public void saveDefconfig(Path target) throws IOException {
        refuseImport("configure");
        alone(workspace -> {
            new EditorStep(environment, workspace).saveDefconfig(configured(workspace), target);
            return target;
        });
    }

    /**
     * Says why an option of the configuration has its value, be the configuration as asked or not.
     *
     * @param symbol its name, with or without {@code CONFIG_}
     * @param value a value it should have, where the change that gives it is wanted
     * @param runsProbes whether Kconfig may ask the tools
     */
    public void explain(String symbol, Optional<String> value, boolean runsProbes) throws IOException {
        refuseImport("configure");
        alone(workspace -> {
            new ExplainStep(workspace.tree(), resolved(workspace, runsProbes)).run(symbol, value);
            return workspace;
        });
    }

    /**
     * Compares two configurations.
     *
     * @param from the path of a {@code .config} file or of a layer, {@code .toml}; the coordinates of a kernel; or
     *     {@code resolved}
     * @param to likewise
     * @param runsProbes whether Kconfig may ask the tools
     */
    public void configDiff(String from, String to, boolean runsProbes) throws IOException {
        alone(workspace -> {
            new ConfigDiffStep(environment, request.project().baseDirectory(), () -> {
                        refuseImport("configure");
                        return resolved(workspace, runsProbes);
                    })
                    .run(from, to);
            return workspace;
        });
    }

    /**
     * Says what this kernel needs of the machine, as far as that can be known now.
     *
     * @param install whether what is missing is installed
     */
    public void doctor(boolean install) throws IOException {
        alone(workspace -> {
            var spec = specReader().launcherMayBeMissing().read(base(workspace));
            var launchers = CompilerLauncher.names(request.compile().launcher());
            new DoctorStep(environment, workspace).examine(spec.toolchain(), launchers, install);
            return workspace;
        });
    }

    /** Boots the kernel in QEMU; ends with an error unless it powers off by itself. */
    public void run(RunParameters parameters) throws IOException {
        alone(workspace -> {
            if (isImport()) {
                var kernel = imported();
                new RunStep(environment, workspace).run(kernel, toolchain(kernel), parameters);
            } else {
                new RunStep(environment, workspace).run(compiled(workspace), parameters);
            }
            return workspace;
        });
    }

    /**
     * Boots the kernel and reports what the KUnit suites that are built in say.
     *
     * @return empty where nothing was tested, which a message has said
     * @throws UserException where a test failed, or the kernel reports a fault
     */
    public Optional<TestReport> test(GuestParameters guest, TestRules rules) throws IOException {
        if (rules.skip()) {
            LOG.info("Tests are skipped.");
            return Optional.empty();
        }
        return alone(workspace -> {
            var kernel = testable(workspace, rules);
            return kernel.isEmpty()
                    ? Optional.empty()
                    : new KernelTestStep(
                                    environment,
                                    workspace.output().resolve("test"),
                                    new SurefireReports(
                                            request.project().buildDirectory().resolve("surefire-reports")))
                            .run(kernel.get(), guest, rules);
        });
    }

    /** The kernel, unless there is nothing in it to test. */
    private Optional<KernelTestStep.Kernel> testable(Workspace workspace, TestRules rules) throws IOException {
        if (isImport()) {
            var kernel = imported();
            return KernelTestStep.isWithoutTests(kernel.config(), rules)
                    ? Optional.empty()
                    : Optional.of(new KernelTestStep.Kernel(
                            kernel.staged().release(),
                            toolchain(kernel),
                            kernel.config(),
                            kernel.staged().image()));
        }
        if (reused(workspace).isPresent()) {
            rules.none("the kernel was not built here. Build it with -Dkernel.reuse=false");
            LOG.info("No tests to run: the kernel was not built here");
            return Optional.empty();
        }
        var configured = configured(workspace);
        return KernelTestStep.isWithoutTests(configured.config(), rules)
                ? Optional.empty()
                : Optional.of(new KernelTestStep.Kernel(
                        configured.release(),
                        configured.spec().toolchain(),
                        configured.config(),
                        new CompileStep(environment, workspace).run(configured).image()));
    }

    private PackagedKernel packImported(Workspace workspace) throws IOException {
        var spec = importSpec();
        var kernel = new ImportStep(environment).run(spec);
        return new PackageStep(workspace, spec.project(), new PackageStep.Compressor(IMPORT_LEVEL, spec.jobs()))
                .run(kernel.staged(), new ImportExtras(spec.project(), kernel).list(), Map.of());
    }

    /** The digest of each thing that goes into the kernel; empty where not all of it is known by its content. */
    private Map<String, String> inputs(Workspace workspace, KernelSpec spec) throws IOException {
        var inputs = inputs(spec);
        return inputs.areKnown()
                ? inputs.digests(new PatchLoader(environment.downloads(), workspace.patches()).load(spec.patches()))
                : Map.of();
    }

    private Inputs inputs(KernelSpec spec) {
        return new Inputs(spec, environment.pluginVersion());
    }

    /** The kernel from the project's repositories, where it may be taken from there and is. */
    private Optional<PackagedKernel> reused(Workspace workspace) throws IOException {
        // What was configured here is finished here: its objects are nearer than any repository.
        if (isImport() || !request.reuse().allowed() || Files.exists(workspace.buildTree())) {
            return Optional.empty();
        }
        var spec = specReader().launcherMayBeMissing().read(base(workspace));
        var inputs = inputs(workspace, spec);
        return inputs.isEmpty()
                ? Optional.empty()
                : new ReuseStep(environment, workspace, spec.project(), request.reuse())
                        .find(inputs, spec.debugArtifact());
    }

    private boolean isImport() {
        return ImportReader.isImport(request);
    }

    private ImportSpec importSpec() {
        return new ImportReader(request, environment.host()).read();
    }

    private ImportedKernel imported() throws IOException {
        return new ImportStep(environment).run(importSpec());
    }

    private Toolchain toolchain(ImportedKernel kernel) {
        return Toolchain.of(
                kernel.arch(),
                request.compile().crossCompile(),
                Optional.empty(),
                MakeFlags.parse(List.of()),
                environment.host());
    }

    private void refuseImport(String goal) {
        if (isImport()) {
            throw new UserException("The <source> is a kernel that was compiled already: there is nothing to " + goal
                    + ". To change such a kernel, compile it from its source package, <debian>.");
        }
    }

    private StagedKernel staged(Workspace workspace, CompiledKernel kernel) throws IOException {
        return new StageStep(environment, workspace).run(kernel);
    }

    private CompiledKernel compiled(Workspace workspace) throws IOException {
        return new CompileStep(environment, workspace).run(configured(workspace));
    }

    private ConfigureStep.Resolved resolved(Workspace workspace, boolean runsProbes) throws IOException {
        var spec = spec(workspace);
        return new ConfigureStep(environment, workspace).resolved(spec, patched(workspace, spec), runsProbes);
    }

    private ConfiguredKernel configured(Workspace workspace) throws IOException {
        var spec = spec(workspace);
        return new ConfigureStep(environment, workspace).run(spec, patched(workspace, spec));
    }

    private PatchedSource patched(Workspace workspace, KernelSpec spec) throws IOException {
        checkTools(workspace, spec);
        return new PatchStep(environment, workspace).run(spec.source(), spec.patches());
    }

    /** Before the download, lest it is in vain; a tree that was configured here had its tools. */
    private void checkTools(Workspace workspace, KernelSpec spec) throws IOException {
        if (!Files.exists(workspace.buildTree())) {
            new DoctorStep(environment, workspace).beforeFetch(spec.toolchain());
        }
    }

    private KernelSpec spec(Workspace workspace) throws IOException {
        return specReader().read(base(workspace));
    }

    private SpecReader specReader() {
        return new SpecReader(request, environment.host());
    }

    private Optional<BaseKernel> base(Workspace workspace) throws IOException {
        return request.base().isPresent()
                ? Optional.of(new BaseReader(environment, workspace)
                        .read(request.base().get()))
                : Optional.empty();
    }

    /** Runs while no other Maven works on the same project. */
    private <T> T alone(Work<T> work) throws IOException {
        var place = WorkDirectory.of(request.project(), "kernel", request.workDirectory(), environment.workStores());
        var workspace = new Workspace(place.root(), place.output());
        return place.alone(
                List.of(workspace.tree(), workspace.buildTree(), workspace.state()),
                new Stamps(workspace.state()),
                () -> work.in(workspace));
    }

    /** What is done in a workspace. */
    private interface Work<T> {
        T in(Workspace workspace) throws IOException;
    }
}
