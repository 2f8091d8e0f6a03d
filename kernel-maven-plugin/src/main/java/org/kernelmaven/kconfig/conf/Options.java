package org.kernelmaven.kconfig.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;

/**
 * The arguments, read as {@code getopt_long} reads them: anywhere, long ones also cut short where that is clear.
 *
 * <p>Unlike conf, which goes on to ask every question, a wrong option is an error.
 *
 * @param mode what to do
 * @param file the file that the mode names; null where it takes none
 * @param kconfig the first Kconfig file; null where it is missing
 * @param silent whether messages are left out
 * @param help whether the usage is asked for
 */
record Options(Mode mode, @Nullable String file, @Nullable String kconfig, boolean silent, boolean help) {

    /** As messages name the program. */
    static final String PROGRAM = "conf";

    private static final String FILE = " <file>";
    private static final int COLUMN = 24;

    /** @throws UserException for an option that there is not */
    static Options parse(List<String> arguments) {
        var reader = new Reader(arguments);
        reader.read();
        return new Options(reader.mode, reader.file, reader.kconfig, reader.silent, reader.help);
    }

    /** What {@code --help} prints. */
    static String usage() {
        var text = new StringBuilder("Usage: ")
                .append(PROGRAM)
                .append(" [options] <kconfig-file>\n\nGeneric options:\n")
                .append(line("-h, --help", "Print this message and exit."))
                .append(line("-s, --silent", "Do not print messages."))
                .append("\nMode options:\n");
        for (var mode : Mode.values()) {
            text.append(line("--" + mode.word() + (mode.takesFile() ? FILE : ""), mode.purpose()));
        }
        return text.toString();
    }

    private static String line(String option, String purpose) {
        return "  " + option + " ".repeat(Math.max(1, COLUMN - option.length())) + purpose + "\n";
    }

    /** Walks over the arguments. */
    private static final class Reader {
        private final List<String> rest;
        private Mode mode = Mode.OLDASKCONFIG;
        private @Nullable String file;
        private @Nullable String kconfig;
        private boolean silent;
        private boolean help;

        Reader(List<String> arguments) {
            rest = new ArrayList<>(arguments);
        }

        void read() {
            var optionsEnded = false;
            while (!rest.isEmpty() && !help) {
                var argument = rest.remove(0);
                if (optionsEnded || !argument.startsWith("-") || argument.equals("-")) {
                    kconfig = kconfig == null ? argument : kconfig;
                } else if (argument.equals("--")) {
                    optionsEnded = true;
                } else if (argument.startsWith("--")) {
                    readLong(argument.substring(2));
                } else {
                    argument.substring(1).chars().forEach(letter -> readShort((char) letter));
                }
            }
        }

        private void readShort(char letter) {
            switch (letter) {
                case 'h' -> help = true;
                case 's' -> silent = true;
                default -> throw wrong("invalid option -- '" + letter + "'");
            }
        }

        private void readLong(String option) {
            var equals = option.indexOf('=');
            var word = equals < 0 ? option : option.substring(0, equals);
            var found = matching(word);
            if (equals >= 0 && mode(found).filter(Mode::takesFile).isEmpty()) {
                throw wrong("option '--" + found + "' doesn't allow an argument");
            }
            if (found.equals("help")) {
                help = true;
            } else if (found.equals("silent")) {
                silent = true;
            } else {
                mode = mode(found).orElseThrow();
                if (mode.takesFile()) {
                    file = equals < 0 ? next(found) : option.substring(equals + 1);
                }
            }
        }

        private String matching(String word) {
            var words = new ArrayList<>(List.of("help", "silent"));
            Arrays.stream(Mode.values()).map(Mode::word).forEach(words::add);
            if (words.contains(word)) {
                return word;
            }
            var found = words.stream().filter(each -> each.startsWith(word)).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
            throw wrong((found.isEmpty() ? "unrecognized option '--" : "ambiguous option '--") + word + "'");
        }

        private static Optional<Mode> mode(String word) {
            return Arrays.stream(Mode.values())
                    .filter(mode -> mode.word().equals(word))
                    .findFirst();
        }

        private String next(String option) {
            if (rest.isEmpty()) {
                throw wrong("option '--" + option + "' requires an argument");
            }
            return rest.remove(0);
        }

        private static UserException wrong(String message) {
            return new UserException(PROGRAM + ": " + message + "\nTry '" + PROGRAM + " --help'.");
        }
    }
}
