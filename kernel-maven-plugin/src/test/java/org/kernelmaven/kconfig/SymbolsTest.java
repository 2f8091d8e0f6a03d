package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Symbol;

class SymbolsTest {

    private final Path directory;

    SymbolsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        symbols = Symbols.scan(StubTree.write(directory).source(), "x86");
    }

    private final Symbols symbols;

    @Test
    void findsEverySymbolAndNoneInHelpTexts() {
        assertThat(symbols.names())
                .containsExactly(
                        "ARCH_OK", "BASE", "BUS", "EXPERT", "HIDDEN", "HZ_100", "HZ_250", "MODULES", "NAME", "NET",
                        "NIC", "NIC_B", "NR_CPUS");
    }

    @Test
    void tellsTheType() {
        assertThat(type("NET")).isEqualTo(Symbol.Type.BOOL);
        assertThat(type("NIC")).isEqualTo(Symbol.Type.TRISTATE);
        assertThat(type("NR_CPUS")).isEqualTo(Symbol.Type.INT);
        assertThat(type("BASE")).isEqualTo(Symbol.Type.HEX);
        assertThat(type("NAME")).isEqualTo(Symbol.Type.STRING);
        assertThat(type("ARCH_OK")).isEqualTo(Symbol.Type.BOOL);
    }

    @Test
    void refusesADirectoryThatIsNoKernelTree() {
        assertThatThrownBy(() -> Symbols.scan(directory.resolve("arch"), "x86"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no kernel tree");
    }

    private Symbol symbol(String name) {
        return symbols.get(name).orElseThrow();
    }

    private Symbol.Type type(String name) {
        return symbol(name).type();
    }
}
