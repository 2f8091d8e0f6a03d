package org.kernelmaven.kconfig.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kernelmaven.kconfig.value.Configuration;

/** Says in one to four lines why a symbol has not the value that was asked for, and what would give it. */
public final class ShortExplanation {

    private static final int LOST_SHOWN = 4;

    private ShortExplanation() {}

    /**
     * Explains.
     *
     * @param configuration what came out
     * @param origins which layer asked for what, by symbol name
     * @param name a symbol that some file defines
     * @param wanted {@code y}, {@code m}, {@code n}, a number or a text
     * @return lines without line breaks: where it is defined, why it has its value, and the cure where one was found
     */
    public static List<String> of(
            Configuration configuration, Map<String, String> origins, String name, String wanted) {
        var symbol = configuration
                .kconfig()
                .find(name)
                .filter(found -> found.isDefined())
                .orElseThrow(() -> new IllegalArgumentException("no file defines " + name));
        var change = new ChangeSearch(configuration, origins).find(symbol, wanted);
        var lines = new ArrayList<String>();
        var place = symbol.entries().get(0).place();
        if (!(change instanceof Change.Impossible) && !(change instanceof Change.None)) {
            var why = new Obstacle(configuration, origins).text(Wish.of(symbol, wanted));
            lines.add("defined at " + place + " as " + symbol.type().word() + "; " + why);
        }
        lines.addAll(cure(change, name + "=" + wanted));
        return lines;
    }

    /**
     * What a search came to, in a line or two.
     *
     * @param wanted {@code NAME=value}, as messages name it
     */
    public static List<String> cure(Change change, String wanted) {
        if (change instanceof Change.None) {
            return List.of(wanted + " holds already.");
        }
        if (change instanceof Change.Impossible impossible) {
            return List.of(impossible.why());
        }
        if (change instanceof Change.NotFound none) {
            return List.of("no change was found that gives " + wanted + " (" + none.tried() + " tried)");
        }
        var found = (Change.Found) change;
        var lines = new ArrayList<String>();
        lines.add("ask for " + found.text()
                + (found.others() == 0
                        ? ""
                        : "; " + found.others()
                                + (found.others() == 1
                                        ? " other symbol changes with it"
                                        : " other symbols change with it")));
        if (!found.lost().isEmpty()) {
            var shown = String.join(
                    ", ",
                    found.lost().subList(0, Math.min(LOST_SHOWN, found.lost().size())));
            lines.add("what was asked of " + shown
                    + (found.lost().size() > LOST_SHOWN
                            ? " and " + (found.lost().size() - LOST_SHOWN) + " more"
                            : "")
                    + " would not hold any more");
        }
        return lines;
    }
}
