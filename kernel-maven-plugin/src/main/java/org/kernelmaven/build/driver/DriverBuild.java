package org.kernelmaven.build.driver;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.KernelSource;
import org.kernelmaven.build.Stamps;
import org.kernelmaven.build.WorkDirectory;
import org.kernelmaven.build.module.Dependency;
import org.kernelmaven.build.module.KernelStep;
import org.kernelmaven.build.module.ModuleKernel;
import org.kernelmaven.build.module.TestKernelStep;
import org.kernelmaven.build.module.TestModules;
import org.kernelmaven.build.module.TestParameters;
import org.kernelmaven.build.module.TestStep;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.Symbols;
import org.kernelmaven.kconfig.value.ConfigReader;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.module.KbuildReader;
import org.kernelmaven.patch.TreeDiff;
import org.kernelmaven.vm.SurefireReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver of a published kernel's tree: copied to be edited, compiled, and its edits written as a patch. */
public final class DriverBuild {

    private static final Logger LOG = LoggerFactory.getLogger(DriverBuild.class);

    private static final String OUTPUT = "kernel-driver";

    private final DriverRequest request;
    private final Environment environment;

    /**
     * @param request the driver as the parameters describe it
     * @param environment what there is to build it with
     */
    public DriverBuild(DriverRequest request, Environment environment) {
        this.request = request;
        this.environment = environment;
    }

    /**
     * Copies the driver, where it is not copied yet, and compiles it.
     *
     * @throws UserException where it is not there, or builds no module for that kernel
     */
    public CompiledDriver build() throws IOException {
        return alone(workspace -> {
            var before = DriverOrigin.read(request.directory());
            var driver = driver(before);
            var coordinates = kernel(before);
            var kernel = new KernelStep(environment).open(dev(coordinates), request.make());
            var source = new Source(workspace, coordinates, before, Optional.of(kernel));
            var extra = request.extra().stream()
                    .map(path -> TreePath.parse(path, "parameter kernel.driver.extra"))
                    .toList();
            if (before.filter(origin -> origin.has(driver, extra)).isEmpty()) {
                var tree = before.isEmpty() ? source.get() : source.checked(before.get());
                new DriverCopy(request.directory(), new Pristine(workspace.pristine()))
                        .run(
                                coordinates,
                                tree,
                                source.recorded(),
                                kernel.arch().sourceDirectory(),
                                driver,
                                extra,
                                before);
            }
            var compiled = new CompileStep(environment, workspace)
                    .run(request.project(), kernel, request.make(), request.directory(), driver);
            if (compiled.modules().isEmpty()) {
                throw new UserException(explain(workspace, source, kernel, driver));
            }
            LOG.info("Built {}", CompileStep.names(compiled));
            return compiled;
        });
    }

    /** What there is to build with. */
    public Environment environment() {
        return environment;
    }

    /** The folder of the copy, which a developer edits. */
    public Path copy() {
        return request.directory();
    }

    /** The folder for what somebody reads who builds it: {@code target/kernel-driver}. */
    public Path output() {
        return request.project().buildDirectory().resolve(OUTPUT);
    }

    /**
     * Copies, compiles, and loads the modules on the kernel in a VM.
     *
     * @throws UserException where one cannot be loaded or unloaded, or the kernel reports a fault
     */
    public void run(TestParameters parameters) throws IOException {
        var compiled = build();
        alone(workspace -> {
            var kernel = compiled.kernel();
            new TestStep(
                            environment,
                            kernel.toolchain(),
                            workspace.guest(),
                            new SurefireReports(workspace.guest().resolve("surefire-reports")))
                    .run(
                            new TestKernelStep(environment).run(kernel),
                            new TestModules(compiled.modules(), List.of(), List.of()),
                            parameters);
            return workspace;
        });
    }

    /**
     * Writes the edits as a patch.
     *
     * @param target where; empty for {@code target/kernel-driver/NAME.patch}
     * @return what it tells; nothing is written where that is nothing
     */
    public TreeDiff.Summary patch(Optional<Path> target) throws IOException {
        return alone(workspace -> {
            var origin = DriverOrigin.read(request.directory())
                    .orElseThrow(() -> new UserException("There is no copy of a driver in '" + request.directory()
                            + "'. Make one with kernel:driver -Dkernel.driver=PATH, or set kernel.driver.directory."));
            var name = new TreePath(request.driver().orElse(origin.directories().first()));
            return new DriverPatch(environment.runner(), request.directory(), new Pristine(workspace.pristine()))
                    .run(
                            origin,
                            () -> new Source(workspace, origin.kernel(), Optional.of(origin), Optional.empty())
                                    .checked(origin)
                                    .directory(),
                            target.orElseGet(() -> workspace.patch(name)));
        });
    }

