package org.kernelmaven.module;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds modpost's complaints in make's output and says what is known of the symbols in them.
 *
 * <p>The wordings are those of scripts/mod/modpost.c in Linux 5.4 to 6.12. modpost reports ten undefined symbols at
 * most, so where it links all the same (KBUILD_MODPOST_WARN=1), {@link ModuleCheck} knows more.
 */
public final class ModpostErrors {

    private static final String HEAD = "(?:ERROR|WARNING|FATAL): (?:modpost: )?";
    private static final Pattern UNDEFINED = Pattern.compile(HEAD + "\"([^\"]+)\" \\[(\\S+?)(?:\\.ko)?\\] undefined!");
    private static final Pattern GPL_ONLY =
            Pattern.compile(HEAD + "GPL-incompatible module (\\S+?)(?:\\.ko)? uses GPL-only symbol '([^']+)'");
    private static final Pattern NAMESPACE = Pattern.compile(
            HEAD + "module (\\S+?)(?:\\.ko)? uses symbol (\\S+) from namespace (\\S+), but does not import it\\.");
    private static final Pattern TWICE =
            Pattern.compile(HEAD + "(\\S+): '([^']+)' exported twice\\. Previous export was in (\\S+?)(?:\\.ko)?");
    private static final Pattern NO_LICENCE =
            Pattern.compile(HEAD + "missing MODULE_LICENSE\\(\\) in (\\S+?)(?:\\.o)?");

    private final TargetKernel kernel;
    private final SymbolKnowledge knowledge;

    /**
     * @param kernel what the modules were built for
     * @param project where they come from
     */
    public ModpostErrors(TargetKernel kernel, ModuleCheck.Project project) {
        this.kernel = kernel;
        this.knowledge = new SymbolKnowledge(kernel, project.dependencies(), project.others(), SymbolVersions.NONE);
    }

    /**
     * Explains.
     *
     * @param output lines of make's output, of which most say something else
     * @return a message for each thing that modpost complained of; those that say the same of several symbols of one
     *     module are one
     */
    public List<String> explain(List<String> output) throws IOException {
        var messages = new LinkedHashSet<String>();
        var gplOnly = new TreeMap<String, Set<String>>();
        var namespaces =
                new TreeMap<List<String>, Set<String>>((a, b) -> a.toString().compareTo(b.toString()));
        for (var line : output) {
            var text = line.strip();
            var undefined = UNDEFINED.matcher(text);
            var gpl = GPL_ONLY.matcher(text);
            var namespace = NAMESPACE.matcher(text);
            if (undefined.matches()) {
                messages.add(undefined(undefined.group(2), undefined.group(1)));
            } else if (gpl.matches()) {
                add(gplOnly, name(gpl.group(1)), gpl.group(2));
            } else if (namespace.matches()) {
                add(namespaces, List.of(name(namespace.group(1)), namespace.group(3)), namespace.group(2));
            } else {
                other(text, messages);
            }
        }
        var all = new ArrayList<>(messages);
        gplOnly.forEach((module, symbols) -> all.add(SymbolMessages.gplOnly(module, symbols, List.of())));
        namespaces.forEach(
                (key, symbols) -> all.add(SymbolMessages.namespace(key.get(0), symbols, key.get(1), kernel)));
        return all;
    }

    private static <K> void add(Map<K, Set<String>> map, K key, String symbol) {
        map.computeIfAbsent(key, absent -> new TreeSet<>()).add(symbol);
    }

    private String undefined(String module, String symbol) throws IOException {
        return "Module " + name(module) + " uses symbol '" + symbol + "', which is undefined. "
                + knowledge.whyUndefined(symbol, true);
    }

    private void other(String text, Set<String> messages) {
        var twice = TWICE.matcher(text);
        if (twice.matches()) {
            messages.add(twice(twice));
            return;
        }
        var licence = NO_LICENCE.matcher(text);
        if (licence.matches()) {
            messages.add("Module " + name(licence.group(1))
                    + " states no licence: add MODULE_LICENSE(\"GPL\"); or another.");
        }
    }

    private String twice(Matcher twice) {
        var symbol = twice.group(2);
        var exporter = knowledge
                .find(symbol)
                .map(SymbolKnowledge.Source::exporter)
                .orElseGet(() -> twice.group(3).equals("vmlinux") ? "the kernel" : "module " + name(twice.group(3)));
        return "Module " + name(twice.group(1)) + " exports '" + symbol + "', and so does " + exporter
                + ": the kernel loads only one of them. Rename it or drop one of the modules.";
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace('-', '_');
    }
}
