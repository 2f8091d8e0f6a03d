package org.kernelmaven.build.dev;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.kernelmaven.tool.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@link DevLoop} for a user: with the files, the keyboard and the guests of this machine. */
public final class DevRun {

    private static final Logger LOG = LoggerFactory.getLogger(DevRun.class);

    private final DevProject project;

    /** @param project what is edited */
    public DevRun(DevProject project) {
        this.project = project;
    }

    /**
     * Goes on until the user quits.
     *
     * @throws org.kernelmaven.UserException where no guest comes up
     */
    public void run(DevParameters parameters) throws IOException {
        var events = new LinkedBlockingQueue<DevEvent>();
        var terminal = Terminal.open();
        var keyboard = new Keyboard(
                System.in,
                terminal.isPresent(),
                command -> events.add(new DevEvent.Asked(command)),
                () -> events.add(new DevEvent.Asked(DevCommand.HELP)));
        try (var watch = SourceWatch.start(
                        project.sources(), System::nanoTime, first -> events.add(new DevEvent.Saved(first)));
                var report = new ConsoleReport(project.directory().resolve("console.log"));
                var guests = new KernelGuests(project.environment(), project.directory(), parameters)) {
            LOG.debug("watching {} with {}", project.sources(), watch);
            terminal.ifPresent(Terminal::giveKeys);
            keyboard.start();
            new DevLoop(
                            project.compiler(),
                            guests,
                            new TerminalShell(keyboard, terminal, System.out),
                            report,
                            events,
                            System::nanoTime)
                    .run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            terminal.ifPresent(Terminal::close);
        }
    }
}
