package org.kernelmaven.build.dev;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.build.kunit.LoadFailure;
import org.kernelmaven.build.module.BuiltModules;
import org.kernelmaven.vm.Fault;
import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Reply;

/**
 * Keeps a guest running with what was compiled last. A save compiles; what did compile replaces what is loaded, from
 * the first module on that changed. A guest that panicked, hangs, or keeps a module is replaced by a new one.
 *
 * <p>One thread runs it and takes one event after the other; all others only add events.
 */
final class DevLoop {

    private final DevProject.Compiler compiler;
    private final Guests guests;
    private final UserShell shell;
    private final DevReport report;
    private final BlockingQueue<DevEvent> events;
    private final LongSupplier nanos;

    private @Nullable BuiltModules built;
    private @Nullable GuestSession guest;
    private int number;

    /** Whether a guest ever came up: this machine and this kernel can do it. */
    private boolean up;

    /** What the guest has loaded, in order. */
    private final List<Loadable> loaded = new ArrayList<>();

    /** @param nanos the clock by which events are timed */
    DevLoop(
            DevProject.Compiler compiler,
            Guests guests,
            UserShell shell,
            DevReport report,
            BlockingQueue<DevEvent> events,
            LongSupplier nanos) {
        this.compiler = compiler;
        this.guests = guests;
        this.shell = shell;
        this.report = report;
        this.events = events;
        this.nanos = nanos;
    }

    /**
     * Compiles, boots, loads, and goes on until the user quits.
     *
     * @throws UserException where what compiled has no guest that comes up, and none ever came up
     * @throws InterruptedException where the thread was interrupted
     */
    void run() throws IOException, InterruptedException {
        try {
            saved(nanos.getAsLong());
            report.waiting();
            for (var event = events.take(); !isQuit(event); event = events.take()) {
                if (attempt(event)) {
                    report.waiting();
                }
            }
        } finally {
            end();
        }
    }

    private static boolean isQuit(DevEvent event) {
        return event instanceof DevEvent.Asked asked && asked.command() == DevCommand.QUIT;
    }

    /** Whether there was something to do. A guest that came up once is given up by the user alone. */
    private boolean attempt(DevEvent event) throws IOException {
        try {
            return handle(event);
        } catch (UserException e) {
            if (!up) {
                throw e;
            }
            report.failure(e.getMessage() + " No guest runs; a save or 'r' boots one.");
            return true;
        }
    }

    private boolean handle(DevEvent event) throws IOException {
        if (event instanceof DevEvent.Saved saved) {
            // What was saved meanwhile is compiled together.
            events.removeIf(DevEvent.Saved.class::isInstance);
            saved(saved.nanos());
        } else if (event instanceof DevEvent.Asked asked) {
            asked(asked.command());
        } else if (event instanceof DevEvent.GuestEnded ended) {
            if (ended.guest() != number || guest == null) {
                return false;
            }
            restart(ended.why().why());
            report.info("The modules are not loaded again, for they may have done it. 'r' loads them.");
        }
        return true;
    }

