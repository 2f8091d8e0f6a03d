package org.kernelmaven.kconfig.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Entry.Keyword;
import org.kernelmaven.kconfig.language.Entry.Statement;

/**
 * Completes what was read: passes dependencies down the menu tree, tells symbols what is said of them, and shapes the
 * menus ({@code Documentation/kbuild/kconfig-language.rst}, "Menu structure").
 */
final class Finalizer {

    private final Dialect dialect;
    private final Symbol modules;
    private final Symbol mod;
    private final Symbol yes;
    private final Simplifier simplifier;
    private final Messages messages;
    private final BitSet checked = new BitSet();

    /** @param constants the constants n, m and y, in that order */
    Finalizer(Dialect dialect, Symbol modules, List<Symbol> constants, Messages messages) {
        this.dialect = dialect;
        this.modules = modules;
        this.mod = constants.get(Kconfig.M);
        this.yes = constants.get(Kconfig.Y);
        this.simplifier = new Simplifier(dialect, constants);
        this.messages = messages;
    }

    /** @param entries every entry but the root, in the files' order */
    void apply(Entry root, List<Entry> entries, List<Symbol> symbols) {
        passDown(root);
        shape(root, false);
        entries.forEach(this::tellSymbol);
        symbols.forEach(Symbol::complete);
        for (var entry : entries) {
            check(entry);
        }
    }

    // Dependencies.

    private void passDown(Entry parent) {
        var symbol = parent.symbol();
        var above = parent.dependency();
        if (symbol != null && symbol.isChoice() && dialect.choicesAreSymbols()) {
            typeChoice(parent, symbol);
            // The choice's own value bounds its members'.
            above = new Expression.Value(symbol);
        }
        for (var entry : parent.children()) {
            entry.dependency(both(above, entry.ownDependency()));
            for (var prompt : entry.prompts()) {
                prompt.condition(both(entry.dependency(), prompt.condition()));
            }
            if (entry.symbol() != null) {
                tellSelected(entry, entry.symbol());
            }
        }
        parent.children().forEach(this::passDown);
    }

    private void typeChoice(Entry choice, Symbol symbol) {
        if (symbol.type() == Symbol.Type.UNKNOWN) {
            choice.children().stream()
                    .map(Entry::symbol)
                    .filter(Objects::nonNull)
                    .map(Symbol::type)
                    .filter(type -> type != Symbol.Type.UNKNOWN)
                    .findFirst()
                    .ifPresent(symbol::type);
        }
        for (var entry : choice.children()) {
            var member = entry.symbol();
            if (member != null && member.type() == Symbol.Type.UNKNOWN) {
                member.type(symbol.type());
            }
        }
    }

    private @Nullable Expression both(@Nullable Expression above, @Nullable Expression own) {
        return own == null ? above : simplifier.and(above, simplifier.plain(withModules(own)));
    }

    /** A bare {@code m} holds only where there are modules. */
    private @Nullable Expression withModules(@Nullable Expression expression) {
        if (expression instanceof Expression.Value value) {
            return value.symbol() == mod ? Expression.and(expression, new Expression.Value(modules)) : expression;
        }
        if (expression instanceof Expression.Not not) {
            var operand = withModules(not.operand());
            return operand == null || operand == not.operand() ? expression : new Expression.Not(operand);
        }
        if (expression instanceof Expression.And and) {
            return Expression.mentions(and, mod) ? new Expression.And(rewritten(and.operands())) : expression;
        }
        if (expression instanceof Expression.Or or) {
            return Expression.mentions(or, mod) ? new Expression.Or(rewritten(or.operands())) : expression;
        }
        return expression;
    }

    private List<Expression> rewritten(List<Expression> operands) {
        var all = new ArrayList<Expression>(operands.size());
        for (var operand : operands) {
            var rewritten = withModules(operand);
            all.add(rewritten == null ? operand : rewritten);
        }
        return all;
    }

    private void tellSymbol(Entry entry) {
        var symbol = entry.symbol();
        if (symbol == null) {
            return;
        }
        entry.prompts().forEach(symbol::add);
        for (var statement : entry.statements()) {
            var condition = both(entry.dependency(), statement.condition());
            switch (statement.keyword()) {
                case DEFAULT -> symbol.add(new Symbol.Default(statement.value(), condition, statement.place()));
                case RANGE ->
                    symbol.add(new Symbol.Range(
                            named(statement),
                            Objects.requireNonNull(statement.second()),
                            condition,
                            statement.place()));
                case SELECT, IMPLY -> {}
            }
        }
    }

