package org.kernelmaven.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Conversation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guest whose init takes orders from the console: its initramfs has an {@link Initramfs.Agent}. One line is one
 * order; init answers {@code ready} when it can take the next. A file is sent in pieces, each when init asks for it, by
 * the console or by the {@link GuestChannel}, as init wants it.
 */
public final class ConsoleSession implements GuestSession {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSession.class);

    private static final Pattern WORD =
            Pattern.compile(Pattern.quote(GuestInit.PREFIX) + "(ready|shell|want \\d{1,9}(?: by channel)?)$");
    private static final String READY = "ready";
    private static final String SHELL = "shell";
    private static final String WANT = "want ";
    private static final String ENDED = "ended";
    private static final String NOT_UNDERSTOOD = "failed to understand ";

    /** In the place of an exit status. */
    private static final int RUNS = -1;

    /** Longer lines are cut; printk's are shorter (kernel/printk/printk.c, LOG_LINE_MAX). */
    private static final int MOST_LINE_BYTES = 1 << 12;

    /** init waits after each; more come of a guest that plays tricks. */
    private static final int MOST_WORDS = 64;

    private static final long POLL_MILLIS = 50;

    /** How long a guest that panicked may take to end itself: some machines cannot. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** For how long a user may keep a shell. */
    private static final Duration LONG = Duration.ofDays(365);

    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    private final Wires wires;
    private final Duration patience;
    private volatile Console console = new Console();
    private volatile @Nullable OutputStream screen;
    private final Optional<BooleanSupplier> restored;
    private volatile boolean up;
    private volatile boolean closing;
    private volatile int exitCode = RUNS;
    private volatile @Nullable UncheckedIOException failure;
    private volatile @Nullable Conversation conversation;

    private ConsoleSession(Optional<BooleanSupplier> restored, Wires wires, Duration patience) {
        this.restored = restored;
        this.wires = wires;
        this.patience = patience;
    }

    /**
     * What a session is connected with.
     *
     * @param channel by which the guest may want files
     * @param lines takes the console's lines
     * @param onEnd told when the guest ends by itself
     */
    record Wires(Optional<GuestChannel> channel, Consumer<String> lines, Consumer<Reply.Lost> onEnd) {}

    /**
     * Starts what runs it and waits until init takes orders; {@link GuestSessions#boot} tells more.
     *
     * @throws BrokenMachineException where what runs it fails before the guest says anything
     * @throws InterruptedIOException where the thread was interrupted; its flag is set again
     */
    static ConsoleSession boot(CommandRunner runner, Command command, Duration timeout, Duration patience, Wires wires)
            throws IOException {
        return start(new ConsoleSession(Optional.empty(), wires, patience), runner, command, timeout);
    }

    /**
     * As {@link #boot}, of a guest that had said that it takes orders.
     *
     * @param goesOn asked until it says that the guest hears what it is sent
     */
    static ConsoleSession restore(
            CommandRunner runner,
            Command command,
            BooleanSupplier goesOn,
            Duration timeout,
            Duration patience,
            Wires wires)
            throws IOException {
        return start(new ConsoleSession(Optional.of(goesOn), wires, patience), runner, command, timeout);
    }

    private static ConsoleSession start(ConsoleSession session, CommandRunner runner, Command command, Duration timeout)
            throws IOException {
        try {
            session.conversation = runner.converse(command, session.new Ear());
            if (session.restored.isPresent()) {
                session.askWhenItGoesOn(session.restored.get(), timeout);
            }
            var reply = session.await(timeout);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while a guest booted");
            }
            if (reply instanceof Reply.Lost lost && session.isMachineBroken()) {
                throw new BrokenMachineException("The guest did not come up. " + lost.describe());
            }
            if (reply instanceof Reply.Lost lost) {
                throw new UserException("The guest did not come up. " + lost.describe());
            }
            if (reply instanceof Reply.Refused refused) {
                throw new UserException("The guest did not come up: it " + refused.words() + ".");
            }
            session.up = true;
            return session;
        } finally {
            if (!session.up) {
                session.close();
            }
        }
    }

    /** Has init say once more that it is ready; where the guest has ended, who awaits that is told. */
    private void askWhenItGoesOn(BooleanSupplier goesOn, Duration limit) throws InterruptedIOException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (exitCode == RUNS) {
            if (goesOn.getAsBoolean()) {
                say("");
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new UserException("The guest did not go on within " + limit.toSeconds() + " s.");
            }
            Pause.forMillis(POLL_MILLIS, "a guest was restored");
        }
    }

    /** Whether what runs the guest failed before that could say anything. */
    private boolean isMachineBroken() {
        return exitCode > 0 && !console.heard() && !console.flooded();
    }

    @Override
    public boolean isRestored() {
        return restored.isPresent();
    }

    @Override
    public Reply send(Initramfs.Module module) throws IOException {
        return put(path(module), Files.readAllBytes(module.file()));
    }

    @Override
    public Reply load(Initramfs.Module module) {
        return order(("load " + path(module) + " " + module.parameters().strip()).strip());
    }

    private static String path(Initramfs.Module module) {
        return "/modules/" + module.file().getFileName();
    }

    @Override
    public Reply unload(String name) {
        return order("unload " + name);
    }

    @Override
    public Reply shell(OutputStream screen, Runnable begun) {
        try {
            say(SHELL);
            var word = next(patience);
            var runs = word.isPresent() && word.get().equals(SHELL);
            this.screen = runs ? screen : null;
            begun.run();
            return runs ? afterShell(await(LONG)) : reply(word, patience);
        } finally {
            this.screen = null;
        }
    }

    /** What was typed for a shell that had ended just then is no order that failed. */
    private static Reply afterShell(Reply reply) {
        return reply instanceof Reply.Refused refused && refused.words().startsWith(NOT_UNDERSTOOD)
                ? new Reply.Done(refused.faults())
                : reply;
    }

    @Override
    public void type(byte[] bytes, int length) {
        send(bytes, 0, length);
    }

    @Override
    public void close() {
        closing = true;
        var open = conversation;
        if (open != null) {
            open.close();
        }
        if (wires.channel().isPresent()) {
            try {
                wires.channel().get().close();
            } catch (IOException e) {
                LOG.debug("a channel to a guest that has ended", e);
            }
        }
    }

    private Reply order(String line) {
        say(line);
        return await(patience);
    }

    private Reply put(String path, byte[] bytes) {
        say("put " + path + " " + bytes.length + " " + Integer.toUnsignedString(hash(bytes)));
        var at = 0;
        while (true) {
            var word = next(patience);
            if (word.isPresent() && word.get().startsWith(WANT)) {
                var asked = word.get().split(" ", 3);
                var wanted = Math.min(Integer.parseInt(asked[1]), bytes.length - at);
                if (asked.length > 2) {
                    sendByChannel(bytes, at, wanted);
                } else {
                    send(bytes, at, wanted);
                }
                at += wanted;
            } else {
                return reply(word, patience);
            }
        }
    }

    /** 32-bit FNV-1a, as init computes it. */
    private static int hash(byte[] bytes) {
        var hash = 0x811c9dc5;
        for (var value : bytes) {
            hash = (hash ^ (value & 0xff)) * 16_777_619;
        }
        return hash;
    }

    private void say(String line) {
        words.removeIf(word -> !word.equals(ENDED));
        console = new Console();
        var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        send(bytes, 0, bytes.length);
    }

    /** A guest that has ended takes nothing; whoever waits for its answer learns of it. */
    private void send(byte[] bytes, int offset, int length) {
        var open = conversation;
        if (open != null) {
            try {
                open.send(bytes, offset, length);
            } catch (IOException e) {
                LOG.debug("the guest has ended", e);
            }
        }
    }

    private void sendByChannel(byte[] bytes, int offset, int length) {
        if (wires.channel().isPresent()) {
            try {
                wires.channel().get().send(bytes, offset, length);
            } catch (IOException e) {
                LOG.debug("the guest takes no files, or has ended", e);
            }
        }
    }

    private Reply await(Duration limit) {
        return reply(next(limit), limit);
    }

    private Reply reply(Optional<String> word, Duration limit) {
        var seen = console;
        if (word.isPresent() && word.get().equals(READY)) {
            var failures = seen.failures();
            return failures.isEmpty()
                    ? new Reply.Done(seen.faults())
                    : new Reply.Refused(failures.get(failures.size() - 1), seen.faults());
        }
        return word.isPresent() || seen.panic().isPresent()
                ? lost(seen)
                : new Reply.Lost(
                        "The guest gave no answer within " + limit.toSeconds() + " s " + seen.during()
                                + (seen.last().isEmpty() ? "" : "; its last line: " + seen.last()),
                        seen.faults());
    }

    private Reply.Lost lost(Console seen) {
        var oops = seen.oops().map(fault -> "The kernel reported a fault " + seen.during() + ": " + fault.title());
        var panic = seen.panic().map(line -> "The kernel panicked " + seen.during() + ": " + line);
        var flood = Optional.of("The guest printed more than " + Console.MOST_MEBIBYTES + " MiB " + seen.during()
                        + " and was ended")
                .filter(words -> seen.flooded());
        return new Reply.Lost(
                oops.or(() -> panic)
                        .or(() -> flood)
                        .orElse("The virtual machine ended " + seen.during()
                                + (seen.last().isEmpty() ? "." : "; the last line: " + seen.last())),
                seen.faults(),
                exitCode == 0 && oops.isEmpty() && panic.isEmpty() && flood.isEmpty());
    }

    /**
     * The next word of init; empty where there is none in time, and thrown where its lines could not be taken. Time is
     * counted in polls, not read off a clock: while this machine is suspended or starved, so is the guest, and that is
     * no hang.
     */
    private Optional<String> next(Duration limit) {
        var left = limit.toMillis();
        var panicked = false;
        try {
            while (left > 0) {
                var word = words.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                var broken = failure;
                if (broken != null) {
                    throw broken;
                }
                if (word != null) {
                    return Optional.of(word);
                }
                left -= POLL_MILLIS;
                if (!panicked && console.panic().isPresent()) {
                    panicked = true;
                    left = Math.min(left, LINGER.toMillis());
                }
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(ENDED);
        }
    }

    /** Reads the console. */
    private final class Ear implements Conversation.Listener {

        private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

        @Override
        public boolean output(byte[] bytes, int length) {
            show(bytes, length);
            for (var i = 0; i < length; i++) {
                if (bytes[i] == '\n') {
                    take();
                } else if (line.size() < MOST_LINE_BYTES) {
                    line.write(bytes[i]);
                }
            }
            // A guest that floods its console would never be heard again.
            return !console.flooded() && failure == null;
        }

        @Override
        public void ended(int exitCode) {
            take();
            ConsoleSession.this.exitCode = exitCode;
            words.add(ENDED);
            if (up && !closing) {
                wires.onEnd().accept(lost(console));
            }
        }

        private void show(byte[] bytes, int length) {
            var shown = screen;
            if (shown != null) {
                try {
                    shown.write(bytes, 0, length);
                    shown.flush();
                } catch (IOException e) {
                    LOG.debug("the screen is gone", e);
                    screen = null;
                }
            }
        }

        private void take() {
            var raw = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            // QEMU tells of the signal that ends it.
            if (raw.isEmpty() || closing || failure != null) {
                return;
            }
            console.line(raw).ifPresent(this::hear);
        }

        private void hear(String shown) {
            if (screen == null) {
                try {
                    wires.lines().accept(shown);
                } catch (UncheckedIOException e) {
                    failure = e;
                    return;
                }
            }
            var word = WORD.matcher(shown);
            if (word.find() && words.size() < MOST_WORDS) {
                words.add(word.group(1));
            }
        }
    }
}
