package org.kernelmaven.module;

/**
 * A module project that exports symbols.
 *
 * @param coordinates as messages name it: {@code com.acme:widget-core:1.2}
 * @param symbols its {@code Module.symvers}
 */
public record Provider(String coordinates, SymbolVersions symbols) {}
