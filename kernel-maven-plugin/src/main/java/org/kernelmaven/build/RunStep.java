package org.kernelmaven.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kernelmaven.UserException;
import org.kernelmaven.artifact.StagedKernel;
import org.kernelmaven.distribution.ImportedKernel;
import org.kernelmaven.kbuild.Toolchain;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.module.KernelModules;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.vm.ConsoleLog;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.GuestRunner;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots the built kernel with an initramfs made for it, and shows its console. */
final class RunStep {

    private static final Logger LOG = LoggerFactory.getLogger(RunStep.class);

    private final Environment environment;
    private final Workspace workspace;

    RunStep(Environment environment, Workspace workspace) {
        this.environment = environment;
        this.workspace = workspace;
    }

    void run(CompiledKernel kernel, RunParameters parameters) throws IOException {
        var configured = kernel.configured();
        run(
                new Bootable(
                        configured.release(),
                        configured.spec().toolchain(),
                        configured.config(),
                        kernel.image(),
                        this::builtModules),
                parameters);
    }

    /** @param toolchain compiles the guest's first process */
    void run(ImportedKernel kernel, Toolchain toolchain, RunParameters parameters) throws IOException {
        var staged = kernel.staged();
        run(
                new Bootable(
                        staged.release(), toolchain, kernel.config(), staged.image(), () -> installedModules(staged)),
                parameters);
    }

    /**
     * What of a kernel it takes to boot it.
     *
     * @param modules finds its modules, where some are wanted
     */
    private record Bootable(String release, Toolchain toolchain, DotConfig config, Path image, ModuleFinder modules) {

        boolean has(String option) {
            return config.tristate(option) == ConfigValue.Tristate.Y;
        }
    }

    /** Finds a kernel's modules. */
    private interface ModuleFinder {
        Modules find() throws IOException;
    }

    /** A kernel's modules. */
    private interface Modules {
        /** Their names, as the kernel has them. */
        Set<String> names();

        /** The plain file of one of them. */
        Path file(String name) throws IOException;
    }

    private void run(Bootable kernel, RunParameters parameters) throws IOException {
        checkBootable(kernel);
        var toolchain = kernel.toolchain();
        var guestDirectory = Files.createDirectories(workspace.root().resolve("guest"));
        var init = guestDirectory.resolve("init");
        GuestInit.compile(toolchain, environment.runner(), init);
        var initramfs = guestDirectory.resolve("initramfs");
        new Initramfs(init, modules(kernel, parameters.modules())).write(initramfs, kernel.has("RD_GZIP"));
        var guest = new Guest(
                toolchain.arch(),
                kernel.image(),
                Optional.of(initramfs),
                parameters.guest().words(),
                parameters.guest().memory(),
                parameters.guest().cpus(),
                parameters.guest().timeout());
        var runner = new GuestRunner(environment.runner(), environment.host());
        LOG.info("Booting Linux {} {}", kernel.release(), runner.means(guest));
        var console = workspace.output().resolve("console.log");
        var outcome = boot(runner, guest, console);
        if (!outcome.succeeded()) {
            throw new UserException(
                    "Linux " + kernel.release() + ": " + outcome.describe() + "\nThe whole console: '" + console + "'");
        }
        LOG.info("Linux {} {}", kernel.release(), outcome.describe());
    }

    private static Outcome boot(GuestRunner runner, Guest guest, Path console) throws IOException {
        try (var log = new ConsoleLog(console, line -> LOG.info("| {}", line))) {
            return runner.run(guest, log);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What our init and the console need: without one of them the guest would only be silent until the time is up. */
    private static void checkBootable(Bootable kernel) {
        var missing = GuestNeeds.missing(kernel.config(), kernel.toolchain().arch());
        if (!missing.isEmpty()) {
            throw new UserException("This kernel cannot be run with an initramfs on a serial console: its configuration"
                    + " lacks " + String.join(", ", missing) + ". Set them to yes in <config>.");
        }
    }

    private List<Initramfs.Module> modules(Bootable kernel, List<String> names) throws IOException {
        if (names.isEmpty()) {
            return List.of();
        }
        var known = kernel.modules().find();
        var modules = new ArrayList<Initramfs.Module>();
        for (var name : names) {
            var normal = KernelModules.name(name);
            if (!known.names().contains(normal)) {
                throw new UserException("parameter kernel.run.modules: this kernel has no module '" + name + "'."
                        + Nearest.hint(name, known.names()));
            }
            modules.add(Initramfs.Module.of(known.file(normal)));
        }
        return modules;
    }

    /** The modules of the build tree; 6.1 lists {@code .ko} files in modules.order, later kernels {@code .o}. */
    private Modules builtModules() throws IOException {
        var built = new TreeMap<String, Path>();
        var order = workspace.buildTree().resolve("modules.order");
        if (Files.exists(order)) {
            for (var line : Files.readAllLines(order)) {
                var path = line.replaceFirst("^kernel/", "").replaceFirst("\\.k?o$", "");
                built.put(KernelModules.name(path), workspace.buildTree().resolve(path + ".ko"));
            }
        }
        return new Modules() {
            @Override
            public Set<String> names() {
                return built.keySet();
            }

            @Override
            public Path file(String name) {
                return requireNonNull(built.get(name));
            }
        };
    }

    /** The modules below {@code lib/modules}; our init loads plain ones, and distributions compress theirs. */
    private Modules installedModules(StagedKernel staged) throws IOException {
        var installed = KernelModules.read(
                staged.modules().orElseThrow().resolve("lib/modules").resolve(staged.release()));
        return new Modules() {
            @Override
            public Set<String> names() {
                return installed.names();
            }

            @Override
            public Path file(String name) throws IOException {
                return installed.plain(name, workspace.root().resolve("guest/modules"));
            }
        };
    }
}
