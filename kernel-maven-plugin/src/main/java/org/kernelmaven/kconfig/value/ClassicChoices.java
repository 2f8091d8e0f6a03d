package org.kernelmaven.kconfig.value;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/**
 * Choices until 6.10: a choice has a value itself. At y one visible member is y: the one that was picked, or the
 * default; at m any number of members may be m.
 */
final class ClassicChoices implements ChoiceRules {

    private final Configuration configuration;
    private final Kconfig kconfig;

    /** The member that was asked to be y, last of all. */
    private final Map<Symbol, Symbol> picked = new HashMap<>();

    /** The member that a choice came to when it was worked out; absent where it is not y. */
    private final Map<Symbol, Symbol> current = new HashMap<>();

    /** Choices and members that get their answer when they are first worked out. */
    private final Set<Symbol> unanswered = new HashSet<>();

    ClassicChoices(Configuration configuration, Kconfig kconfig) {
        this.configuration = configuration;
        this.kconfig = kconfig;
    }

    @Override
    public void forgetAll() {
        picked.clear();
    }

    @Override
    public void copy(ChoiceRules other) {
        picked.putAll(((ClassicChoices) other).picked);
        unanswered.addAll(((ClassicChoices) other).unanswered);
    }

    /** A file is going to be read: a choice counts as answered until a member turns out not to be. */
    void startReading() {
        for (var symbol : kconfig.ordered()) {
            if (symbol.isChoice()) {
                configuration.ask(symbol, Tristate.N);
            }
        }
    }

    @Override
    public void read(Symbol member, Tristate value, Consumer<String> warning) {
        var choice = member.choice();
        if (choice == null) {
            return;
        }
        var before = configuration.askedTristate(choice);
        if (value == Tristate.M && before == Tristate.Y) {
            warning.accept(member.label() + " creates inconsistent choice state");
            configuration.forget(choice);
        } else if (value == Tristate.Y) {
            if (before != Tristate.N) {
                warning.accept("override: " + member.label() + " changes choice state");
            }
            picked.put(choice, member);
        }
        var asked = configuration.isAsked(choice);
        configuration.ask(choice, before.or(value));
        if (!asked) {
            configuration.forget(choice);
        }
    }

    @Override
    public void pick(Symbol member) {
        var choice = member.choice();
        if (choice == null) {
            return;
        }
        picked.put(choice, member);
        configuration.ask(choice, configuration.askedTristate(choice));
        for (var other : choice.members()) {
            if (configuration.visibleNow(other) != Tristate.N) {
                configuration.ask(other, configuration.askedTristate(other));
            }
        }
        configuration.ask(member, Tristate.Y);
    }

    @Override
    public @Nullable Symbol picked(Symbol choice) {
        return current.get(choice);
    }

    /** Lets every choice that has no answer, and every member, be answered when it is first worked out. */
    void leaveToDefaults() {
        for (var symbol : kconfig.ordered()) {
            if ((symbol.isChoice() && !configuration.isAsked(symbol)) || symbol.choice() != null) {
                unanswered.add(symbol);
            }
        }
        for (var symbol : kconfig.ordered()) {
            if (symbol.isChoice() && !configuration.isAsked(symbol)) {
                configuration.calculate(symbol);
                answer(symbol);
            }
        }
    }

    private void answer(Symbol choice) {
        for (var member : choice.members()) {
            if (!configuration.isAsked(member)) {
                configuration.ask(member, Tristate.N);
                configuration.forget(member);
            }
        }
        configuration.ask(choice, configuration.askedTristate(choice));
        configuration.invalidate(choice);
        unanswered.remove(choice);
    }

    @Override
    public boolean makesBool(Symbol symbol) {
        return symbol.choice() != null && configuration.visibleNow(symbol) == Tristate.Y;
    }

    @Override
    public Tristate promptVisibility(Symbol symbol, Tristate condition) {
        // Where the choice is y there is no place for a member that can only be m.
        var choice = symbol.choice();
        return choice != null
                        && symbol.type() == Symbol.Type.TRISTATE
                        && condition == Tristate.M
                        && configuration.tristateNow(choice) == Tristate.Y
                ? Tristate.N
                : condition;
    }

    @Override
    public void beforeCalculation(Symbol symbol) {
        var choice = symbol.choice();
        if (choice != null && unanswered.remove(symbol)) {
            configuration.calculate(choice);
        }
    }

    @Override
    public @Nullable Tristate memberValue(Symbol symbol) {
        var choice = symbol.choice();
        if (choice == null || configuration.visibleNow(symbol) != Tristate.Y) {
            return null;
        }
        return current.get(choice) == symbol ? Tristate.Y : Tristate.N;
    }

    @Override
    public void afterCalculation(Symbol symbol) {
        if (!symbol.isChoice()) {
            return;
        }
        current.remove(symbol);
        if (configuration.tristateNow(symbol) == Tristate.Y) {
            var member = memberOf(symbol);
            if (member != null) {
                current.put(symbol, member);
            }
        }
        if (configuration.isWrittenNow(symbol)) {
            // The visibility that a member had last time counts while it is being worked out itself: conf has it so.
            for (var member : symbol.members()) {
                if (configuration.visibleNow(member) != Tristate.N) {
                    configuration.write(member);
                }
            }
        }
    }

    private @Nullable Symbol memberOf(Symbol choice) {
        var answered = true;
        for (var member : choice.members()) {
            configuration.calculateVisibility(member);
            if (configuration.visibleNow(member) != Tristate.N) {
                answered &= configuration.isAsked(member);
            }
        }
        if (!answered) {
            configuration.forget(choice);
        }
        var member = picked.get(choice);
        if (member != null && configuration.visibleNow(member) != Tristate.N) {
            return member;
        }
        member = defaultMember(choice);
        if (member == null) {
            configuration.tristateNow(choice, Tristate.N);
        }
        return member;
    }

    @Override
    public void afterAll(Symbol symbol) {
        if (!symbol.isChoice()) {
            return;
        }
        if (unanswered.contains(symbol)) {
            answer(symbol);
        }
    }

    @Override
    public void shownByMembers(Symbol symbol) {
        configuration.ask(symbol, configuration.askedTristate(symbol));
    }

    @Override
    public @Nullable Symbol defaultMember(Symbol choice) {
        return defaultMember(configuration, choice);
    }

    static @Nullable Symbol defaultMember(Configuration configuration, Symbol choice) {
        for (var value : choice.defaults()) {
            if (configuration.evaluate(value.condition()) != Tristate.N
                    && value.value() instanceof Expression.Value single
                    && configuration.visibleNow(single.symbol()) != Tristate.N) {
                return single.symbol();
            }
        }
        for (var member : choice.members()) {
            if (configuration.visibleNow(member) != Tristate.N) {
                return member;
            }
        }
        return null;
    }
}
