package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kernelmaven.kconfig.ConfigValue.Text;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.language.Symbol;

class AssignmentTest {

    private static final DotConfig CONFIG =
            DotConfig.parse("CONFIG_A=y\nCONFIG_NR=64\nCONFIG_HEX=0x1A\nCONFIG_TEXT=\"64\"\n", "x");

    @Test
    void anAbsentSymbolIsOff() {
        assertThat(new Assignment("GONE", Tristate.N).heldBy(CONFIG)).isTrue();
        assertThat(new Assignment("GONE", Tristate.Y).heldBy(CONFIG)).isFalse();
        assertThat(new Assignment("GONE", new Text("")).heldBy(CONFIG)).isFalse();
    }

    @Test
    void numbersAreComparedByValue() {
        assertThat(new Assignment("NR", new Text("064")).heldBy(CONFIG)).isTrue();
        assertThat(new Assignment("NR", new Text("65")).heldBy(CONFIG)).isFalse();
        assertThat(new Assignment("HEX", new Text("1a")).heldBy(CONFIG)).isTrue();
        assertThat(new Assignment("TEXT", new Text("064")).heldBy(CONFIG)).isFalse();
    }

    @Test
    void theTypeDecidesHowAValueIsWritten() {
        var asked = new Assignment("X", new Text("64"));
        assertThat(asked.written(Symbol.Type.INT)).contains(new ConfigValue.Numeral("64"));
        assertThat(asked.written(Symbol.Type.STRING)).contains(new Text("64"));
        assertThat(asked.written(Symbol.Type.BOOL)).isEmpty();
    }

    @Test
    void aValueThatDoesNotFitTheTypeIsNamed() {
        assertThat(new Assignment("X", Tristate.M).mismatch(Symbol.Type.BOOL))
                .contains("it is a bool (y or n), which cannot be m");
        assertThat(new Assignment("X", new Text("yess")).mismatch(Symbol.Type.TRISTATE))
                .isPresent();
        assertThat(new Assignment("X", new Text("0x")).mismatch(Symbol.Type.HEX))
                .isPresent();
        assertThat(new Assignment("X", Tristate.Y).mismatch(Symbol.Type.STRING)).isPresent();
        assertThat(new Assignment("X", Tristate.M).mismatch(Symbol.Type.TRISTATE))
                .isEmpty();
    }
}
