package org.kernelmaven.kconfig.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/**
 * Choices since 6.11: exactly one visible member is y. It is the visible member that was last asked to be y; else the
 * default, unless it was asked to be n; else the first that nobody asked anything of; else the one that was first asked
 * to be n.
 */
final class MemberChoices implements ChoiceRules {

    private final Configuration configuration;
    private final Kconfig kconfig;

    /** The members of each choice, the one that was asked last first. */
    private final Map<Symbol, List<Symbol>> ranking = new HashMap<>();

    MemberChoices(Configuration configuration, Kconfig kconfig) {
        this.configuration = configuration;
        this.kconfig = kconfig;
        forgetAll();
    }

    @Override
    public void forgetAll() {
        ranking.clear();
        for (var symbol : kconfig.ordered()) {
            if (symbol.isChoice()) {
                ranking.put(symbol, new ArrayList<>(symbol.members()));
            }
        }
    }

    @Override
    public void copy(ChoiceRules other) {
        ((MemberChoices) other).ranking.forEach((choice, ranked) -> ranking.put(choice, new ArrayList<>(ranked)));
    }

    @Override
    public void read(Symbol member, Tristate value, Consumer<String> warning) {
        rankFirst(member);
    }

    @Override
    public void pick(Symbol member) {
        var choice = member.choice();
        if (choice == null) {
            return;
        }
        for (var other : choice.members()) {
            if (configuration.visibility(other) != Tristate.N) {
                configuration.ask(other, other == member ? Tristate.Y : Tristate.N);
                rankFirst(other);
            }
        }
    }

    /** Ranks a member below all that were asked for. */
    void rankLast(Symbol member) {
        var ranked = ranking.get(member.choice());
        if (ranked != null && ranked.remove(member)) {
            ranked.add(member);
        }
    }

    private void rankFirst(Symbol member) {
        var ranked = ranking.get(member.choice());
        if (ranked != null && ranked.remove(member)) {
            ranked.add(0, member);
        }
    }

    @Override
    public @Nullable Symbol picked(Symbol choice) {
        return settle(choice);
    }

    @Override
    public @Nullable Tristate memberValue(Symbol symbol) {
        var choice = symbol.choice();
        if (choice == null) {
            return null;
        }
        settle(choice);
        return configuration.tristateNow(symbol);
    }

    /** The member that is y; null where none is visible. */
    private @Nullable Symbol settle(Symbol choice) {
        var picked = winner(choice);
        for (var member : choice.members()) {
            if (configuration.visibleNow(member) != Tristate.N) {
                configuration.settle(member, member == picked ? Tristate.Y : Tristate.N);
            }
        }
        return picked;
    }

    private @Nullable Symbol winner(Symbol choice) {
        var ranked = ranking.getOrDefault(choice, List.of());
        for (var member : ranked) {
            configuration.calculateVisibility(member);
            if (configuration.visibleNow(member) != Tristate.N
                    && configuration.isAsked(member)
                    && configuration.askedTristate(member) == Tristate.Y) {
                return member;
            }
        }
        var byDefault = defaultMember(choice);
        if (byDefault != null
                && !(configuration.isAsked(byDefault) && configuration.askedTristate(byDefault) == Tristate.N)) {
            return byDefault;
        }
        for (var member : choice.members()) {
            if (configuration.visibleNow(member) != Tristate.N && !configuration.isAsked(member)) {
                return member;
            }
        }
        for (var i = ranked.size() - 1; i >= 0; i--) {
            if (configuration.visibleNow(ranked.get(i)) != Tristate.N) {
                return ranked.get(i);
            }
        }
        return null;
    }

    @Override
    public @Nullable Symbol defaultMember(Symbol choice) {
        return ClassicChoices.defaultMember(configuration, choice);
    }
}
