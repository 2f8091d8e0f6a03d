package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.kernelmaven.kbuild.Make;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.Resolution;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel's own conf go over a configuration that was resolved here: it changes nothing, or its result counts
 * and the difference is a bug of ours.
 *
 * <p>Unless {@link WaitingConf} did, make runs conf as {@code syncconfig} before it tells the release. That leaves a
 * complete configuration as {@code olddefconfig} does. Where a value is missing it asks, and takes the default at the
 * end of its input; where that is a number without a default, it asks for ever. It is ended then, and
 * {@code olddefconfig} is run, which asks nothing; so it is where make fails.
 */
final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final int SHOWN = 40;
    private static final int ENDED = 137;
    private static final String ENDLESS =
            "conf asks for ever and was ended: a number of the Kconfig files has neither a default nor a value. Set it in"
                    + " <config>.";

    private final CommandRunner runner;
    private final Workspace workspace;
    private final Make make;

    Judge(CommandRunner runner, Workspace workspace, Make make) {
        this.runner = runner;
        this.workspace = workspace;
        this.make = make;
    }

    /**
     * The release that the installed configuration gives; conf has been over it then.
     *
     * @param isSynced whether it was before
     */
    String release(boolean isSynced) throws IOException {
        var printed = isSynced ? Make.printedRelease(runner.run(make.printRelease())) : Optional.<String>empty();
        return printed.isPresent() ? printed.get() : synced();
    }

    private String synced() throws IOException {
        // Also makes include/config/auto.conf, which the release depends on (Makefile, Linux 6.1).
        var target = make.command(Make.RELEASE);
        var made = bounded(target);
        if (!made.succeeded()) {
            LOG.debug("make could not tell the release:\n{}", made.output());
            made = runner.run(make.command("olddefconfig"));
            made = made.succeeded() ? bounded(target) : made;
        }
        if (!made.succeeded()) {
            throw make.failure("Having the kernel's own conf check the configuration", made);
        }
        return make.release();
    }

    /** Runs make, and ends it as failed where its conf asks for ever. */
    private CommandResult bounded(Command target) throws IOException {
        var printed = new AtomicLong();
        return runner.run(
                        target,
                        line -> printed.addAndGet(line.length() + 1L),
                        () -> printed.get() <= WaitingConf.MOST_OUTPUT)
                .orElseGet(() -> new CommandResult(ENDED, List.of(ENDLESS)));
    }

    /** The resolution with what conf made of it. */
    Resolution judged(Resolution resolution) throws IOException {
        var text = Files.readString(workspace.buildTree().resolve(".config"));
        if (text.equals(resolution.text())) {
            return resolution;
        }
        LOG.warn(
                "The kernel's own conf changed the resolved configuration, and its result is used. That is a bug of"
                        + " kernel-maven-plugin: please report it, with these lines:\n{}",
                String.join("\n", differences(resolution.text(), text)));
        return resolution.replacedBy(DotConfig.parse(text, "the configuration that conf wrote"), text);
    }

    /** The lines that are in one text only. */
    private static List<String> differences(String ours, String theirs) {
        var lines = new ArrayList<String>();
        var known = new HashSet<>(theirs.lines().toList());
        ours.lines()
                .filter(line -> !known.contains(line))
                .map(line -> "-" + line)
                .forEach(lines::add);
        known.clear();
        ours.lines().forEach(known::add);
        theirs.lines()
                .filter(line -> !known.contains(line))
                .map(line -> "+" + line)
                .forEach(lines::add);
        if (lines.isEmpty()) {
            return List.of("The same lines in another order.");
        }
        return lines.size() <= SHOWN
                ? lines
                : List.of(
                        String.join("\n", lines.subList(0, SHOWN)), "… and " + (lines.size() - SHOWN) + " more lines");
    }
}