    /** Says so to what an entry selects and implies; all of a menu's entries do before those of its menus: as conf. */
    private void tellSelected(Entry entry, Symbol symbol) {
        for (var statement : entry.statements()) {
            var isSelect = statement.keyword() == Keyword.SELECT;
            if (isSelect || statement.keyword() == Keyword.IMPLY) {
                var reverse =
                        new Symbol.Reverse(symbol, both(entry.dependency(), statement.condition()), statement.place());
                if (isSelect) {
                    named(statement).addSelector(reverse);
                } else {
                    named(statement).addImplier(reverse);
                }
            }
        }
    }

    private static Symbol named(Statement statement) {
        return ((Expression.Value) statement.value()).symbol();
    }

    // The shape of menus.

    private void shape(Entry parent, boolean inChoice) {
        var symbol = parent.symbol();
        var isChoice = symbol != null && symbol.isChoice();
        var children = parent.children();
        if (!children.isEmpty()) {
            var kept = new ArrayList<Entry>();
            for (var i = 0; i < children.size(); ) {
                kept.add(children.get(i));
                i = shapeChild(children, i, isChoice);
            }
            parent.children(kept);
        } else if (symbol != null && !(inChoice && !dialect.choicesAreSymbols())) {
            symbol.addDependency(parent.dependency());
        }
        flatten(parent, isChoice ? symbol : null);
        if (symbol != null && isChoice && !symbol.isOptional() && dialect.choicesAreSymbols()) {
            var prompt = parent.prompt();
            if (prompt != null) {
                symbol.forcedBy(forced(prompt.condition()));
            }
        }
    }

    /** A choice that must be answered is at least m. */
    private Expression forced(@Nullable Expression visible) {
        var value = new Expression.Value(mod);
        return visible == null ? value : new Expression.And(List.of(visible, value));
    }

    /**
     * Shapes a child; where it is a symbol's definition without children, what follows and depends on it goes below.
     *
     * @return the index of the sibling that follows then
     */
    private int shapeChild(List<Entry> siblings, int index, boolean inChoice) {
        var entry = siblings.get(index);
        var symbol = entry.symbol();
        var mayTake = entry.children().isEmpty() && (dialect.choicesAreSymbols() || !inChoice);
        if (symbol == null || !mayTake) {
            shape(entry, inChoice);
            return index + 1;
        }
        symbol.addDependency(entry.dependency());
        var submenu = new Submenu(entry, symbol);
        var taken = new ArrayList<Entry>();
        var next = index + 1;
        while (next < siblings.size() && submenu.takes(siblings.get(next))) {
            taken.add(siblings.get(next));
            next = shapeChild(siblings, next, dialect.choicesAreSymbols() && inChoice);
        }
        if (!taken.isEmpty()) {
            entry.children(taken);
        }
        if (entry.prompt() != null || symbol.isChoice()) {
            flatten(entry, symbol.isChoice() ? symbol : null);
        }
        // Else the entry around it takes all that is below.
        return next;
    }

    /** Entries without a prompt, such as {@code if} blocks, are no menus: what is below them moves up. */
    private void flatten(Entry parent, @Nullable Symbol choice) {
        if (parent.children().isEmpty()) {
            return;
        }
        var rest = new ArrayDeque<>(parent.children());
        var flat = new ArrayList<Entry>(rest.size());
        while (!rest.isEmpty()) {
            var entry = rest.pop();
            flat.add(entry);
            if (choice != null && dialect.choicesAreSymbols() && entry.symbol() != null) {
                join(choice, entry, entry.symbol());
            }
            if (!entry.children().isEmpty() && entry.prompt() == null) {
                var below = entry.children();
                for (var i = below.size() - 1; i >= 0; i--) {
                    below.get(i).parent(parent);
                    rest.push(below.get(i));
                }
                entry.children(new ArrayList<>(0));
            }
        }
        parent.children(flat);
    }

