package org.kernelmaven.build.dev;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.Environment;
import org.kernelmaven.build.module.BuiltModules;
import org.kernelmaven.build.module.GuestSetup;
import org.kernelmaven.build.module.TestKernel;
import org.kernelmaven.build.module.TestKernelStep;
import org.kernelmaven.build.module.TestStep;
import org.kernelmaven.kconfig.ConfigValue;
import org.kernelmaven.store.Digests;
import org.kernelmaven.vm.Guest;
import org.kernelmaven.vm.GuestInit;
import org.kernelmaven.vm.GuestRunner;
import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.GuestSessions;
import org.kernelmaven.vm.GuestShare;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.PrivateSocket;
import org.kernelmaven.vm.Reply;
import org.kernelmaven.vm.Snapshots;
import org.kernelmaven.vm.StaticShell;
import org.kernelmaven.vm.SurefireReports;

/** Guests of the kernel that the modules were built for. */
final class KernelGuests implements Guests, Closeable {

    /** On an oops the kernel can no longer be trusted: let it panic, and be replaced. */
    private static final String PANIC_ON_OOPS = "oops=panic";

    private final Environment environment;
    private final Path directory;
    private final DevParameters parameters;
    private final GuestSessions sessions;

    private @Nullable TestKernel known;
    private @Nullable StaticShell shell;
    private @Nullable Snapshots snapshots;
    private @Nullable PrivateSocket channel;

    /** @param directory where the initramfs goes */
    KernelGuests(Environment environment, Path directory, DevParameters parameters) {
        this.environment = environment;
        this.directory = directory;
        this.parameters = parameters;
        this.sessions =
                new GuestSessions(environment.runner(), new GuestRunner(environment.runner(), environment.host()));
    }

    @Override
    public List<Loadable> plan(BuiltModules built) throws IOException {
        var kernel = kernel(built);
        var plan = step(built).plan(kernel, built.modules(), GuestSessions.channelDrivers(kernel.arch()));
        var steps = plan.steps();
        var modules = GuestSetup.modules(kernel, plan, parameters.test());
        var own = new HashSet<>(built.modules().wanted());
        var tests = new HashSet<>(built.modules().tests());
        var base = new ArrayList<Loadable>();
        var others = new ArrayList<Loadable>();
        for (var i = 0; i < steps.size(); i++) {
            var file = steps.get(i).file();
            var kind = tests.contains(file)
                    ? Loadable.Kind.TEST
                    : own.contains(file) ? Loadable.Kind.OWN : Loadable.Kind.BASE;
            (kind == Loadable.Kind.BASE ? base : others)
                    .add(new Loadable(steps.get(i).name(), modules.get(i), Digests.of(file), kind));
        }
        base.addAll(others);
        return base;
    }

    @Override
    public GuestSession boot(
            BuiltModules built, List<Loadable> base, Consumer<String> lines, Consumer<Reply.Lost> onEnd)
            throws IOException {
        var kernel = kernel(built);
        Files.createDirectories(directory);
        var init = directory.resolve("init");
        var kept = snapshots;
        // Somebody may clean the project meanwhile.
        if (kept == null || !Files.exists(init)) {
            GuestInit.compile(built.kernel().toolchain(), environment.runner(), init);
        }
        if (kept == null) {
            kept = new Snapshots(directory);
            snapshots = kept;
        }
        var initramfs = directory.resolve("initramfs");
        new Initramfs(
                        init,
                        base.stream().map(Loadable::module).toList(),
                        false,
                        Optional.of(new Initramfs.Agent(shell(built).program())),
                        parameters.test().guest().files(),
                        GuestShare.mounts(
                                kernel.arch(), parameters.test().guest().shares()))
                .write(initramfs, kernel.config().tristate("RD_GZIP") != ConfigValue.Tristate.N);
        var words = new ArrayList<>(List.of(PANIC_ON_OOPS));
        words.addAll(GuestSetup.words(kernel, parameters.test()));
        var guest =
                parameters.test().guest().guest(kernel.arch(), kernel.image().orElseThrow(), initramfs, words);
        return sessions.boot(withChannel(guest), kept, Digests.of(initramfs), parameters.patience(), lines, onEnd);
    }

    @Override
    public Optional<String> lackOfShell() {
        var found = shell;
        return found == null || found.program().isPresent() ? Optional.empty() : Optional.of(found.lack());
    }

    @Override
    public void forget() throws IOException {
        var kept = snapshots;
        if (kept != null) {
            kept.forget();
        }
    }

    @Override
    public void close() throws IOException {
        try (var ignoredSnapshots = snapshots;
                var ignoredChannel = channel) {
            // Each goes even where the other does not.
        }
    }

    private Guest withChannel(Guest guest) throws IOException {
        if (GuestSessions.channelDrivers(guest.arch()).isEmpty()) {
            return guest;
        }
        var socket = channel;
        if (socket == null) {
            socket = PrivateSocket.open("kernel-files");
            channel = socket;
        }
        return socket.fits() ? guest.withChannel(socket.path()) : guest;
    }

    private StaticShell shell(BuiltModules built) throws IOException {
        var found = shell;
        if (found == null) {
            found = StaticShell.find(
                    parameters.shell(),
                    "kernel.dev.shell",
                    environment.host(),
                    built.kernel().arch());
            shell = found;
        }
        return found;
    }

    /** Plans, and runs no tests: it writes no reports. */
    private TestStep step(BuiltModules built) {
        return new TestStep(
                environment,
                built.kernel().toolchain(),
                directory,
                new SurefireReports(directory.resolve("surefire-reports")));
    }

    /** What the kernel's artifacts hold does not change while the goal runs. */
    private TestKernel kernel(BuiltModules built) throws IOException {
        var kernel = known;
        if (kernel == null) {
            kernel = new TestKernelStep(environment).run(built.kernel());
            var lack = step(built).lack(kernel);
            if (lack.isPresent()) {
                throw new UserException("No guest can run: " + lack.get() + ".");
            }
            TestStep.requireShares(kernel, parameters.test());
            known = kernel;
        }
        return kernel;
    }
}
