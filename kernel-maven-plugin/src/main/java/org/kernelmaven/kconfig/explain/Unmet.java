package org.kernelmaven.kconfig.explain;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.ValuedExpression;

/** The parts of a condition that stand in the way. */
final class Unmet {

    private static final int SHOWN = 4;
    private static final int LONGEST = 200;

    private final Configuration configuration;

    Unmet(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Those that are less than the level. */
    List<Expression> of(@Nullable Expression condition, Tristate level) {
        return Expression.conjuncts(condition).stream()
                .filter(part -> configuration.evaluate(part).compareTo(level) < 0)
                .toList();
    }

    /** {@code A, which is n}; {@code A [=n], (B [=n] || C [=n])}. */
    String text(List<Expression> parts) {
        if (parts.size() == 1 && parts.get(0) instanceof Expression.Value value) {
            return name(value.symbol()) + which(value.symbol());
        }
        var shown = parts.stream()
                .limit(SHOWN)
                .map(part -> valued(part, parts.size() > 1))
                .collect(Collectors.joining(", "));
        return parts.size() > SHOWN ? shown + " and " + (parts.size() - SHOWN) + " more" : shown;
    }

    private String valued(Expression part, boolean bracketed) {
        var text = ValuedExpression.text(configuration, part);
        var cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return bracketed && part instanceof Expression.Or ? "(" + cut + ")" : cut;
    }

    private String which(Symbol symbol) {
        return symbol.isDefined() || symbol.isConstant()
                ? ", which is " + configuration.text(symbol)
                : ", which no Kconfig file of this architecture defines";
    }

    static String name(Symbol symbol) {
        if (!symbol.isChoice()) {
            return symbol.label();
        }
        var place = symbol.entries().isEmpty()
                ? ""
                : " at " + symbol.entries().get(0).place();
        return "the choice" + place;
    }
}
