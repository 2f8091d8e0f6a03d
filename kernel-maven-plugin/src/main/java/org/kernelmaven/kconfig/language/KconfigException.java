package org.kernelmaven.kconfig.language;

import java.util.List;
import org.kernelmaven.UserException;

/** Kconfig files that cannot be read or make no sense; every message is {@code file:line: what} as conf has it. */
public final class KconfigException extends UserException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<String> problems;

    /** @param problems the messages, at least one */
    public KconfigException(List<String> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    /** Every message. */
    public List<String> problems() {
        return problems;
    }

    private static String text(List<String> problems) {
        return problems.size() <= SHOWN
                ? String.join("\n", problems)
                : String.join("\n", problems.subList(0, SHOWN)) + "\n… and " + (problems.size() - SHOWN) + " more.";
    }
}
