package org.kernelmaven.kconfig.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.kconfig.language.Files;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.value.RandomValues.Odds;

class RandomChoicesTest {

    private static final String NESTED =
            """
            choice
            	prompt "first"
            config A
            	bool "A"
            config B
            	bool "B"
            endchoice
            choice
            	prompt "second"
            	depends on B
            config X
            	bool "X"
            config Y
            	bool "Y"
            endchoice
            """;

    private static Kconfig parse(boolean classic) {
        var files = Files.kconfig(NESTED);
        return (classic ? files.classic() : files).parsed();
    }

    private static String randomConfig(Kconfig kconfig, long seed, String given) {
        var configuration = new Configuration(kconfig);
        ConfigReader.take(configuration, given, "given", false);
        new RandomValues(configuration, seed, Odds.EVEN).apply();
        return ConfigWriter.dotConfig(configuration)
                .lines()
                .filter(line -> line.endsWith("=y"))
                .toList()
                .toString();
    }

    private static Set<String> seen(boolean classic, String given) {
        var kconfig = parse(classic);
        var seen = new HashSet<String>();
        for (var seed = 0; seed < 100; seed++) {
            seen.add(randomConfig(kconfig, seed, given));
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyCombinationComesUp(boolean classic) {
        assertThat(seen(classic, ""))
                .containsExactlyInAnyOrder("[CONFIG_A=y]", "[CONFIG_B=y, CONFIG_X=y]", "[CONFIG_B=y, CONFIG_Y=y]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasAskedForStays(boolean classic) {
        assertThat(seen(classic, "CONFIG_B=y\nCONFIG_Y=y\n")).containsExactly("[CONFIG_B=y, CONFIG_Y=y]");
    }
}
