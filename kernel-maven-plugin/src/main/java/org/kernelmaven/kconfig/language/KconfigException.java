package org.kernelmaven.kconfig.language;

import java.util.List;
import org.kernelmaven.UserException;

/** Kconfig files that cannot be read or make no sense; every message is {@code file:line: what} as conf has it. */
public final class KconfigException extends UserException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<String> problems;
    private final transient List<String> warnings;
    private final transient List<String> output;

    /** @param problems the messages, at least one */
    public KconfigException(List<String> problems) {
        this(problems, List.of(), List.of());
    }

    KconfigException(List<String> problems, List<String> warnings, List<String> output) {
        super(text(problems));
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
        this.output = List.copyOf(output);
    }

    /** Every message. */
    public List<String> problems() {
        return problems;
    }

    /** What was warned about until then. */
    public List<String> warnings() {
        return warnings;
    }

    /** What {@code $(info,…)} had printed until then. */
    public List<String> output() {
        return output;
    }

    private static String text(List<String> problems) {
        return problems.size() <= SHOWN
                ? String.join("\n", problems)
                : String.join("\n", problems.subList(0, SHOWN)) + "\n… and " + (problems.size() - SHOWN) + " more.";
    }
}