    private TreePath driver(Optional<DriverOrigin> before) {
        if (request.driver().isPresent()) {
            return TreePath.parse(request.driver().get(), "parameter kernel.driver");
        }
        var copied = before.map(DriverOrigin::directories).orElse(new TreeSet<>());
        if (copied.size() == 1) {
            return new TreePath(copied.first());
        }
        throw new UserException(
                copied.isEmpty()
                        ? "No driver is named. Name its directory in the kernel's tree, such as"
                                + " -Dkernel.driver=drivers/net/ethernet/mellanox."
                        : "'" + request.directory() + "' holds " + copied.size()
                                + " drivers. Name one of them with -Dkernel.driver: " + String.join(", ", copied)
                                + ".");
    }

    /** What the copy was made from must be what it is built for: another kernel's headers do not fit it. */
    private String kernel(Optional<DriverOrigin> before) {
        var named = request.kernel().map(DriverRequest.Kernel::coordinates);
        var copied = before.map(DriverOrigin::kernel);
        var kernel = named.or(() -> copied)
                .orElseThrow(() -> new UserException("No kernel is named. Add a dependency with <type>kernel-dev</type>"
                        + " and <scope>provided</scope>, or name one with -Dkernel.dev=groupId:artifactId:version."));
        if (copied.isPresent() && !copied.get().equals(kernel)) {
            throw new UserException(
                    "The copy in '" + request.directory() + "' was made from " + copied.get()
                            + ", and this project's kernel is " + kernel + ". To take the edits along: write them with"
                            + " kernel:driver-patch, move the copy away, run kernel:driver, and apply the patch to the new copy.");
        }
        return kernel;
    }

    private Dependency dev(String coordinates) throws IOException {
        if (coordinates.chars().filter(c -> c == ':').count() != 2) {
            throw new UserException("parameter kernel.dev: '" + coordinates + "' does not name a kernel. Write"
                    + " groupId:artifactId:version, such as com.acme:acme-kernel:6.1-acme1.");
        }
        var artifact = Coordinates.parse(coordinates + ":tar.zst:dev");
        var resolved = request.kernel().flatMap(DriverRequest.Kernel::dev);
        var file =
                resolved.isPresent() ? resolved.get() : environment.artifacts().resolve(artifact);
        return new Dependency(artifact.groupId(), artifact.artifactId(), artifact.version(), "provided", file);
    }

    private String explain(DriverWorkspace workspace, Source source, ModuleKernel kernel, TreePath driver)
            throws IOException {
        var srcArch = kernel.arch().sourceDirectory();
        var config = DotConfig.read(kernel.dev().directory().resolve(".config"));
        return new NothingBuilt(new KbuildReader(workspace.tree(), srcArch), config, source.model(srcArch, config))
                .explain(driver, kernel.describe());
    }

    /** The kernel's tree, fetched when it is first needed. */
    private final class Source {
        private final DriverWorkspace workspace;
        private final String kernel;
        private final SourceChoice choice;

        Source(
                DriverWorkspace workspace,
                String kernel,
                Optional<DriverOrigin> before,
                Optional<ModuleKernel> published) {
            this.workspace = workspace;
            this.kernel = kernel;
            this.choice = new SourceChoice(
                    request.source().or(() -> before.flatMap(DriverOrigin::source)),
                    published.flatMap(
                            found -> SourceChoice.ofPackages(found.dev().metadata())));
        }

        KernelSource.Tree get() throws IOException {
            return new KernelSource(environment, request.project().baseDirectory(), workspace.source())
                    .get(kernel, choice.given(), choice.withoutRecipe(), SourceChoice.HINT);
        }

        /** What another machine needs to know of it beside the recipe. */
        Optional<String> recorded() throws IOException {
            return choice.recorded(
                    () -> new KernelSource(environment, request.project().baseDirectory(), workspace.source())
                            .hasRecipe(kernel));
        }

        /** The tree, which must be the one that a copy was made from. */
        KernelSource.Tree checked(DriverOrigin origin) throws IOException {
            var tree = get();
            if (!tree.key().equals(origin.tree())) {
                throw new UserException("The copy in '" + request.directory() + "' was made from another source of "
                        + kernel + " than it has now: its recipe or "
                        + SourceChoice.PARAMETER + " changed. Name the earlier one with " + SourceChoice.HINT + ".");
            }
            return tree;
        }

        /** A configuration over its Kconfig files; only for a message, so what goes wrong is no matter. */
        Optional<Configuration> model(String srcArch, DotConfig config) throws IOException {
            try {
                var kconfig = Symbols.model(get().directory(), srcArch);
                return Optional.of(DeepStack.call(() -> {
                    var configuration = new Configuration(kconfig);
                    ConfigReader.read(configuration, config.text(), ".config", false);
                    return configuration;
                }));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (UserException | IOException e) {
                LOG.debug("no Kconfig to explain with", e);
                return Optional.empty();
            }
        }
    }

    /** Runs while no other Maven works on the same project's drivers. */
    private <T> T alone(Work<T> work) throws IOException {
        var place = WorkDirectory.of(request.project(), OUTPUT, Optional.empty(), environment.workStores());
        var workspace = new DriverWorkspace(place.root(), place.output());
        return place.alone(List.of(workspace.tree()), new Stamps(workspace.state()), () -> work.in(workspace));
    }

    /** What is done in a workspace. */
    private interface Work<T> {
        T in(DriverWorkspace workspace) throws IOException;
    }
}
