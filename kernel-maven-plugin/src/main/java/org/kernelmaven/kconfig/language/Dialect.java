package org.kernelmaven.kconfig.language;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What changed in the language from release to release; a tree's own {@code scripts/kconfig} says which it has.
 *
 * @param choicesAreSymbols a choice has a value as symbols have, may be tristate or {@code optional}, and remembers the
 *     member that was picked (until 6.10); else its members alone have values (since 6.11)
 * @param numbersStartAtZero an int or hex without a default is {@code 0} or {@code 0x0} (since 6.8); else it is empty
 */
public record Dialect(boolean choicesAreSymbols, boolean numbersStartAtZero) {

    /** The newest. */
    public static final Dialect CURRENT = new Dialect(false, true);

    private static final long MAX_BYTES = 1L << 20;

    /** The dialect of a kernel tree, or of any tree that brings {@code scripts/kconfig}. */
    public static Dialect of(Path tree) throws IOException {
        var kconfig = tree.resolve("scripts").resolve("kconfig");
        var header = text(kconfig.resolve("expr.h"));
        if (header.isEmpty()) {
            return CURRENT;
        }
        return new Dialect(
                !header.contains("choice_members"),
                text(kconfig.resolve("symbol.c")).contains("\"0x0\""));
    }

    private static String text(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                ? Files.readString(file, StandardCharsets.ISO_8859_1)
                : "";
    }
}
