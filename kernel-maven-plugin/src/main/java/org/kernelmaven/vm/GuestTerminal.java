package org.kernelmaven.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kernelmaven.tool.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends the user's keyboard and screen to a guest's shell, for as long as that runs. */
public final class GuestTerminal {

    /** Ctrl-], as telnet and nspawn have it: ends a guest whose shell does not. */
    public static final byte ESCAPE = 0x1d;

    private static final Logger LOG = LoggerFactory.getLogger(GuestTerminal.class);

    /** Not Ctrl-D: a shell that starts only now takes the terminal for itself, and that is lost. */
    private static final byte[] END = "\nexit\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream keyboard;
    private final OutputStream screen;
    private volatile boolean left;

    /** @param keyboard where it is no terminal, its end ends the shell */
    public GuestTerminal(InputStream keyboard, OutputStream screen) {
        this.keyboard = keyboard;
        this.screen = screen;
    }

    /** Runs the guest's shell until that ends, or the user ends the guest. */
    public Reply run(GuestSession guest) {
        var terminal = Terminal.open();
        terminal.ifPresent(Terminal::giveAll);
        try {
            var reply = guest.shell(screen, () -> start(guest, terminal.isPresent()));
            return left ? new Reply.Done(List.of()) : reply;
        } finally {
            terminal.ifPresent(Terminal::close);
        }
    }

    private void start(GuestSession guest, boolean keys) {
        var thread = new Thread(() -> type(guest, keys), "kernel-keyboard");
        thread.setDaemon(true);
        thread.start();
    }

    private void type(GuestSession guest, boolean keys) {
        var bytes = new byte[1 << 10];
        try {
            for (var got = keyboard.read(bytes); got >= 0; got = keyboard.read(bytes)) {
                if (keys && got > 0 && bytes[0] == ESCAPE) {
                    left = true;
                    guest.close();
                    return;
                }
                guest.type(bytes, got);
            }
        } catch (IOException e) {
            LOG.debug("no more input", e);
        }
        guest.type(END, END.length);
    }
}
