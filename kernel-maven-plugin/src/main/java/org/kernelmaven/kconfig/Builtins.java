package org.kernelmaven.kconfig;

import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.tool.SearchPath;

/**
 * What a shell's own commands answer ({@code test}, {@code set}, {@code command}; POSIX.1-2017, XCU), for a shell takes
 * longer to start than to answer: {@code scripts/Kconfig.include} (Linux 6.1) asks for one of them a dozen times. All
 * that is not as plain as there is left to a shell.
 */
final class Builtins {

    private static final String WORD = "[A-Za-z0-9_./+:@%-]";
    private static final String OPERAND = "(\"" + WORD + "*\"|" + WORD + "+)";

    /** What echo prints as it is: it is none of its options. */
    private static final String PRINTED = "((?!-[neE])" + WORD + "*)";

    private static final Pattern QUESTION =
            Pattern.compile("\\{ (.*); } >/dev/null 2>&1 && echo \"" + PRINTED + "\" \\|\\| echo \"" + PRINTED + "\"");
    private static final Pattern COMPARED = Pattern.compile("test " + OPERAND + " (=|!=) " + OPERAND);
    private static final Pattern EMPTY = Pattern.compile("test (-[nz]) \"([A-Za-z0-9_./+:@% -]*)\"");
    private static final Pattern FOUND = Pattern.compile("command -v ([A-Za-z0-9_.+-]+)");
    private static final Pattern CHOSEN =
            Pattern.compile("set -- (" + WORD + "+(?: " + WORD + "+)*) && echo \\$([1-9])");
    private static final Pattern PLAIN = Pattern.compile(PRINTED);

    private final SearchPath path;

    /** @param path where the shell looks for programs */
    Builtins(SearchPath path) {
        this.path = path;
    }

    /** What a command prints, without the line's end; empty where a shell has to say. */
    Optional<String> answer(String command) {
        var chosen = CHOSEN.matcher(command);
        if (chosen.matches()) {
            var words = chosen.group(1).split(" ");
            var number = Integer.parseInt(chosen.group(2));
            return Optional.of(number <= words.length ? words[number - 1] : "")
                    .filter(word -> PLAIN.matcher(word).matches());
        }
        var question = QUESTION.matcher(command);
        return question.matches()
                ? holds(question.group(1)).map(holds -> question.group(holds ? 2 : 3))
                : Optional.empty();
    }

    private Optional<Boolean> holds(String test) {
        var compared = COMPARED.matcher(test);
        if (compared.matches()) {
            var isEqual = unquoted(compared.group(1)).equals(unquoted(compared.group(3)));
            return Optional.of(isEqual == compared.group(2).equals("="));
        }
        var empty = EMPTY.matcher(test);
        if (empty.matches()) {
            return Optional.of(empty.group(2).isEmpty() == empty.group(1).equals("-z"));
        }
        var found = FOUND.matcher(test);
        // Where there is no such file the shell may have one of its own.
        return found.matches() ? path.find(found.group(1)).map(program -> true) : Optional.empty();
    }

    private static String unquoted(String operand) {
        return operand.replace("\"", "");
    }
}
