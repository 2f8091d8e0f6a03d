package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds symbols that depend on themselves, and says so in conf's words. */
final class CycleCheck {

    /** How a symbol came to depend on the next one. */
    private static final class Step {
        private final Symbol symbol;
        private String relation = "unknown is visible depending on";
        private @Nullable Place place;

        Step(Symbol symbol) {
            this.symbol = symbol;
        }
    }

    private final Dialect dialect;
    private final Messages messages;
    private final List<Step> path = new ArrayList<>();
    private final boolean[] open;
    private final boolean[] done;

    /** @param count how many symbols there are */
    CycleCheck(Dialect dialect, Messages messages, int count) {
        this.dialect = dialect;
        this.messages = messages;
        this.open = new boolean[count];
        this.done = new boolean[count];
    }

    /** @param symbols in the order of the table */
    void check(Entry root, List<Symbol> symbols) {
        if (!dialect.choicesAreSymbols()) {
            checkBelow(root);
            return;
        }
        symbols.forEach(this::cycle);
    }

    private void checkBelow(Entry parent) {
        for (var entry : parent.children()) {
            if (entry.symbol() != null) {
                cycle(entry.symbol());
            }
            checkBelow(entry);
        }
    }

    /** The symbol that closes a cycle, once it has been reported. */
    private @Nullable Symbol cycle(Symbol symbol) {
        if (open[symbol.index()]) {
            report(symbol);
            return symbol;
        }
        if (done[symbol.index()]) {
            return null;
        }
        var choice = symbol.choice();
        if (choice != null) {
            path.add(new Step(symbol));
            var found = cycle(choice);
            path.remove(path.size() - 1);
            return found;
        }
        if (symbol.isChoice()) {
            return cycleOfChoice(symbol);
        }
        open[symbol.index()] = true;
        done[symbol.index()] = true;
        var found = cycleBelow(symbol);
        open[symbol.index()] = false;
        return found;
    }

    private @Nullable Symbol cycleOfChoice(Symbol choice) {
        path.add(new Step(choice));
        for (var member : choice.members()) {
            open[member.index()] = true;
            done[member.index()] = true;
        }
        open[choice.index()] = true;
        done[choice.index()] = true;
        var found = cycleBelow(choice);
        open[choice.index()] = false;
        for (var i = 0; i < choice.members().size() && found == null; i++) {
            found = cycleBelow(choice.members().get(i));
        }
        choice.members().forEach(member -> open[member.index()] = false);
        path.remove(path.size() - 1);
        return found != null && found.choice() == choice ? choice : found;
    }

    private @Nullable Symbol cycleBelow(Symbol symbol) {
        var step = new Step(symbol);
        path.add(step);
        var found = cycleIn(step, "depends on", null, symbol.dependency());
        for (var i = 0; i < symbol.selectors().size() && found == null; i++) {
            found = cycleIn(step, "is selected by", symbol.selectors().get(i));
        }
        if (found == null && symbol.forced() != null) {
            found = cycleIn(step, "is selected by", null, symbol.forced());
        }
        for (var i = 0; i < symbol.impliers().size() && found == null; i++) {
            found = cycleIn(step, "is implied by", symbol.impliers().get(i));
        }
        for (var i = 0; i < symbol.prompts().size() && found == null; i++) {
            var prompt = symbol.prompts().get(i);
            found = cycleIn(step, "prompt is visible depending on", prompt.place(), prompt.condition());
        }
        for (var i = 0; i < symbol.defaults().size() && found == null; i++) {
            var value = symbol.defaults().get(i);
            found = cycleIn(step, "default is visible depending on", value.place(), value.condition());
            if (found == null && !symbol.isChoice()) {
                found = cycleIn(step, "default value contains", value.place(), value.value());
            }
        }
        for (var i = 0; i < symbol.ranges().size() && found == null; i++) {
            var range = symbol.ranges().get(i);
            found = cycleIn(step, "range is visible depending on", range.place(), range.condition());
        }
        path.remove(path.size() - 1);
        return found;
    }

    private @Nullable Symbol cycleIn(Step step, String relation, Symbol.Reverse reverse) {
        step.relation = relation;
        step.place = null;
        var found = cycle(reverse.selector());
        return found == null ? cycleIn(step, relation, null, reverse.condition()) : found;
    }

    private @Nullable Symbol cycleIn(
            Step step, String relation, @Nullable Place place, @Nullable Expression expression) {
        step.relation = relation;
        step.place = place;
        return cycleIn(expression);
    }

    private @Nullable Symbol cycleIn(@Nullable Expression expression) {
        if (expression == null) {
            return null;
        }
        if (expression instanceof Expression.Value value) {
            return cycle(value.symbol());
        }
        if (expression instanceof Expression.Comparison comparison) {
            var found = cycle(comparison.left());
            return found == null ? cycle(comparison.right()) : found;
        }
        if (expression instanceof Expression.Not not) {
            return cycleIn(not.operand());
        }
        var operands =
                expression instanceof Expression.And and ? and.operands() : ((Expression.Or) expression).operands();
        for (var i = 0; i < operands.size(); i++) {
            var found = cycleIn(operands.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void report(Symbol closing) {
        var last = closing.choice() == null ? closing : closing.choice();
        var steps = new ArrayList<>(path);
        if (last != closing) {
            steps.add(new Step(closing));
        }
        var start = steps.size() - 1;
        while (start >= 0 && steps.get(start).symbol != last) {
            start--;
        }
        if (start < 0) {
            messages.error("unexpected recursive dependency error");
            return;
        }
        var text = new StringBuilder();
        for (var i = start; i < steps.size(); i++) {
            var step = steps.get(i);
            var next = i + 1 < steps.size() ? steps.get(i + 1).symbol : last;
            var where = dialect.choicesAreSymbols() ? place(step) + ":" : "";
            if (step.symbol == last) {
                text.append(where).append("error: recursive dependency detected!\n");
            }
            text.append(where).append('\t').append(described(step, next)).append('\n');
        }
        messages.error(text
                + "For a resolution refer to Documentation/kbuild/kconfig-language.rst\n"
                + "subsection \"Kconfig recursive dependency limitations\"\n");
    }

    private static Place place(Step step) {
        var entries = step.symbol.entries();
        var isChoice = step.symbol.isChoice() || step.symbol.choice() != null;
        if ((step.place != null && !isChoice) || entries.isEmpty()) {
            return step.place == null ? new Place("<none>", 0) : step.place;
        }
        return entries.get(0).place();
    }

    private String described(Step step, Symbol next) {
        var symbol = step.symbol;
        if (dialect.choicesAreSymbols() && symbol.isChoice()) {
            return "choice " + symbol.label() + " contains symbol " + next.label();
        }
        if (dialect.choicesAreSymbols() && symbol.choice() != null) {
            return "symbol " + symbol.label() + " is part of choice " + next.label();
        }
        if (!dialect.choicesAreSymbols() && next.isChoice()) {
            return "symbol " + symbol.label() + " is part of choice block at "
                    + next.entries().get(0).place();
        }
        return "symbol " + symbol.label() + " " + step.relation + " " + next.label();
    }
}
