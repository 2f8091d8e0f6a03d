package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.kconfig.ConfigValue.Tristate;

class ExpressionTest {

    private static final DotConfig CONFIG =
            DotConfig.parse("CONFIG_Y=y\nCONFIG_M=m\n# CONFIG_N is not set\nCONFIG_S=\"text\"\n", "x");

    @ParameterizedTest
    @CsvSource({
        "Y, Y",
        "ABSENT, N",
        "Y && M, M",
        "N || M, M",
        "!M, M",
        "!(Y && N) && M || N, M",
        "N && Y || Y, Y",
        "ABSENT=n, Y",
        "M != y, Y",
        "S = \"text\", Y",
    })
    void evaluates(String expression, Tristate expected) {
        assertThat(Expression.evaluate(expression, CONFIG)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"$(cc-option), ''", "Y &&, ''", "(Y, ''", "Y Y, ''", "NR > 3, ''", "&&, ''"})
    void doesNotGuess(String expression, String none) {
        @Nullable Tristate value = Expression.evaluate(expression, CONFIG);
        assertThat(value).as(none).isNull();
    }

    @Test
    void nestedTooDeepIsNotUnderstood() {
        assertThat(Expression.evaluate("(".repeat(100_000), CONFIG)).isNull();
    }
}
