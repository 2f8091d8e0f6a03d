package org.kernelmaven.kconfig.conf;

import java.io.IOException;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Prompt;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;

/** Walks through the menus and asks, as long as there is something new. */
final class Dialogue {

    private final Configuration configuration;
    private final Console console;
    private final Questions questions;
    private Mode mode;
    private Entry top;
    private int restarts;
    private int indent;

    Dialogue(Mode mode, Configuration configuration, Console console) {
        this.mode = mode;
        this.configuration = configuration;
        this.console = console;
        this.questions = new Questions(configuration, console);
        this.top = configuration.kconfig().root();
    }

    /** Asks or lists what the mode says; true where an answer changed a value. */
    boolean run() throws IOException {
        if (mode == Mode.OLDASKCONFIG) {
            show(top);
            mode = Mode.OLDCONFIG;
        }
        questions.askOnlyNew();
        do {
            restarts = 0;
            lookForNew(configuration.kconfig().root());
        } while (restarts > 0);
        return questions.hasChanged();
    }

    /** Shows an entry and what is below it, and asks. */
    private void show(Entry entry) throws IOException {
        if (!configuration.isShown(entry)) {
            return;
        }
        var prompt = entry.prompt();
        if (prompt != null && prompt.kind() != Prompt.Kind.QUESTION) {
            if (prompt.kind() == Prompt.Kind.MENU && mode != Mode.OLDASKCONFIG && entry != top) {
                lookForNew(entry);
                return;
            }
            var margin = margin();
            console.print(margin + "*\n" + margin + "* " + prompt.text() + "\n" + margin + "*\n");
        }
        var symbol = entry.symbol();
        if (symbol == null) {
            showChildren(entry, 0);
        } else if (symbol.isChoice()) {
            showChoice(entry, symbol);
        } else {
            if (symbol.isLogical()) {
                questions.tristate(entry, margin());
            } else {
                questions.text(entry, margin());
            }
            showChildren(entry, 2);
        }
    }

    private void showChildren(Entry entry, int deeper) throws IOException {
        indent += deeper;
        for (var child : entry.children()) {
            show(child);
        }
        indent -= deeper;
    }

    private void showChoice(Entry entry, Symbol choice) throws IOException {
        if (!configuration.kconfig().dialect().choicesAreSymbols()) {
            questions.member(entry, margin(), false);
            return;
        }
        var isNew = !configuration.isAsked(choice);
        var isAskable = configuration.isChangeable(choice);
        if (isAskable) {
            questions.tristate(entry, margin());
        }
        var state = configuration.tristate(choice);
        if (state == Tristate.M && !isAskable) {
            console.line(margin() + HelpText.title(entry));
        }
        if (state == Tristate.Y) {
            var member = questions.member(entry, margin(), isNew);
            showChildren(member, 2);
        }
        if (configuration.tristate(choice) == Tristate.M) {
            showChildren(entry, 2);
        }
    }

    private void lookForNew(Entry entry) throws IOException {
        if (!configuration.isShown(entry)) {
            return;
        }
        var symbol = entry.symbol();
        if (symbol != null && isNew(symbol)) {
            switch (mode) {
                case LISTNEWCONFIG -> list(symbol);
                case HELPNEWCONFIG -> console.line("-----\n\n" + questions.help(entry) + "\n-----");
                default -> {
                    if (restarts == 0) {
                        console.print("*\n* Restart config...\n*\n");
                    }
                    restarts++;
                    top = menuOf(entry);
                    show(top);
                }
            }
        }
        for (var child : entry.children()) {
            lookForNew(child);
        }
    }

    private boolean isNew(Symbol symbol) {
        return !configuration.isAsked(symbol)
                && (configuration.isChangeable(symbol)
                        || (symbol.isChoice()
                                && configuration.kconfig().dialect().choicesAreSymbols()
                                && configuration.tristate(symbol) == Tristate.Y));
    }

    private void list(Symbol symbol) {
        if (symbol.name() != null) {
            var value = configuration.text(symbol);
            console.line(
                    symbol.isLogical() ? "CONFIG_" + symbol.name() + "=" + value : ConfigWriter.line(symbol, value));
        }
    }

    private Entry menuOf(Entry entry) {
        var menu = entry;
        while (!menu.isMenu() && menu.parent() != null) {
            menu = menu.parent();
        }
        return menu;
    }

    private String margin() {
        return " ".repeat(indent);
    }
}
