package org.kernelmaven.kconfig.explain;

import java.util.Map;
import org.kernelmaven.kconfig.value.Configuration;

/** What was asked for, in a configuration that was read from its own result. */
public final class Asked {

    private Asked() {}

    /**
     * A copy in which those values are asked for again that do not hold, for a result does not name them. The result
     * stays what it is: a member of a choice, which would come to be picked, is left out.
     *
     * @param values what was asked for, by symbol name: {@code y}, {@code m}, {@code n}, a number or a text
     */
    public static Configuration again(Configuration resolved, Map<String, String> values) {
        var copy = resolved.copy();
        values.forEach((name, value) -> resolved.kconfig()
                .find(name)
                .filter(symbol -> symbol.isDefined() && symbol.choice() == null)
                .map(symbol -> Wish.of(symbol, value))
                .filter(wish -> wish.impossible().isEmpty() && !wish.holds(resolved))
                .ifPresent(wish -> Wish.ask(copy, wish.symbol(), wish.value())));
        copy.invalidate();
        return copy;
    }
}
