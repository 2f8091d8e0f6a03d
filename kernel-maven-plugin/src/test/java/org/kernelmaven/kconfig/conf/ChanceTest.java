package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.value.RandomValues.Odds;

class ChanceTest {

    private static Session session(String variable, String value) {
        var console = new Console(InputStream.nullInputStream(), System.out, System.err, false);
        return new Session(Path.of("."), Map.of(variable, value), Path.of("."), console);
    }

    @ParameterizedTest
    @CsvSource({"12,12", "0x1F,31", "010,8", "-1,4294967295"})
    void theSeedIsReadAsInC(String text, long seed) {
        assertThat(Chance.seed(session("KCONFIG_SEED", text))).isEqualTo(seed);
    }

    @ParameterizedTest
    @CsvSource({"'',50,33,33", "41,41,21,20", "10:20,30,10,20", "5:10:15,5,10,15"})
    void oneTwoOrThreeProbabilities(String text, int bool, int yes, int mod) {
        assertThat(Chance.odds(session("KCONFIG_PROBABILITY", text))).isEqualTo(new Odds(bool, yes, mod));
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "-1", "50:51:50", "60:50", "many"})
    void whatIsNoPercentageIsWrong(String text) {
        assertThatThrownBy(() -> Chance.odds(session("KCONFIG_PROBABILITY", text)))
                .isInstanceOf(UserException.class)
                .hasMessage("KCONFIG_PROBABILITY: Numerical result out of range");
    }

    @Test
    void withoutASeedThereIsSome() {
        assertThat(Chance.seed(session("OTHER", ""))).isBetween(0L, 0xFFFF_FFFFL);
    }
}
