package org.kernelmaven.module;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kernelmaven.UserException;

/**
 * A built module: what it says of itself, what it needs and what it offers.
 *
 * @param file the {@code .ko}
 * @param name as the kernel knows it, with {@code _} for {@code -}
 * @param info its {@code .modinfo}
 * @param undefined symbols that the kernel or another module must export, without weak ones
 * @param weak symbols that may stay undefined
 * @param exported the symbols it exports, each with whether only GPL-compatible modules may use it
 * @param versions the CRC of each symbol it uses, where it was built for a kernel with MODVERSIONS
 */
public record ModuleBinary(
        Path file,
        String name,
        ModuleInfo info,
        SortedSet<String> undefined,
        SortedSet<String> weak,
        SortedMap<String, Boolean> exported,
        SortedMap<String, Integer> versions) {

    private static final String KSYMTAB = "__ksymtab_";
    private static final long MAX_VERSIONS = 32L << 20;

    /** struct modversion_info: a long with the CRC and a name, together 64 bytes (include/linux/module.h). */
    private static final int VERSION_ENTRY = 64;

    /** What linkers leave undefined and the kernel's loader provides: ignore_undef_symbol of scripts/mod/modpost.c. */
    private static final Set<String> PROVIDED = Set.of("_GLOBAL_OFFSET_TABLE_", "__this_module", ".TOC.");

    /** Copies. */
    public ModuleBinary {
        undefined = Collections.unmodifiableSortedSet(new TreeSet<>(undefined));
        weak = Collections.unmodifiableSortedSet(new TreeSet<>(weak));
        exported = Collections.unmodifiableSortedMap(new TreeMap<>(exported));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /**
     * Reads a module.
     *
     * @param ko plain, not compressed
     * @throws UserException where it is no module, or damaged
     */
    public static ModuleBinary read(Path ko) throws IOException {
        try (var object = ElfObject.open(ko)) {
            var info = ModuleInfo.read(object, ko);
            var undefined = new TreeSet<String>();
            var weak = new TreeSet<String>();
            var exported = new TreeMap<String, Boolean>();
            var sections = object.sections();
            for (var symbol : object.symbols()) {
                if (symbol.undefined()) {
                    if (!PROVIDED.contains(symbol.name())) {
                        (symbol.weak() ? weak : undefined).add(symbol.name());
                    }
                } else if (symbol.name().startsWith(KSYMTAB) && symbol.section() < sections.size()) {
                    var section = sections.get(symbol.section()).name();
                    if (section.startsWith("__ksymtab") || section.startsWith("___ksymtab")) {
                        exported.put(symbol.name().substring(KSYMTAB.length()), section.contains("_gpl"));
                    }
                }
            }
            return new ModuleBinary(ko, name(ko, info), info, undefined, weak, exported, versions(object, ko));
        }
    }

    private static String name(Path ko, ModuleInfo info) {
        var file = String.valueOf(ko.getFileName());
        return info.name()
                .orElse(file.endsWith(".ko") ? file.substring(0, file.length() - 3) : file)
                .replace('-', '_');
    }

    private static SortedMap<String, Integer> versions(ElfObject object, Path ko) throws IOException {
        var versions = new TreeMap<String, Integer>();
        var table = object.content("__versions", MAX_VERSIONS);
        if (table.limit() % VERSION_ENTRY != 0) {
            throw new UserException("'" + ko + "' is damaged: its section '__versions' has " + table.limit()
                    + " bytes, which is no multiple of " + VERSION_ENTRY + ".");
        }
        var width = object.wide() ? Long.BYTES : Integer.BYTES;
        for (var at = 0; at < table.limit(); at += VERSION_ENTRY) {
            var crc = object.wide() ? (int) table.getLong(at) : table.getInt(at);
            versions.put(name(table, at + width, at + VERSION_ENTRY), crc);
        }
        extended(object, versions);
        return versions;
    }

    /** Linux 6.14's EXTENDED_MODVERSIONS: the CRCs in one section, the names of any length in another. */
    private static void extended(ElfObject object, Map<String, Integer> versions) throws IOException {
        var crcs = object.content("__version_ext_crcs", MAX_VERSIONS);
        var names = object.content("__version_ext_names", MAX_VERSIONS);
        var from = 0;
        for (var at = 0; at + Integer.BYTES <= crcs.limit() && from < names.limit(); at += Integer.BYTES) {
            var name = name(names, from, names.limit());
            versions.put(name, crcs.getInt(at));
            from += name.getBytes(StandardCharsets.UTF_8).length + 1;
        }
    }

    private static String name(ByteBuffer table, int from, int end) {
        var to = from;
        while (to < end && table.get(to) != 0) {
            to++;
        }
        return new String(table.array(), table.arrayOffset() + from, to - from, StandardCharsets.UTF_8);
    }
}
