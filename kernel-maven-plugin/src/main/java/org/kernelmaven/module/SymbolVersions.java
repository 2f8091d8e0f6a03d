package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;

/**
 * A {@code Module.symvers}: the symbols that a kernel or a module exports, by name, in the file's order.
 *
 * <p>A line has five fields with tabs between: CRC, symbol, module, kind of export, namespace
 * (Documentation/kbuild/modules.rst). Before Linux 5.4 it had the first four; 5.4 to 5.6 had the namespace in third
 * place. Where a symbol comes twice, the first line counts.
 *
 * @param symbols by name
 */
public record SymbolVersions(Map<String, ExportedSymbol> symbols) {

    /** The file's name. */
    public static final String FILE_NAME = "Module.symvers";

    /** Nothing exported. */
    public static final SymbolVersions NONE = new SymbolVersions(Map.of());

    private static final long MAX_BYTES = 64L << 20;

    /** Copies. */
    public SymbolVersions {
        symbols = Collections.unmodifiableMap(new LinkedHashMap<>(symbols));
    }

    /**
     * Reads a file.
     *
     * @throws UserException where it is absent, too large, or has a wrong line
     */
    public static SymbolVersions read(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UserException("'" + file + "' has " + Files.size(file) + " bytes: a Module.symvers has "
                        + MAX_BYTES + " at most.");
            }
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file);
        } catch (NoSuchFileException e) {
            throw new UserException("There is no '" + file + "'.", e);
        }
    }

    private static SymbolVersions parse(String text, Path file) {
        var symbols = new LinkedHashMap<String, ExportedSymbol>();
        var number = 0;
        for (var line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isEmpty()) {
                continue;
            }
            var symbol = symbol(line.split("\t", -1));
            if (symbol.isEmpty()) {
                throw new UserException("'" + file + "' line " + number + " is not of the form 'CRC symbol module"
                        + " EXPORT_SYMBOL[_GPL] namespace' with tabs between: '"
                        + (line.length() > 120 ? line.substring(0, 120) + "…" : line) + "'.");
            }
            symbols.putIfAbsent(symbol.get().name(), symbol.get());
        }
        return new SymbolVersions(symbols);
    }

    private static Optional<ExportedSymbol> symbol(String[] fields) {
        var export = fields.length > 3 && fields[3].startsWith("EXPORT_") ? 3 : 4;
        if (fields.length < 4
                || fields.length > 5
                || export >= fields.length
                || !fields[export].startsWith("EXPORT_")
                || fields[1].isEmpty()) {
            return Optional.empty();
        }
        var crc = crc(fields[0]);
        var namespace = export == 4 ? fields[2] : fields.length > 4 ? fields[4] : "";
        return crc.map(value -> new ExportedSymbol(
                fields[1],
                value,
                fields[export - 1],
                fields[export].contains("_GPL"),
                Optional.of(namespace).filter(name -> !name.isEmpty())));
    }

    private static Optional<Integer> crc(String text) {
        try {
            return text.startsWith("0x")
                    ? Optional.of((int) Long.parseUnsignedLong(text.substring(2), 16))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The symbol of that name. */
    public Optional<ExportedSymbol> find(String symbol) {
        return Optional.ofNullable(symbols.get(symbol));
    }
}
