package org.kernelmaven.build;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.kernelmaven.vm.BootImage;
import org.kernelmaven.vm.ConsoleLog;
import org.kernelmaven.vm.Fault;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.GuestRunner;
import org.kernelmaven.vm.GuestSessions;
import org.kernelmaven.vm.GuestShare;
import org.kernelmaven.vm.GuestTerminal;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Outcome;
import org.kernelmaven.vm.Reply;
import org.kernelmaven.vm.StaticShell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Boots the built kernel with an initramfs made for it, and shows its console. */
final class RunStep {

    private static final Logger LOG = LoggerFactory.getLogger(RunStep.class);

    /** Else its symbols are elsewhere than vmlinux says. */
    private static final List<String> FOR_DEBUGGER = List.of("nokaslr");

    /** What the guest may take to start a shell. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
                        Optional.of(workspace.buildTree().resolve("vmlinux")),
                        this::builtModules),
                parameters);
    }

    /** @param toolchain compiles the guest's first process */
    void run(ImportedKernel kernel, Toolchain toolchain, RunParameters parameters) throws IOException {
        var staged = kernel.staged();
        run(
                new Bootable(
                        staged.release(),
                        toolchain,
                        kernel.config(),
                        staged.image(),
                        Optional.empty(),
                        () -> installedModules(staged)),
                parameters);
    }

    /**
     * What of a kernel it takes to boot it.
     *
     * @param vmlinux the image with its symbols, where there is one
     * @param modules finds its modules, where some are wanted
     */
    private record Bootable(
            String release,
            Toolchain toolchain,
            DotConfig config,
            Path image,
            Optional<Path> vmlinux,
            ModuleFinder modules) {

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
        GuestNeeds.requireShares(
                kernel.config(),
                kernel.toolchain().arch(),
                kernel.release(),
                parameters.guest().shares(),
                "kernel.run.shares");
        var modules = modules(kernel, parameters.modules());
        var initramfs = initramfs(kernel, modules, parameters);
        var runner = new GuestRunner(environment.runner(), environment.host());
        if (!parameters.debugger()) {
            boot(kernel, runner, guest(kernel, initramfs, parameters, List.of()), parameters);
            return;
        }
        try (var debugger = Debugger.open()) {
            var guest = guest(kernel, initramfs, parameters, FOR_DEBUGGER).withDebugger(debugger.socket());
            runner.requireBootable(guest);
            LOG.info(
                    "{}",
                    debugger.describe(
                            kernel.vmlinux(),
                            modules.stream().map(Initramfs.Module::file).toList(),
                            kernel.has("DEBUG_INFO"),
                            kernel.has("GDB_SCRIPTS")));
            boot(kernel, runner, guest, parameters);
        }
    }

    private Path initramfs(Bootable kernel, List<Initramfs.Module> modules, RunParameters parameters)
            throws IOException {
        var own = parameters.root();
        if (own.isPresent() && own.get() instanceof RunParameters.OwnRoot.Archive archive) {
            return archive.file();
        }
        var directory = Files.createDirectories(workspace.root().resolve("guest"));
        var init = directory.resolve("init");
        if (own.isPresent()) {
            init = own.get().file();
            BootImage.checkProgram(init, kernel.toolchain().arch(), "kernel.run.init");
        } else {
            GuestInit.compile(kernel.toolchain(), environment.runner(), init);
        }
        var initramfs = directory.resolve("initramfs");
        new Initramfs(
                        init,
                        modules,
                        false,
                        agent(kernel, parameters),
                        parameters.guest().files(),
                        GuestShare.mounts(
                                kernel.toolchain().arch(), parameters.guest().shares()))
                .write(initramfs, kernel.has("RD_GZIP"));
        return initramfs;
    }

    private Optional<Initramfs.Agent> agent(Bootable kernel, RunParameters parameters) throws IOException {
        if (parameters.shell().isEmpty()) {
            return Optional.empty();
        }
        var shell = StaticShell.find(
                parameters.shell().get().program(),
                "kernel.run.shell",
                environment.host(),
                kernel.toolchain().arch());
        if (shell.program().isEmpty()) {
            throw new UserException("There is no shell for the guest: " + shell.lack());
        }
        return Optional.of(new Initramfs.Agent(shell.program()));
    }

    private static Guest guest(Bootable kernel, Path initramfs, RunParameters parameters, List<String> words) {
        return parameters.guest().guest(kernel.toolchain().arch(), kernel.image(), initramfs, words);
    }

    private void boot(Bootable kernel, GuestRunner runner, Guest guest, RunParameters parameters) throws IOException {
        LOG.info("Booting Linux {} {}", kernel.release(), runner.means(guest));
        var console = workspace.output().resolve("console.log");
        try (var log = new ConsoleLog(console, line -> LOG.info("| {}", line))) {
            if (parameters.shell().isPresent()) {
                shell(kernel, runner, guest, log);
            } else {
                watch(kernel, runner, guest, log, parameters.root().isPresent());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (UserException e) {
            throw new UserException(e.getMessage() + "\nThe whole console: '" + console + "'", e);
        }
    }

    private static void watch(Bootable kernel, GuestRunner runner, Guest guest, ConsoleLog log, boolean ownRoot)
            throws IOException {
        var outcome = runner.run(guest, log);
        // An init of the user's own does not say that it is done.
        if (ownRoot && outcome instanceof Outcome.EndedEarly ended && ended.exitCode() == 0) {
            LOG.info("Linux {} ended", kernel.release());
            return;
        }
        if (!outcome.succeeded()) {
            throw new UserException("Linux " + kernel.release() + ": " + outcome.describe());
        }
        LOG.info("Linux {} {}", kernel.release(), outcome.describe());
    }

    private void shell(Bootable kernel, GuestRunner runner, Guest guest, ConsoleLog log) throws IOException {
        try (var session = new GuestSessions(environment.runner(), runner).boot(guest, PATIENCE, log, lost -> {})) {
            LOG.info("A shell in Linux {}; Ctrl-] ends the guest", kernel.release());
            var reply = new GuestTerminal(System.in, System.out).run(session);
            failure(reply).ifPresent(why -> {
                throw new UserException("Linux " + kernel.release() + ": " + why);
            });
        }
        LOG.info("Linux {} was ended", kernel.release());
    }

    /**
     * What went wrong in a shell. That the guest is gone did not, for that is what poweroff does; nor did a warning.
     */
    static Optional<String> failure(Reply reply) {
        if (reply instanceof Reply.Refused refused) {
            return Optional.of("the guest " + refused.words() + ".");
        }
        if (reply instanceof Reply.Lost lost && !lost.wasPlainEnd()) {
            return Optional.of(lost.describe());
        }
        return reply.faults().stream()
                .filter(fault -> fault.kind() == Fault.Kind.OOPS)
                .map(Fault::describe)
                .reduce((one, other) -> one + "\n" + other);
    }

    /** What our init and the console need: without one of them the guest would only be silent until the time is up. */
    private static void checkBootable(Bootable kernel) {
        var missing = GuestNeeds.missing(kernel.config(), kernel.toolchain().arch());
        if (!missing.isEmpty()) {
            throw new UserException(GuestNeeds.lack(kernel.release(), missing) + " Set them to yes in <config>.");
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
