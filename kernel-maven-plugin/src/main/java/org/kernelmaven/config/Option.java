package org.kernelmaven.config;

import org.kernelmaven.settings.Origin;

/**
 * One requested setting.
 *
 * @param name the symbol, without {@code CONFIG_}
 * @param value what is asked
 * @param optional whether it is fine that it does not exist or comes out different
 * @param forced whether it wins over another value in a layer of the same rank
 * @param condition which kernels it is for
 * @param origin where it was written
 */
public record Option(String name, Value value, boolean optional, boolean forced, Condition condition, Origin origin) {

    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[A-Za-z0-9_]{1,200}");

    /** A mandatory option for every kernel. */
    public static Option of(String name, Value value, Origin origin) {
        return new Option(name, value, false, false, Condition.ALWAYS, origin);
    }

    /** The name without the {@code CONFIG_} that a user may write in front of it. */
    static String bare(String name) {
        return name.startsWith("CONFIG_") ? name.substring("CONFIG_".length()) : name;
    }

    /** Whether Kconfig could have a symbol of that name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
