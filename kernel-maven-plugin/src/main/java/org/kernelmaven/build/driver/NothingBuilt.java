package org.kernelmaven.build.driver;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.explain.ShortExplanation;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.value.Configuration;
import org.kernelmaven.module.KbuildReader;

/** Says why a directory of the kernel's tree builds no module: which of its options would, and what they lack. */
final class NothingBuilt {

    private static final int MOST_SHOWN = 12;

    private final KbuildReader kbuild;
    private final DotConfig config;
    private final Optional<Configuration> model;

    /** @param model the same configuration over the tree's Kconfig files; empty where the tree could not be had */
    NothingBuilt(KbuildReader kbuild, DotConfig config, Optional<Configuration> model) {
        this.kbuild = kbuild;
        this.config = config;
        this.model = model;
    }

    /**
     * Explains.
     *
     * @param kernel what messages call the kernel
     */
    String explain(TreePath driver, String kernel) throws IOException {
        var options = options(driver.text());
        var start = "'" + driver + "' builds no module for " + kernel + ".";
        if (options.isEmpty()) {
            return start
                    + " Its Kbuild file names no option that would build one: its sources may belong to a module of"
                    + " a directory above or beside it.";
        }
        var lines = new ArrayList<String>();
        lines.add(start + " Its options:");
        options.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(option -> lines.add("  " + option.getKey() + " is "
                        + state(option.getKey()) + " (" + option.getValue() + ")"
                        + detail(option.getKey())));
        if (options.size() > MOST_SHOWN) {
            lines.add("  and " + (options.size() - MOST_SHOWN) + " more");
        }
        var example = options.keySet().stream()
                .filter(this::canBeModule)
                .findFirst()
                .orElse(options.keySet().iterator().next());
        lines.add("In the kernel project, set the one that you want to module, with what it depends on: <config><"
                + example + ">module</" + example + "></config>");
        return String.join("\n", lines);
    }

    /** The options that decide at the first directory that they close, each with the place that says so. */
    private Map<String, String> options(String driver) throws IOException {
        var options = new LinkedHashMap<String, String>();
        var directories = new ArrayDeque<>(List.of(driver));
        var seen = new LinkedHashSet<String>();
        for (var next = directories.poll(); next != null; next = directories.poll()) {
            if (!seen.add(next)) {
                continue;
            }
            var rules = kbuild.read(next);
            if (rules.isEmpty()) {
                continue;
            }
            for (var target : rules.get().targets()) {
                if (target.hasOption() && (!target.isDirectory() || config.tristate(target.by()) == Tristate.N)) {
                    options.putIfAbsent(target.by(), target.place());
                } else if (target.isDirectory()) {
                    directories.add(target.path());
                }
            }
        }
        return options;
    }

    private String state(String option) {
        return switch (config.tristate(option)) {
            case N -> "off";
            case M -> "a module";
            case Y -> "built in";
        };
    }

    private boolean canBeModule(String option) {
        return symbol(option)
                .map(symbol -> symbol.type() == Symbol.Type.TRISTATE
                        && !symbol.prompts().isEmpty())
                .orElse(true);
    }

    private String detail(String option) {
        return symbol(option)
                .map(symbol -> symbol.type() == Symbol.Type.BOOL
                        ? ": it is a bool, so what it builds is part of the kernel or of another module"
                        : ": " + String.join("; ", explanation(option)))
                .orElse("");
    }

    private List<String> explanation(String option) {
        return DeepStack.call(() -> ShortExplanation.of(model.orElseThrow(), Map.of(), option, "m"));
    }

    private Optional<Symbol> symbol(String option) {
        return model.flatMap(known -> known.kconfig().find(option)).filter(Symbol::isDefined);
    }
}
