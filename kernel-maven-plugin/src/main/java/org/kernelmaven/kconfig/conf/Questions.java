package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;

/** One question after the other, in conf's form; each is asked again until the answer is one. */
final class Questions {

    private final Configuration configuration;
    private final Console console;
    private final HelpText help;
    private boolean onlyNew;
    private boolean changed;

    Questions(Configuration configuration, Console console) {
        this.configuration = configuration;
        this.console = console;
        this.help = new HelpText(configuration);
    }

    /** From now on what has a value is shown, not asked. */
    void askOnlyNew() {
        onlyNew = true;
    }

    /** Whether an answer changed a value. */
    boolean hasChanged() {
        return changed;
    }

    /** The help of an entry. */
    String help(Entry entry) {
        return help.of(entry);
    }

    /** Asks for a bool, a tristate or the state of a choice. */
    void tristate(Entry entry, String indent) throws IOException {
        var symbol = Objects.requireNonNull(entry.symbol());
        while (true) {
            var now = configuration.tristate(symbol);
            console.print(indent + title(entry) + (symbol.name() == null ? "" : "(" + symbol.name() + ") ") + "["
                    + offered(symbol, now) + "/?] ");
            var answer = answer(symbol, configuration.text(symbol));
            if (answer == null) {
                return;
            }
            var asksHelp = answer.strip().startsWith("?");
            var value = meant(answer.strip(), now);
            if (value.isPresent() && set(symbol, value.get())) {
                return;
            }
            if (asksHelp || value.isPresent()) {
                showHelp(entry);
            }
            mustGoOn(symbol);
        }
    }

    private static String title(Entry entry) {
        return HelpText.title(entry) + " ";
    }

    private String offered(Symbol symbol, Tristate now) {
        var text = new StringBuilder(now.name());
        for (var other : Tristate.values()) {
            if (other != now && configuration.isWithinRange(symbol, other)) {
                text.append('/').append(other.letter());
            }
        }
        return text.toString();
    }

    private static Optional<Tristate> meant(String answer, Tristate now) {
        return switch (answer) {
            case "" -> Optional.of(now);
            case "n", "N", "no", "No" -> Optional.of(Tristate.N);
            case "m", "M" -> Optional.of(Tristate.M);
            case "y", "Y", "yes", "Yes" -> Optional.of(Tristate.Y);
            default -> Optional.empty();
        };
    }

    private boolean set(Symbol symbol, Tristate value) {
        var before = configuration.tristate(symbol);
        var stays = before == value && configuration.kconfig().dialect().choicesAreSymbols();
        if (!stays && !configuration.isWithinRange(symbol, value)) {
            return false;
        }
        if (symbol.choice() != null && value == Tristate.Y) {
            configuration.pick(symbol);
        } else {
            configuration.ask(symbol, value);
        }
        if (before != value) {
            changed();
        }
        return true;
    }

    /** Asks for a string or a number. */
    void text(Entry entry, String indent) throws IOException {
        var symbol = Objects.requireNonNull(entry.symbol());
        while (true) {
            var now = configuration.text(symbol);
            console.print(indent + title(entry) + "(" + symbol.label() + ") [" + now + "] ");
            var answer = answer(symbol, now);
            if (answer == null) {
                return;
            }
            if (answer.equals("?")) {
                showHelp(entry);
            } else if (set(symbol, answer.isEmpty() ? now : answer)) {
                return;
            }
            mustGoOn(symbol);
        }
    }

    private boolean set(Symbol symbol, String value) {
        if (!configuration.isWithinRange(symbol, value)) {
            return false;
        }
        var isBare = symbol.type() == Symbol.Type.HEX && !value.startsWith("0x") && !value.startsWith("0X");
        var whole = isBare ? "0x" + value : value;
        var same = whole.equals(configuration.askedText(symbol));
        configuration.ask(symbol, whole);
        if (!same || isBare) {
            changed();
        }
        return true;
    }

    /**
     * Asks for the member of a choice.
     *
     * @param isNew whether the choice has no answer yet, apart from its members
     * @return the member's entry
     */
    Entry member(Entry choice, String indent, boolean isNew) throws IOException {
        var symbol = Objects.requireNonNull(choice.symbol());
        while (true) {
            console.line(indent + HelpText.title(choice));
            var picked = configuration.picked(symbol).orElse(null);
            var members = choice.children().stream()
                    .filter(child -> child.symbol() != null && configuration.isShown(child))
                    .toList();
            list(choice, members, picked, indent);
            console.print(indent + "choice");
            var answer = members.size() == 1 ? "" : number(members, picked, isNew);
            var number = members.size() == 1 ? 1 : chosen(answer, members, picked);
            if (members.size() == 1) {
                console.line("[1]: 1");
            }
            if (answer.startsWith("?")) {
                showHelp(choice);
            } else if (number >= 1 && number <= members.size()) {
                var member = members.get(number - 1);
                if (!answer.endsWith("?")) {
                    pick(Objects.requireNonNull(member.symbol()));
                    return member;
                }
                showHelp(member);
            }
            mustGoOn(symbol);
        }
    }

    private void list(Entry choice, List<Entry> members, @Nullable Symbol picked, String indent) {
        for (var child : choice.children()) {
            var member = child.symbol();
            if (member == null) {
                if (configuration.isShown(child)) {
                    console.line(indent + "* " + HelpText.title(child));
                }
            } else if (members.contains(child)) {
                console.line(indent + (member == picked ? ">" : " ") + " " + (members.indexOf(child) + 1) + ". "
                        + HelpText.title(child) + (member.name() == null ? "" : " (" + member.name() + ")")
                        + (configuration.isAsked(member) ? "" : " (NEW)"));
            }
        }
    }

    /** What is answered; empty for what is there. */
    private String number(List<Entry> members, @Nullable Symbol picked, boolean isNew) throws IOException {
        console.print("[1-" + members.size() + "?]: ");
        var anyNew = configuration.kconfig().dialect().choicesAreSymbols()
                ? isNew
                : members.stream()
                        .map(Entry::symbol)
                        .filter(Objects::nonNull)
                        .anyMatch(member -> !configuration.isAsked(member));
        if (onlyNew && !anyNew) {
            console.line(String.valueOf(chosen("", members, picked)));
            return "";
        }
        return console.answer().strip();
    }

    private static int chosen(String answer, List<Entry> members, @Nullable Symbol picked) {
        if (answer.isEmpty()) {
            for (var i = 0; i < members.size(); i++) {
                if (members.get(i).symbol() == picked) {
                    return i + 1;
                }
            }
            return 0;
        }
        var digits = answer.replaceFirst("[^0-9].*", "");
        return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
    }

    private void pick(Symbol member) {
        var before = configuration.tristate(member);
        configuration.pick(member);
        if (before != Tristate.Y) {
            changed();
        }
    }

    /** What is answered; null where there is nothing to ask. */
    private @Nullable String answer(Symbol symbol, String now) throws IOException {
        if (!configuration.isAsked(symbol)) {
            console.print("(NEW) ");
        }
        if (!configuration.isChangeable(symbol) || (onlyNew && configuration.isAsked(symbol))) {
            console.line(now);
            return null;
        }
        return console.answer();
    }

    private void showHelp(Entry entry) {
        console.line("\n" + help.of(entry));
    }

    /** Without an answer to come, asking once more would never end. */
    private void mustGoOn(Symbol symbol) {
        if (console.hasEnded()) {
            throw new UserException("\nerror: no value for new symbol '" + symbol.label() + "' at end of input");
        }
    }

    private void changed() {
        changed = true;
        configuration.invalidate();
    }
}
