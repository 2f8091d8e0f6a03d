package org.kernelmaven.kconfig.value;

import static org.kernelmaven.kconfig.value.Sample.kconfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings, ints and hexes, their ranges and comparisons. */
class NumberAndTextTest {

    @Test
    void sinceSixPointEightNumbersStartAtZero() {
        var text = "config I\n\tint \"i\"\nconfig H\n\thex \"h\"\nconfig S\n\tstring \"s\"\n";
        kconfig(text).gives("CONFIG_I=0", "CONFIG_H=0x0", "CONFIG_S=\"\"");
        kconfig(text).classic().gives("CONFIG_I=", "CONFIG_H=", "CONFIG_S=\"\"");
    }

    @Test
    void numbersAreWrittenAsTheyWereAsked() {
        kconfig("config I\n\tint \"i\"\nconfig H\n\thex \"h\"\n")
                .with("CONFIG_I=-5", "CONFIG_H=aB")
                .gives("CONFIG_I=-5", "CONFIG_H=aB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "", "+5", "0x5", "5x", "-"})
    void whatIsNoIntIsRefused(String value) {
        var sample = kconfig("config I\n\tint \"i\"\n\tdefault 3\n");
        sample.with("CONFIG_I=" + value)
                .gives("CONFIG_I=3")
                .warning(".config:1:warning: symbol value '" + value + "' invalid for I");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x", "g", "0xg", "-1"})
    void whatIsNoHexIsRefused(String value) {
        kconfig("config H\n\thex \"h\"\n\tdefault 0x3\n")
                .with("CONFIG_H=" + value)
                .gives("CONFIG_H=0x3")
                .warning(".config:1:warning: symbol value '" + value + "' invalid for H");
    }

    @Test
    void anAnswerBeyondTheRangeBecomesItsEnd() {
        kconfig("config I\n\tint \"i\"\n\tdefault 7\n\trange 5 10\n")
                .with("CONFIG_I=99")
                .gives("CONFIG_I=10");
    }

    @Test
    void untilSixPointTenAnAnswerBeyondTheRangeIsDropped() {
        kconfig("config I\n\tint \"i\"\n\tdefault 7\n\trange 5 10\n")
                .classic()
                .with("CONFIG_I=99")
                .gives("CONFIG_I=7");
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "12, 10", "7, 7"})
    void aDefaultBeyondTheRangeBecomesItsEnd(String value, String result) {
        var text = "config I\n\tint\n\tdefault " + value + "\n\trange 5 10\n";
        kconfig(text).gives("CONFIG_I=" + result);
        kconfig(text).classic().gives("CONFIG_I=" + result);
    }

    @Test
    void aRangeMayNameSymbols() {
        kconfig(
                        """
                config LOW
                \tint "low"
                \tdefault 4
                config I
                \tint "i"
                \trange LOW HIGH
                config HIGH
                \tint
                \tdefault 8
                """)
                .with("CONFIG_I=2")
                .gives("CONFIG_LOW=4", "CONFIG_I=4", "CONFIG_HIGH=8");
    }

    @Test
    void theFirstRangeWhoseConditionHoldsCounts() {
        kconfig(
                        "config A\n\tbool \"a\"\nconfig H\n\thex \"h\"\n\tdefault 0x1\n\trange 0x10 0x20 if A\n\trange 0x40 0x80\n")
                .with("CONFIG_A=y")
                .gives("CONFIG_A=y", "CONFIG_H=0x10");
    }

    @Test
    void aNumberFromAnotherSymbol() {
        kconfig("config A\n\tint \"a\"\n\tdefault 12\nconfig B\n\tint\n\tdefault A\n")
                .with("CONFIG_A=42")
                .gives("CONFIG_A=42", "CONFIG_B=42");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        kconfig("config S\n\tstring \"s\"\n\tdefault \"a\\\"b\\\\c'd\"\nconfig T\n\tstring\n\tdefault 'x\"y'\n")
                .gives("CONFIG_S=\"a\\\"b\\\\c'd\"", "CONFIG_T=\"x\\\"y\"");
    }

    @Test
    void aReadStringIsUnescapedAndWrittenBack() {
        kconfig("config S\n\tstring \"s\"\n")
                .with("CONFIG_S=\"a\\\"b\\\\n\\z\" what follows")
                .gives("CONFIG_S=\"a\\\"b\\\\nz\"");
    }

    @Test
    void aStringWithoutItsSecondQuoteIsRefused() {
        kconfig("config S\n\tstring \"s\"\n\tdefault \"d\"\n")
                .with("CONFIG_S=\"open")
                .gives("CONFIG_S=\"d\"")
                .warning(".config:1:warning: invalid string found");
    }

    @Test
    void aStringWithoutQuotesIsPassedOver() {
        kconfig("config S\n\tstring \"s\"\n\tdefault \"d\"\n")
                .with("CONFIG_S=bare")
                .gives("CONFIG_S=\"d\"")
                .warning();
    }

    @ParameterizedTest
    @CsvSource({
        "I = 10, y",
        "I = 0xa, y",
        "I = \"10\", y",
        "I < 9, n",
        "I < 100, y",
        "I > -1, y",
        "I = 010, n",
        "I != ten, y",
        "H = 16, y",
        "H = 0x10, y",
        "H > 0xf, y",
        "H < I, n",
        "H < -1, y",
        "S = \"abc\", y",
        "S < \"abd\", y",
        "S > 5, y",
        "'S = abc', y"
    })
    void valuesCompareAsNumbersWhereBothAreSome(String condition, String result) {
        var text = "config I\n\tint\n\tdefault 10\nconfig H\n\thex\n\tdefault 0x10\nconfig S\n\tstring\n"
                + "\tdefault \"abc\"\nconfig X\n\tbool\n\tdefault y if " + condition + "\n";
        var x = result.equals("y") ? new String[] {"CONFIG_X=y"} : new String[0];
        for (var sample : new Sample[] {kconfig(text), kconfig(text).classic()}) {
            sample.gives(java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("CONFIG_I=10", "CONFIG_H=0x10", "CONFIG_S=\"abc\""),
                            java.util.stream.Stream.of(x))
                    .toArray(String[]::new));
        }
    }

    @Test
    void aNumberTooLargeForSixtyFourBitsComparesAsAText() {
        kconfig("config X\n\tdef_bool 99999999999999999999 < 5\nconfig Y\n\tdef_bool 99999999999999999999 > 5\n")
                .gives("CONFIG_Y=y");
    }

    @Test
    void aNegativeHexWrapsAround() {
        kconfig("config H\n\thex\n\tdefault -1\nconfig X\n\tdef_bool H > 0xff\n")
                .gives("CONFIG_H=-1", "CONFIG_X=y");
    }
}
