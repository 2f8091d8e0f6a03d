package org.kernelmaven.kconfig.value;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/** How choices come to their values; a {@link Configuration} calls back at each step of a symbol's calculation. */
interface ChoiceRules {

    /** Nothing is asked for any more. */
    void forgetAll();

    /** Takes over what was asked for of another configuration of the same model. */
    void copy(ChoiceRules other);

    /** Values will be worked out again. */
    default void invalidate() {}

    /** A file asks for this value of a member, after what it asked for before. */
    void read(Symbol member, Tristate value, Consumer<String> warning);

    /** Somebody picks the member of a choice. */
    void pick(Symbol member);

    /** The member that is y; null where none is. The choice itself is worked out. */
    @Nullable
    Symbol picked(Symbol choice);

    /** Whether a tristate member is a bool now, because its choice is y. */
    default boolean makesBool(Symbol symbol) {
        return false;
    }

    /** What becomes of a prompt's visibility. */
    default Tristate promptVisibility(Symbol symbol, Tristate condition) {
        return condition;
    }

    /** First of all. */
    default void beforeCalculation(Symbol symbol) {}

    /** The value of a member, given by its choice; null where the usual rules hold. */
    @Nullable
    Tristate memberValue(Symbol symbol);

    /** The value is there. */
    default void afterCalculation(Symbol symbol) {}

    /** The symbol is finished. */
    default void afterAll(Symbol symbol) {}

    /** An entry is shown because something below it is. */
    default void shownByMembers(Symbol symbol) {}

    /** The member that the choice has by default: null where none is visible. */
    @Nullable
    Symbol defaultMember(Symbol choice);
}
