package org.kernelmaven.kconfig.conf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Place;
import org.kernelmaven.kconfig.language.Prompt;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Symbol.Reverse;
import org.kernelmaven.kconfig.language.Tristate;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.kconfig.value.ValuedExpression;

/** What a question mark shows: the help text, and how the symbol stands to others. */
final class HelpText {

    private static final int MAX_LEVELS = 8;

    /** A symbol that another selects or implies, and where it says so. */
    private record Effect(Symbol on, Place place) {}

    private final Configuration configuration;
    private final Map<Symbol, List<Effect>> selects = new HashMap<>();
    private final Map<Symbol, List<Effect>> implies = new HashMap<>();

    HelpText(Configuration configuration) {
        this.configuration = configuration;
        var kconfig = configuration.kconfig();
        collect(kconfig, Symbol::selectors, selects);
        collect(kconfig, Symbol::impliers, implies);
    }

    private static void collect(
            Kconfig kconfig, Function<Symbol, List<Reverse>> effects, Map<Symbol, List<Effect>> into) {
        for (var symbol : kconfig.symbols()) {
            for (var effect : effects.apply(symbol)) {
                into.computeIfAbsent(effect.selector(), none -> new ArrayList<>())
                        .add(new Effect(symbol, effect.place()));
            }
        }
        var files = new HashMap<String, Integer>();
        kconfig.files().forEach(file -> files.put(file, files.size()));
        for (var found : into.values()) {
            found.sort(Comparator.comparing(
                            (Effect effect) -> files.getOrDefault(effect.place().file(), files.size()))
                    .thenComparing(effect -> effect.place().line()));
        }
    }

    /** The text for an entry that defines a symbol. */
    String of(Entry entry) {
        var symbol = Objects.requireNonNull(entry.symbol());
        var text = new StringBuilder();
        if (entry.help() == null) {
            text.append("There is no help available for this option.\n");
        } else {
            if (symbol.name() != null) {
                text.append("CONFIG_").append(symbol.name()).append(":\n\n");
            }
            text.append(entry.help()).append('\n');
        }
        header(symbol, text);
        symbol.entries().stream().filter(each -> each.prompt() != null).forEach(each -> {
            definedAt(each, text);
            prompt(each, Objects.requireNonNull(each.prompt()), text);
        });
        symbol.entries().stream().filter(each -> each.prompt() == null).forEach(each -> {
            definedAt(each, text);
            condition("  Depends on: ", each.dependency(), text);
        });
        effects("Selects: ", selects.get(symbol), text);
        causes("Selected by", selections(symbol), text);
        effects("Implies: ", implies.get(symbol), text);
        causes("Implied by", reasons(symbol.impliers()), text);
        return text.append("\n\n").toString();
    }

    private void header(Symbol symbol, StringBuilder text) {
        if (symbol.name() == null) {
            return;
        }
        text.append("Symbol: ").append(valued(symbol)).append('\n');
        text.append("Type  : ").append(symbol.type().word()).append('\n');
        if (symbol.type() == Symbol.Type.INT || symbol.type() == Symbol.Type.HEX) {
            configuration.range(symbol).ifPresent(range -> text.append("Range : [")
                    .append(expression(new Expression.Value(range.low())))
                    .append(' ')
                    .append(expression(new Expression.Value(range.high())))
                    .append("]\n"));
        }
    }

    private static void definedAt(Entry entry, StringBuilder text) {
        text.append("Defined at ").append(entry.place()).append('\n');
    }

    private void prompt(Entry entry, Prompt prompt, StringBuilder text) {
        text.append("  Prompt: ").append(prompt.text()).append('\n');
        condition("  Depends on: ", entry.dependency(), text);
        if (!Objects.equals(entry.dependency(), prompt.condition())) {
            condition("  Visible if: ", prompt.condition(), text);
        }
        text.append("  Location:\n");
        var indent = 4;
        for (var level : path(entry)) {
            text.append(" ".repeat(indent)).append("-> ").append(title(level));
            var symbol = level.symbol();
            if (symbol != null) {
                text.append(" (").append(valued(symbol)).append(')');
            }
            text.append('\n');
            indent += 2;
        }
    }

    /** The entries around, the outermost first, and the entry itself. */
    private static List<Entry> path(Entry entry) {
        var path = new ArrayList<Entry>();
        var level = entry;
        while (level.parent() != null && path.size() < MAX_LEVELS) {
            path.add(0, level);
            level = level.parent();
        }
        return path;
    }

    /** What an editor shows for an entry. */
    static String title(Entry entry) {
        if (entry.prompt() != null) {
            return entry.prompt().text();
        }
        return entry.symbol() == null || entry.symbol().name() == null
                ? ""
                : entry.symbol().label();
    }

    private void condition(String label, @Nullable Expression condition, StringBuilder text) {
        var bare = withoutYes(condition);
        if (bare != null) {
            text.append(label).append(expression(bare)).append('\n');
        }
    }

    /** What a probe answered with y says nothing. */
    private @Nullable Expression withoutYes(@Nullable Expression condition) {
        var yes = new Expression.Value(configuration.kconfig().symbols().get(Kconfig.Y));
        @Nullable Expression bare = null;
        for (var part : Expression.conjuncts(condition)) {
            bare = part.equals(yes) ? bare : Expression.and(bare, part);
        }
        return bare;
    }

    private void effects(String label, @Nullable List<Effect> effects, StringBuilder text) {
        if (effects != null) {
            text.append(effects.stream()
                    .map(effect -> expression(new Expression.Value(effect.on())))
                    .collect(Collectors.joining(" && ", label, "\n")));
        }
    }

    /** A choice that must have a member counts as selected by where its prompt is. */
    private static List<Expression> selections(Symbol symbol) {
        var all = new ArrayList<>(reasons(symbol.selectors()));
        if (symbol.forced() instanceof Expression.Or or) {
            all.addAll(or.operands());
        } else if (symbol.forced() != null) {
            all.add(symbol.forced());
        }
        return all;
    }

    private static List<Expression> reasons(List<Reverse> statements) {
        return statements.stream()
                .map(statement -> Objects.requireNonNull(
                        Expression.and(new Expression.Value(statement.selector()), statement.condition())))
                .toList();
    }

    private void causes(String label, List<Expression> causes, StringBuilder text) {
        for (var value : List.of(Tristate.Y, Tristate.M, Tristate.N)) {
            var all = causes.stream()
                    .filter(cause -> configuration.evaluate(cause) == value)
                    .toList();
            if (!all.isEmpty()) {
                text.append(label).append(" [").append(value.letter()).append("]:\n");
                all.forEach(
                        cause -> text.append("  - ").append(expression(cause)).append('\n'));
            }
        }
    }

    private String expression(Expression expression) {
        return ValuedExpression.text(configuration, expression);
    }

    private String valued(Symbol symbol) {
        return symbol.label() + " [=" + configuration.text(symbol) + "]";
    }
}
