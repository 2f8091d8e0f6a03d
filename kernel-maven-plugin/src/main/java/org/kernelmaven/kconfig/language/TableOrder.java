package org.kernelmaven.kconfig.language;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order in which conf goes through its symbols: that of the hash table it keeps them in. Some of its results and
 * the order of its messages come from it.
 */
final class TableOrder {

    private static final int CLASSIC_BUCKETS = 9973;
    private static final int BUCKETS = 1 << 14;
    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TableOrder() {}

    /** Those symbols, without the constants n, m and y, which are in no table. */
    static List<Symbol> of(List<Symbol> symbols, Dialect dialect) {
        var buckets = dialect.choicesAreSymbols() ? CLASSIC_BUCKETS : BUCKETS;
        // The bucket, and within it the later one first.
        var keys = new long[symbols.size() - Kconfig.Y - 1];
        for (var i = 0; i < keys.length; i++) {
            var symbol = symbols.get(Kconfig.Y + 1 + i);
            keys[i] = ((long) bucket(symbol, buckets) << Integer.SIZE) + Integer.MAX_VALUE - symbol.index();
        }
        Arrays.sort(keys);
        var ordered = new ArrayList<Symbol>(keys.length);
        for (var key : keys) {
            ordered.add(symbols.get(Integer.MAX_VALUE - (int) key));
        }
        return ordered;
    }

    private static int bucket(Symbol symbol, int buckets) {
        var name = symbol.name();
        if (name == null) {
            return 0;
        }
        var hash = FNV_BASIS;
        for (var octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet) * FNV_PRIME;
        }
        return Integer.remainderUnsigned(hash, buckets);
    }
}
