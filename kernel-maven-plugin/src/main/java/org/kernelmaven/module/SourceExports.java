package org.kernelmaven.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The exports in one source file, each with the options of the {@code #if}s around it.
 *
 * <p>Sources are {@code include/linux/export.h} of Linux 6.1 and 6.12, and the macros that others define with it.
 */
final class SourceExports {

    /** The macro, the symbol, and what else it is given. */
    private static final Pattern EXPORT = Pattern.compile(
            "\\b((?:ACPI_)?EXPORT_[A-Z_]+)\\s*\\(\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?:,\\s*\"?([^)\"]*)\"?)?");

    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([a-z]+)\\b(.*)", Pattern.DOTALL);
    private static final Pattern DEFAULT_NAMESPACE =
            Pattern.compile("\\s+DEFAULT_SYMBOL_NAMESPACE\\s+\"?(\\w+)\"?.*", Pattern.DOTALL);
    private static final Pattern NAMESPACE = Pattern.compile("\\w+");

    private final String path;
    private final String text;
    private final Deque<Conditions> around = new ArrayDeque<>();
    private final List<ExportIndex.Export> exports = new ArrayList<>();
    private Optional<String> namespace = Optional.empty();

    /** Where the word comes next, so that it is looked for once, not from every line. */
    private int next = -1;

    /**
     * @param path of the file, relative to the tree
     * @param text its content
     */
    SourceExports(String path, String text) {
        this.path = path;
        this.text = text;
    }

    List<ExportIndex.Export> find() {
        var at = 0;
        while (at < text.length()) {
            var end = lineEnd(at);
            var first = firstVisible(at, end);
            var character = first < end ? text.charAt(first) : ' ';
            if (character == '#') {
                while (end > at && text.charAt(end - 1) == '\\' && end < text.length()) {
                    end = lineEnd(end + 1);
                }
                directive(text.substring(at, end));
            } else if (character != '*' && character != '/') {
                line(at, end);
            }
            at = end + 1;
        }
        return exports;
    }

    private int lineEnd(int from) {
        var end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private int firstVisible(int from, int end) {
        var at = from;
        while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private void directive(String line) {
        var directive = DIRECTIVE.matcher(line);
        if (!directive.matches()) {
            return;
        }
        var rest = directive.group(2).replace("\\\n", " ").replaceAll("/\\*.*?(\\*/|$)|//.*", "");
        switch (directive.group(1)) {
            case "if", "ifdef" -> around.push(Conditions.ofPreprocessor(rest));
            case "ifndef" -> around.push(Conditions.NONE);
            case "elif" -> {
                around.poll();
                around.push(Conditions.ofPreprocessor(rest));
            }
            case "else" -> {
                around.poll();
                around.push(Conditions.NONE);
            }
            case "endif" -> around.poll();
            case "define" -> {
                var name = DEFAULT_NAMESPACE.matcher(rest);
                if (name.matches()) {
                    namespace = Optional.of(name.group(1));
                }
            }
            default -> {}
        }
    }

    private void line(int start, int end) {
        if (next < start) {
            var found = text.indexOf("EXPORT_", start);
            next = found < 0 ? text.length() : found;
        }
        if (next >= end) {
            return;
        }
        // The arguments may go on in the next lines.
        var export = EXPORT.matcher(text).region(start, Math.min(text.length(), end + 400));
        while (export.find() && export.start() < end) {
            add(export.group(1), export.group(2), export.group(3));
        }
    }

    private void add(String macro, String name, @Nullable String argument) {
        var conditions = Conditions.NONE;
        for (var outer = around.descendingIterator(); outer.hasNext(); ) {
            conditions = conditions.and(outer.next());
        }
        var gpl = macro.contains("GPL") || macro.endsWith("_ACPI_LIB") || macro.equals("EXPORT_WEXT_HANDLER");
        var own = macro.contains("_NS") ? namespaceOf(argument) : namespace;
        for (var symbol : symbols(macro, name)) {
            exports.add(new ExportIndex.Export(symbol, path, gpl, own, conditions.groups()));
        }
    }

    /** The namespace is the last argument: {@code EXPORT_NS_GPL_RUNTIME_DEV_PM_OPS(ops, f, g, h, NS)}. */
    private static Optional<String> namespaceOf(@Nullable String argument) {
        if (argument == null) {
            return Optional.empty();
        }
        var last = argument.substring(argument.lastIndexOf(',') + 1)
                .replace("\"", "")
                .strip();
        return NAMESPACE.matcher(last).matches() ? Optional.of(last) : Optional.empty();
    }

    /** What a macro exports of a name: tracepoint.h, static_call.h, pm.h, x86's percpu.h. */
    private static List<String> symbols(String macro, String name) {
        if (macro.startsWith("EXPORT_TRACEPOINT_SYMBOL")) {
            return List.of("__tracepoint_" + name, "__traceiter_" + name, "__SCK__tp_func_" + name);
        }
        if (macro.startsWith("EXPORT_STATIC_CALL_TRAMP")) {
            return List.of("__SCT__" + name);
        }
        if (macro.startsWith("EXPORT_STATIC_CALL")) {
            return List.of("__SCK__" + name, "__SCT__" + name);
        }
        var exports = macro.contains("SYMBOL")
                || macro.endsWith("_PM_OPS")
                || macro.equals("EXPORT_INDIRECT_CALLABLE")
                || macro.equals("EXPORT_WEXT_HANDLER");
        return exports && !macro.contains("RUST") && !macro.endsWith("_PROTO") ? List.of(name) : List.of();
    }
}
