package org.kernelmaven.patch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules for file names in patch headers: how they are quoted and stripped, and which are never let in. */
final class PatchPaths {

    /** The kernel build directory inside a view, which no patch and no update of the view may touch. */
    static final String BUILD_DIRECTORY = "build";

    private static final int MOST_CHARACTERS = 4000;

    private PatchPaths() {}

    /**
     * The name at the start of a header's text, unquoted. Unquoted names end at a tab, which the date follows, or,
     * where there is none, at the first blank (GNU patch 2.7, {@code parse_name}).
     */
    static String headerName(String text) {
        if (text.startsWith("\"")) {
            return unquote(text);
        }
        var tab = text.indexOf('\t');
        if (tab >= 0) {
            return text.substring(0, tab).stripTrailing();
        }
        var blank = text.indexOf(' ');
        return blank >= 0 ? text.substring(0, blank) : text;
    }

    /** Undoes git's C-style quoting of a name; the text ends at the closing quote. */
    static String unquote(String quoted) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 1; i < quoted.length() && quoted.charAt(i) != '"'; i++) {
            var c = quoted.charAt(i);
            if (c != '\\' || i + 1 >= quoted.length()) {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            var escaped = quoted.charAt(++i);
            if (escaped >= '0' && escaped <= '3' && i + 2 < quoted.length()) {
                bytes.write(octal(quoted, i));
                i += 2;
            } else {
                var at = "abtnvfr".indexOf(escaped);
                bytes.write(at >= 0 ? 7 + at : escaped);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octal(String text, int at) {
        var value = 0;
        for (var i = at; i < at + 3; i++) {
            value = value * 8 + Math.max(0, Character.digit(text.charAt(i), 8));
        }
        return value;
    }

    /** The name without its first {@code count} components; empty where it has no more than that. */
    static Optional<String> strip(String name, int count) {
        var parts = Arrays.stream(name.split("/+")).toList();
        if (parts.size() <= count) {
            return Optional.empty();
        }
        var kept = parts.subList(count, parts.size()).stream()
                .filter(part -> !part.equals("."))
                .collect(Collectors.joining("/"));
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    /** Why a stripped name must not be touched, or empty where it may. */
    static Optional<String> refusal(String path) {
        var parts = List.of(path.split("/", -1));
        if (path.startsWith("/")) {
            return Optional.of("is absolute");
        }
        if (parts.contains("..")) {
            return Optional.of("leaves the kernel tree");
        }
        if (parts.stream().anyMatch(part -> part.toLowerCase(Locale.ROOT).equals(".git"))) {
            return Optional.of("is inside a .git directory");
        }
        if (parts.get(0).equals(BUILD_DIRECTORY)) {
            return Optional.of("is inside '" + BUILD_DIRECTORY + "', where the kernel is built");
        }
        if (path.length() > MOST_CHARACTERS || path.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.of("is no name for a file of a kernel tree");
        }
        return Optional.empty();
    }

    /** Whether a symbolic link at {@code path} with this target points into the tree. */
    static boolean staysInside(String path, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        var depth = path.split("/").length - 1;
        for (var part : target.split("/+")) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code a/b/c} gives {@code a} and {@code a/b}. */
    static List<String> parents(String path) {
        return java.util.stream.IntStream.range(0, path.length())
                .filter(i -> path.charAt(i) == '/')
                .mapToObj(i -> path.substring(0, i))
                .toList();
    }
}
