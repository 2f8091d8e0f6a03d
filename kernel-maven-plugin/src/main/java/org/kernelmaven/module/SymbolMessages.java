package org.kernelmaven.module;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.kernelmaven.KernelVersion;

/** The words for what is wrong with a use of symbols, the same whether modpost or we found it. */
final class SymbolMessages {

    /** Linux 6.13 made the argument of MODULE_IMPORT_NS a string. */
    private static final KernelVersion QUOTED_NAMESPACES = new KernelVersion(6, 13, 0, "");

    private SymbolMessages() {}

    /** @param licences what the module states; empty where only modpost knows */
    static String gplOnly(String module, Collection<String> symbols, List<String> licences) {
        var own = licences.isEmpty() ? "its licence is not one of them" : "its licence is " + quoted(licences);
        return "Module " + module + " uses " + quoted(symbols) + ", exported to modules with a GPL-compatible licence"
                + " only, but " + own + ": use other symbols, or one of the licences "
                + quoted(ModuleInfo.GPL_COMPATIBLE.stream().sorted().toList()) + ".";
    }

    static String namespace(String module, Collection<String> symbols, String namespace, TargetKernel kernel) {
        if (namespace.startsWith(SymbolCheck.FOR_MODULES)) {
            return "Module " + module + " uses " + quoted(symbols) + ", which the kernel exports to its modules "
                    + namespace.substring(SymbolCheck.FOR_MODULES.length()) + " only: use other symbols.";
        }
        var quoted = KernelVersion.parse(kernel.metadata().version())
                .filter(version -> version.compareTo(QUOTED_NAMESPACES) >= 0)
                .isPresent();
        return "Module " + module + " uses " + quoted(symbols) + " of the symbol namespace " + namespace
                + " without importing it: add MODULE_IMPORT_NS("
                + (quoted ? '"' + namespace + '"' : namespace) + "); to its sources.";
    }

    static String quoted(Collection<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    static String crc(int crc) {
        return String.format("0x%08x", crc);
    }
}
