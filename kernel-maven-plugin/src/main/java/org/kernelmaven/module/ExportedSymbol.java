package org.kernelmaven.module;

import java.util.Optional;

/**
 * A symbol that a kernel or a module exports, as its {@code Module.symvers} says.
 *
 * @param name the symbol
 * @param crc of its prototype; 0 in a kernel without MODVERSIONS
 * @param module {@code vmlinux}, or the path of the module's object without suffix
 * @param gplOnly whether only modules with a GPL-compatible licence may use it
 * @param namespace which its users must import
 */
public record ExportedSymbol(String name, int crc, String module, boolean gplOnly, Optional<String> namespace) {

    /** Whether the kernel itself exports it, not a module. */
    public boolean builtIn() {
        return module.equals("vmlinux");
    }

    /** The module's name, without its path. */
    public String moduleName() {
        return module.substring(module.lastIndexOf('/') + 1);
    }
}
