package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Prompt;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.ConfigWriter;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.ValuedExpression;

/** All that is known of one symbol of a configuration, as lines for a terminal. */
public final class SymbolExplanation {

    /** What has no effect is shown by name, as many as these. */
    private static final int IDLE_SHOWN = 6;

    private static final int ACTIVE_SHOWN = 12;

    private final Configuration configuration;
    private final Map<String, String> origins;
    private final Reason reason;
    private final Lines lines = new Lines();

    private SymbolExplanation(Configuration configuration, Map<String, String> origins) {
        this.configuration = configuration;
        this.origins = Map.copyOf(origins);
        this.reason = new Reason(configuration, this.origins);
    }

    /**
     * Explains.
     *
     * @param origins which layer asked for what, by symbol name: {@code 'net.toml' line 12}
     * @param symbol one that some file defines
     * @return the value and its reason, then type, prompts, definitions, dependencies, selectors, … each with values
     */
    public static List<String> lines(Configuration configuration, Map<String, String> origins, Symbol symbol) {
        var explanation = new SymbolExplanation(configuration, origins);
        explanation.explain(symbol);
        return explanation.lines.list();
    }

    /** Why the symbol has its value: {@code n, because it depends on TTY, which is n}. */
    public static String reason(Configuration configuration, Map<String, String> origins, Symbol symbol) {
        return new Reason(configuration, origins).of(symbol);
    }

    private void explain(Symbol symbol) {
        lines.add(ConfigWriter.line(symbol, configuration.text(symbol)));
        lines.sentence("It is " + reason.of(symbol) + ".");
        lines.item("type", type(symbol));
        lines.items(
                "asked for by",
                Optional.ofNullable(origins.get(symbol.label())).stream().toList());
        lines.items("prompt", symbol.prompts().stream().map(this::prompt).toList());
        lines.items(
                "defined",
                symbol.entries().stream().map(entry -> entry.place().toString()).toList());
        lines.items("depends on", dependencies(symbol));
        choice(symbol);
        reverses("selected by", symbol.selectors());
        reverses("implied by", symbol.impliers());
        lines.items("default", defaults(symbol));
        lines.items("range", ranges(symbol));
    }

    private String type(Symbol symbol) {
        return symbol.type().word()
                + (symbol.type() == Symbol.Type.TRISTATE && configuration.typeNow(symbol) == Symbol.Type.BOOL
                        ? ", for now y or n only"
                        : "");
    }

    private String prompt(Prompt prompt) {
        var entry = prompt.entry();
        // The dependencies of the entry are shown by themselves.
        var own = Expression.conjuncts(prompt.condition()).stream()
                .filter(part -> !Expression.conjuncts(entry.dependency()).contains(part))
                .map(part -> ValuedExpression.text(configuration, part))
                .collect(Collectors.joining(" && "));
        return '"' + prompt.text() + '"' + (own.isEmpty() ? "" : " if " + own);
    }

    private List<String> dependencies(Symbol symbol) {
        var condition = symbol.choice() != null && symbol.dependency() == null
                ? symbol.prompts().isEmpty() ? null : symbol.prompts().get(0).condition()
                : symbol.dependency();
        return Expression.conjuncts(condition).stream()
                .filter(part -> !(part instanceof Expression.Value value
                        && value.symbol().isChoice()))
                .map(part -> ValuedExpression.text(configuration, part) + mark(symbol, part))
                .toList();
    }

    private String mark(Symbol symbol, Expression part) {
        return switch (configuration.evaluate(part)) {
            case N -> " (unmet)";
            case M -> symbol.type() == Symbol.Type.TRISTATE ? " (so m at most)" : "";
            case Y -> "";
        };
    }

    private void choice(Symbol symbol) {
        var choice = symbol.choice();
        if (choice == null) {
            return;
        }
        var prompt =
                choice.prompts().isEmpty() ? "" : '"' + choice.prompts().get(0).text() + "\" ";
        var members = choice.members().stream()
                .map(member -> member.label() + " [=" + configuration.text(member) + "]"
                        + (configuration.visibility(member) == Tristate.N ? " (not available)" : ""))
                .collect(Collectors.joining(", "));
        lines.item("choice", prompt + "(" + choice.entries().get(0).place() + "): " + members);
    }

    private void reverses(String title, List<Symbol.Reverse> statements) {
        var active = Reverses.atLeast(configuration, statements, Tristate.M);
        var shown = new ArrayList<>(active.stream()
                .limit(ACTIVE_SHOWN)
                .map(statement -> Reverses.text(configuration, statement))
                .toList());
        if (active.size() > ACTIVE_SHOWN) {
            shown.add("and " + (active.size() - ACTIVE_SHOWN) + " more");
        }
        var idle = statements.stream()
                .filter(statement -> !active.contains(statement))
                .toList();
        if (!idle.isEmpty() && idle.size() <= IDLE_SHOWN) {
            idle.forEach(statement -> shown.add("not now: " + Reverses.text(configuration, statement)));
        } else if (!idle.isEmpty()) {
            shown.add("not now: "
                    + idle.stream()
                            .limit(IDLE_SHOWN)
                            .map(statement -> statement.selector().label())
                            .collect(Collectors.joining(", "))
                    + " and " + (idle.size() - IDLE_SHOWN) + " more");
        }
        lines.items(title, shown);
    }

    private List<String> defaults(Symbol symbol) {
        var holding = configuration.defaultNow(symbol).orElse(null);
        return symbol.defaults().stream()
                .map(given -> value(given.value())
                        + condition(given.condition(), symbol.dependency())
                        + " (" + given.place() + ")"
                        + (given.equals(holding) ? " <- holds" : ""))
                .toList();
    }

    private String value(Expression given) {
        return given instanceof Expression.Value single && single.symbol().isConstant()
                ? single.symbol().label()
                : ValuedExpression.text(configuration, given);
    }

    private List<String> ranges(Symbol symbol) {
        var holding = configuration.range(symbol).orElse(null);
        return symbol.ranges().stream()
                .map(range -> ValuedExpression.text(configuration, new Expression.Value(range.low()))
                        + " to "
                        + ValuedExpression.text(configuration, new Expression.Value(range.high()))
                        + condition(range.condition(), symbol.dependency())
                        + " (" + range.place() + ")"
                        + (range.equals(holding) ? " <- holds" : ""))
                .toList();
    }

    /** The condition without the dependencies of the symbol, which are shown by themselves. */
    private String condition(@Nullable Expression condition, @Nullable Expression dependency) {
        var own = Expression.conjuncts(condition).stream()
                .filter(part -> !Expression.conjuncts(dependency).contains(part))
                .map(part -> ValuedExpression.text(configuration, part))
                .collect(Collectors.joining(" && "));
        return own.isEmpty() ? "" : " if " + own;
    }
}