    private void saved(long since) throws IOException {
        try {
            var began = nanos.getAsLong();
            var compiled = compiler.compile();
            built = compiled;
            swap(compiled, guests.plan(compiled), Integer.MAX_VALUE, new DevTimes(since, began, nanos.getAsLong()));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (UserException | IOException e) {
            // A save can mend what does not compile, and none a machine that boots no guest.
            if (!up && (built != null || e instanceof IOException)) {
                throw e;
            }
            notLoaded(since, e.getMessage());
            var still = names(loaded);
            if (!still.isEmpty()) {
                report.info("Still loaded: " + still);
            }
        }
    }

    private void asked(DevCommand command) throws IOException {
        switch (command) {
            case TESTS -> rerunTests();
            case RESTART -> {
                end();
                guests.forget();
                saved(nanos.getAsLong());
            }
            case SHELL -> shell();
            case DMESG -> report.messages();
            case HELP, QUIT -> report.info(DevCommand.help());
        }
    }

    private void rerunTests() throws IOException {
        var current = built;
        if (current == null) {
            report.info("Nothing was compiled yet.");
            return;
        }
        var now = nanos.getAsLong();
        var plan = guests.plan(current);
        for (var first = 0; first < plan.size(); first++) {
            if (plan.get(first).kind() == Loadable.Kind.TEST) {
                swap(current, plan, first, new DevTimes(now, now, now));
                return;
            }
        }
        report.info("There are no tests to load: src/test/module holds them.");
    }

    private void shell() throws IOException {
        var running = guest;
        var lack = guests.lackOfShell();
        if (running == null || lack.isPresent()) {
            shell.refuse();
            report.info(lack.map(why -> "There is no shell in the guest: " + why)
                    .orElse("No guest runs; a save or 'r' boots one."));
        } else if (shell.run(running) instanceof Reply.Lost lost) {
            restart(lost.why());
        } else {
            report.info("The guest's shell has ended.");
        }
    }

    /** @param keep how many of the loaded modules may stay at most */
    private void swap(BuiltModules wanted, List<Loadable> plan, int keep, DevTimes times) throws IOException {
        report.begin();
        if (guest == null) {
            boot(wanted, plan);
        }
        var common = Math.min(keep, common(plan));
        if (common == plan.size() && common == loaded.size()) {
            report.info("Nothing changed in " + names(plan));
            return;
        }
        var obstacle = unload(common);
        if (obstacle.isPresent()) {
            report.failure(sentence(obstacle.get()) + " The guest is restarted.");
            end();
            boot(wanted, plan);
        }
        var problem = load(plan);
        if (problem.isPresent()) {
            notLoaded(times.saved(), problem.get());
        } else {
            report.loaded(names(plan), times.told(nanos.getAsLong()));
        }
    }

    private void notLoaded(long since, @Nullable String why) {
        report.failure("Not loaded, " + DevTimes.seconds(nanos.getAsLong() - since) + " after the save: " + why);
    }

    private int common(List<Loadable> plan) {
        var same = 0;
        while (same < plan.size() && same < loaded.size() && plan.get(same).isSame(loaded.get(same))) {
            same++;
        }
        return same;
    }

    /** Unloads all but so many; what hindered it. */
    private Optional<String> unload(int keep) {
        while (loaded.size() > keep) {
            var last = loaded.get(loaded.size() - 1);
            var reply = running().unload(last.name());
            warn(reply);
            if (reply instanceof Reply.Refused refused) {
                return Optional.of(LoadFailure.explain(refused.words()) + ".");
            }
            if (reply instanceof Reply.Lost lost) {
                return Optional.of(lost.why());
            }
            loaded.remove(loaded.size() - 1);
        }
        return Optional.empty();
    }

    /**
     * Loads what is not loaded; what went wrong. A guest that is lost is replaced. Where it was lost before the kernel
     * had the module, that is not to blame, and all is sent once more.
     */
    private Optional<String> load(List<Loadable> plan) throws IOException {
        var lostWhileSending = false;
        while (loaded.size() < plan.size()) {
            var next = plan.get(loaded.size());
            var sent = running().send(next.module());
            if (sent instanceof Reply.Lost lost) {
                restart(lost.why());
                if (lostWhileSending) {
                    return Optional.of("the guest was lost twice while module '" + next.name() + "' was sent to it.");
                }
                lostWhileSending = true;
                continue;
            }
            var reply = sent instanceof Reply.Done ? running().load(next.module()) : sent;
            warn(reply);
            if (reply instanceof Reply.Lost lost) {
                restart(lost.why());
                return Optional.of("module '" + next.name() + "' ended the guest.");
            }
            if (reply instanceof Reply.Refused refused && !isTolerated(next, refused)) {
                return Optional.of(LoadFailure.explain(refused.words()) + ".");
            }
            loaded.add(next);
        }
        return Optional.empty();
    }

    private static boolean isTolerated(Loadable module, Reply.Refused refused) {
        return module.module().role() == Initramfs.Role.OPTIONAL
                || (module.kind() == Loadable.Kind.BASE && refused.words().endsWith(": error 17"));
    }

    /** What the kernel reported, but a failure, which is told otherwise. */
    private void warn(Reply reply) {
        if (!(reply instanceof Reply.Lost)) {
            reply.faults().stream()
                    .filter(fault -> fault.kind() != Fault.Kind.FAILURE)
                    .forEach(fault -> report.failure(
                            "The " + fault.kind() + " above came " + fault.during() + ": " + fault.title()));
        }
    }

    private void restart(String why) throws IOException {
        report.failure(sentence(why) + " The guest is restarted.");
        end();
        var current = built;
        if (current != null) {
            boot(current, guests.plan(current));
        }
    }

    private void boot(BuiltModules wanted, List<Loadable> plan) throws IOException {
        var base = plan.stream()
                .takeWhile(module -> module.kind() == Loadable.Kind.BASE)
                .toList();
        var began = nanos.getAsLong();
        var booting = ++number;
        report.booting();
        var booted =
                guests.boot(wanted, base, report::console, why -> events.add(new DevEvent.GuestEnded(booting, why)));
        guest = booted;
        loaded.addAll(base);
        up = true;
        report.info((booted.isRestored()
                        ? "The guest is back, as it was when it had booted, after "
                        : "The guest is up after ")
                + DevTimes.seconds(nanos.getAsLong() - began) + ".");
        report.begin();
    }

    private GuestSession running() {
        var running = guest;
        if (running == null) {
            throw new IllegalStateException("no guest");
        }
        return running;
    }

    private void end() {
        var running = guest;
        guest = null;
        loaded.clear();
        if (running != null) {
            running.close();
        }
    }

    /** What the kernel said ends as it likes. */
    private static String sentence(String text) {
        var end = text.endsWith(".") ? "" : ".";
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + end;
    }

    /** Those of the project. */
    private static String names(List<Loadable> modules) {
        return modules.stream()
                .filter(module -> module.kind() != Loadable.Kind.BASE)
                .map(Loadable::name)
                .collect(Collectors.joining(", "));
    }
}
