package org.kernelmaven.build.dev;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user can ask of {@link DevLoop}: by a key on a terminal, by a line elsewhere. */
enum DevCommand {
    /** Loads the tests again. */
    TESTS("rerun the tests"),
    /** Boots a new guest, and loads the modules in it. */
    RESTART("restart the guest"),
    /** A shell in the guest. */
    SHELL("a shell in the guest"),
    /** The kernel's messages since it was booted. */
    DMESG("the kernel's messages"),
    /** Says what can be asked. */
    HELP("this help"),
    /** Ends the guest and the goal. */
    QUIT("quit");

    private final String meaning;

    DevCommand(String meaning) {
        this.meaning = meaning;
    }

    /** Its first letter, which is its key. */
    char key() {
        return Character.toLowerCase(name().charAt(0));
    }

    /** The command of a key or a line: its name, or the first letter of that. */
    static Optional<DevCommand> of(String text) {
        var asked = text.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(command -> asked.equals(String.valueOf(command.key()))
                        || asked.equals(command.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All of them on one line. */
    static String help() {
        return Arrays.stream(values())
                .map(command -> command.key() + " " + command.meaning)
                .collect(Collectors.joining(", "));
    }
}