    private void join(Symbol choice, Entry entry, Symbol member) {
        if (member.choice() != null) {
            return;
        }
        if (entry.prompt() == null) {
            messages.warn(entry.place(), "choice value must have a prompt");
        }
        for (var definition : member.entries()) {
            for (var statement : definition.statements()) {
                if (statement.keyword() == Keyword.DEFAULT) {
                    messages.warn(statement.place(), "defaults for choice values not supported");
                }
            }
            var around = definition.parent();
            if (definition != entry && definition.prompt() != null && (around == null || around.symbol() != choice)) {
                messages.warn(definition.prompt().place(), "choice value used outside its choice group");
            }
        }
        if (choice.type() == Symbol.Type.TRISTATE && member.type() != Symbol.Type.TRISTATE) {
            // Such a member counts only where the choice is y.
            var picked = new Expression.Comparison(Expression.Operator.EQUAL, choice, yes);
            entry.dependency(Expression.and(picked, entry.dependency()));
            for (var prompt : entry.prompts()) {
                prompt.condition(Expression.and(picked, prompt.condition()));
            }
        }
        member.joins(choice);
    }

    // Checks.

    private void check(Entry entry) {
        var symbol = entry.symbol();
        if (symbol == null) {
            return;
        }
        if (!dialect.choicesAreSymbols()
                && symbol.choice() != null
                && entry.parent() != null
                && entry.parent().symbol() == symbol.choice()) {
            checkMember(entry, symbol);
        }
        if (checked.get(symbol.index())) {
            return;
        }
        checked.set(symbol.index());
        if (symbol.type() == Symbol.Type.UNKNOWN) {
            messages.warn(entry.place(), "config symbol defined without type");
        }
        if (symbol.isChoice() && entry.prompt() == null) {
            messages.warn(entry.place(), "choice must have a prompt");
        }
        for (var definition : symbol.entries()) {
            definition.statements().forEach(statement -> check(symbol, statement));
        }
    }

    private void checkMember(Entry entry, Symbol member) {
        for (var definition : member.entries()) {
            for (var statement : definition.statements()) {
                if (statement.keyword() == Keyword.DEFAULT) {
                    messages.error(statement.place(), "error: defaults for choice values not supported");
                }
            }
            if (definition != entry && definition.prompt() != null && definition.parent() != entry.parent()) {
                messages.error(
                        definition.prompt().place(), "error: choice value has a prompt outside its choice group");
            }
        }
    }

    private void check(Symbol symbol, Statement statement) {
        var place = statement.place();
        switch (statement.keyword()) {
            case DEFAULT -> checkDefault(symbol, statement);
            case SELECT, IMPLY -> {
                var use = statement.keyword() == Keyword.SELECT ? "select" : "imply";
                var other = named(statement);
                if (!symbol.isLogical()) {
                    messages.warn(
                            place,
                            "config symbol '" + symbol.label() + "' uses " + use + ", but is not bool or tristate");
                } else if (other.type() != Symbol.Type.UNKNOWN && !other.isLogical()) {
                    messages.warn(
                            place,
                            "'" + other.label() + "' has wrong type. '" + use
                                    + "' only accept arguments of bool and tristate type");
                }
            }
            case RANGE -> {
                if (symbol.type() != Symbol.Type.INT && symbol.type() != Symbol.Type.HEX) {
                    messages.warn(place, "range is only allowed for int or hex symbols");
                }
                if (!isNumber(symbol, named(statement))
                        || !isNumber(symbol, Objects.requireNonNull(statement.second()))) {
                    messages.warn(place, "range is invalid");
                }
            }
        }
    }

    private void checkDefault(Symbol symbol, Statement statement) {
        var single = statement.value() instanceof Expression.Value value ? value.symbol() : null;
        if (single == null) {
            if (!symbol.isLogical() && symbol.type() != Symbol.Type.UNKNOWN) {
                messages.warn(
                        statement.place(),
                        "default for config symbol '" + symbol.label() + "' must be a single symbol");
            }
            return;
        }
        if ((symbol.type() == Symbol.Type.INT || symbol.type() == Symbol.Type.HEX) && !isNumber(symbol, single)) {
            messages.warn(statement.place(), "'" + symbol.label() + "': number is invalid");
        }
        if (symbol.isChoice() && single.choice() != symbol) {
            messages.warn(
                    statement.place(), "choice default symbol '" + single.label() + "' is not contained in the choice");
        }
    }

    private static boolean isNumber(Symbol symbol, Symbol value) {
        return value.type() == Symbol.Type.INT
                || value.type() == Symbol.Type.HEX
                || (value.type() == Symbol.Type.UNKNOWN && Literal.fits(symbol.type(), value.label()));
    }
}
