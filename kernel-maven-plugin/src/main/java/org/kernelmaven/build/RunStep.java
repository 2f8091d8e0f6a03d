package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.QemuGuest;
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
        checkBootable(configured);
        var toolchain = configured.spec().toolchain();
        var guestDirectory = Files.createDirectories(workspace.root().resolve("guest"));
        var init = guestDirectory.resolve("init");
        GuestInit.compile(toolchain, environment.runner(), init);
        var initramfs = guestDirectory.resolve("initramfs");
        new Initramfs(init, modules(parameters.modules())).write(initramfs, configured.has("RD_GZIP"));
        var guest = new Guest(
                toolchain.arch(),
                kernel.image(),
                Optional.of(initramfs),
                Stream.of(parameters.append().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                parameters.memory(),
                parameters.cpus(),
                parameters.timeout());
        var qemu = new QemuGuest(environment.runner(), environment.host());
        LOG.info("Booting Linux {} with {}", configured.release(), qemu.usesKvm(guest) ? "KVM" : "emulation");
        var outcome = qemu.run(guest, line -> LOG.info("| {}", line));
        if (!outcome.succeeded()) {
            throw new UserException("Linux " + configured.release() + ": " + outcome.describe());
        }
        LOG.info("Linux {} {}", configured.release(), outcome.describe());
    }

    /** What our init and the console need: without one of them the guest would only be silent until the time is up. */
    private static void checkBootable(ConfiguredKernel kernel) {
        var missing =
                GuestNeeds.missing(kernel.config(), kernel.spec().toolchain().arch());
        if (!missing.isEmpty()) {
            throw new UserException("This kernel cannot be run with an initramfs on a serial console: its configuration"
                    + " lacks " + String.join(", ", missing) + ". Set them to yes in <config>.");
        }
    }

    private List<Initramfs.Module> modules(List<String> names) throws IOException {
        if (names.isEmpty()) {
            return List.of();
        }
        var built = builtModules();
        var modules = new ArrayList<Initramfs.Module>();
        for (var name : names) {
            var file = built.get(name.replace('-', '_'));
            if (file == null) {
                throw new UserException("parameter kernel.run.modules: this kernel has no module '" + name + "'."
                        + Nearest.hint(name, built.keySet()));
            }
            modules.add(Initramfs.Module.of(file));
        }
        return modules;
    }

    /**
     * The modules of the build tree by name; 6.1 lists {@code .ko} files in modules.order, later kernels {@code .o}.
     */
    private Map<String, Path> builtModules() throws IOException {
        var built = new TreeMap<String, Path>();
        var order = workspace.buildTree().resolve("modules.order");
        if (Files.exists(order)) {
            for (var line : Files.readAllLines(order)) {
                var path = line.replaceFirst("^kernel/", "").replaceFirst("\\.k?o$", "");
                var name = path.substring(path.lastIndexOf('/') + 1).replace('-', '_');
                built.put(name, workspace.buildTree().resolve(path + ".ko"));
            }
        }
        return built;
    }
}
