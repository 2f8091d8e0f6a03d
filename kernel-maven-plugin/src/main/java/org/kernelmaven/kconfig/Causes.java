package org.kernelmaven.kconfig;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * Finds which changes made others change: from symbols whose value differs between two configurations back through what
 * their values follow from, as far as that differs in the direction that counts.
 */
final class Causes {

    private final Configuration before;
    private final Configuration after;
    private final Set<Symbol> suspects;
    private final Set<Symbol> found = new LinkedHashSet<>();
    private final Set<Symbol> seen = new HashSet<>();
    private final Deque<Symbol> open = new ArrayDeque<>();

    /** @param suspects where the search ends: what was changed on purpose */
    Causes(Configuration before, Configuration after, Set<Symbol> suspects) {
        this.before = before;
        this.after = after;
        this.suspects = suspects;
    }

    /** The suspects that made any of these change. */
    Set<Symbol> of(Collection<Symbol> changed) {
        changed.forEach(this::follow);
        for (var next = open.poll(); next != null; next = open.poll()) {
            definition(next);
        }
        return found;
    }

    private void follow(Symbol symbol) {
        if (seen.add(symbol)) {
            open.add(symbol);
        }
    }

    private void definition(Symbol symbol) {
        var direction = symbol.isLogical() ? direction(symbol) : 0;
        expression(symbol.dependency(), direction);
        symbol.prompts().forEach(prompt -> expression(prompt.condition(), direction));
        for (var given : symbol.defaults()) {
            expression(given.value(), direction);
            expression(given.condition(), direction);
        }
        for (var range : symbol.ranges()) {
            expression(range.condition(), 0);
            symbol(range.low(), 0);
            symbol(range.high(), 0);
        }
        reverses(symbol.selectors(), direction);
        reverses(symbol.impliers(), direction);
        var choice = symbol.choice();
        if (choice != null) {
            symbol(choice, 0);
            choice.members().forEach(member -> symbol(member, 0));
        }
    }

    private void reverses(Collection<Symbol.Reverse> statements, int direction) {
        for (var statement : statements) {
            symbol(statement.selector(), direction);
            expression(statement.condition(), direction);
        }
    }

    /** @param direction 1 for what rose, -1 for what fell, 0 for any change */
    private void expression(@Nullable Expression expression, int direction) {
        if (expression instanceof Expression.Value value) {
            symbol(value.symbol(), direction);
        } else if (expression instanceof Expression.And and) {
            and.operands().forEach(operand -> expression(operand, direction));
        } else if (expression instanceof Expression.Or or) {
            or.operands().forEach(operand -> expression(operand, direction));
        } else if (expression instanceof Expression.Not not) {
            expression(not.operand(), -direction);
        } else if (expression instanceof Expression.Comparison comparison) {
            symbol(comparison.left(), 0);
            symbol(comparison.right(), 0);
        }
    }

    private void symbol(Symbol symbol, int direction) {
        if (!symbol.isDefined() || before.text(symbol).equals(after.text(symbol))) {
            return;
        }
        if (direction != 0 && symbol.isLogical() && direction(symbol) != direction) {
            return;
        }
        if (suspects.contains(symbol)) {
            found.add(symbol);
        } else {
            follow(symbol);
        }
    }

    private int direction(Symbol symbol) {
        return Integer.signum(after.tristate(symbol).compareTo(before.tristate(symbol)));
    }
}
