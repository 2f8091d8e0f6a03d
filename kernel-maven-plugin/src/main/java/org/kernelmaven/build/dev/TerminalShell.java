package org.kernelmaven.build.dev;

import java.io.OutputStream;
import java.util.Optional;
import org.kernelmaven.tool.Terminal;
import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.GuestTerminal;
import org.kernelmaven.vm.Reply;

/** Lends the keyboard to a guest's shell. */
final class TerminalShell implements UserShell {

    private final Keyboard keyboard;
    private final Optional<Terminal> terminal;
    private final OutputStream screen;

    TerminalShell(Keyboard keyboard, Optional<Terminal> terminal, OutputStream screen) {
        this.keyboard = keyboard;
        this.terminal = terminal;
        this.screen = screen;
    }

    @Override
    public Reply run(GuestSession guest) {
        terminal.ifPresent(Terminal::giveAll);
        try {
            keyboard.lend((bytes, length) -> {
                if (terminal.isPresent() && bytes[0] == GuestTerminal.ESCAPE) {
                    guest.close();
                } else {
                    guest.type(bytes, length);
                }
            });
            return guest.shell(screen, keyboard::answer);
        } finally {
            keyboard.takeBack();
            terminal.ifPresent(Terminal::giveKeys);
        }
    }

    @Override
    public void refuse() {
        keyboard.answer();
    }
}
