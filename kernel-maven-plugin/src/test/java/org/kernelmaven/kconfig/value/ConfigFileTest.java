package org.kernelmaven.kconfig.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kernelmaven.kconfig.value.Sample.kconfig;
import static org.kernelmaven.kconfig.value.Sample.modular;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.kconfig.language.Files;

/** {@code .config} files read and written. */
class ConfigFileTest {

    private static final String AB = "config A\n\tbool \"a\"\nconfig B\n\ttristate \"b\"\n";

    @Test
    void theFileHasMenusAndCommentsAsConfHasThem() {
        kconfig(
                        """
                        mainmenu "Main $(NOTHING)menu"
                        comment "First"
                        config A
                        	bool "a"
                        menu "Outer"
                        config B
                        	bool "b"
                        menu "Inner"
                        config C
                        	bool "c"
                        endmenu
                        comment "Hidden"
                        	depends on A
                        config D
                        	bool "d"
                        endmenu
                        config E
                        	bool "e"
                        menu "Empty"
                        endmenu
                        menu "Invisible"
                        	visible if A
                        config F
                        	def_bool y
                        endmenu
                        """)
                .writes(
                        """
                        #
                        # Automatically generated file; DO NOT EDIT.
                        # Main menu
                        #

                        #
                        # First
                        #
                        # CONFIG_A is not set

                        #
                        # Outer
                        #
                        # CONFIG_B is not set

                        #
                        # Inner
                        #
                        # CONFIG_C is not set
                        # end of Inner

                        # CONFIG_D is not set
                        # end of Outer

                        # CONFIG_E is not set

                        #
                        # Empty
                        #
                        # end of Empty

                        CONFIG_F=y
                        """);
    }

    @Test
    void aSymbolIsWrittenOnceWhereItIsFirstDefined() {
        kconfig("config A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nconfig A\n\tbool\n\tdefault y\n")
                .gives("CONFIG_A=y", "# CONFIG_B is not set");
    }

    @Test
    void whatDependsOnASymbolStaysBehindIt() {
        kconfig("menuconfig A\n\tbool \"a\"\nif A\nconfig B\n\tbool \"b\"\nendif\nconfig C\n\tbool \"c\"\n")
                .with("CONFIG_A=y")
                .gives("CONFIG_A=y", "# CONFIG_B is not set", "# CONFIG_C is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# CONFIG_A is not set", "CONFIG_A=n", "CONFIG_A=no"})
    void waysToSayN(String line) {
        kconfig("config A\n\tbool \"a\"\n\tdefault y\n").with(line).gives("# CONFIG_A is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#CONFIG_A is not set", "# CONFIG_A is unset", "# A is not set", "#", ""})
    void commentsSayNothing(String line) {
        kconfig("config A\n\tbool \"a\"\n\tdefault y\n")
                .with(line)
                .gives("CONFIG_A=y")
                .warning();
    }

    @Test
    void onlyAnExactIsNotSetCountsSinceSixPointEleven() {
        var text = "config A\n\tbool \"a\"\n\tdefault y\n";
        kconfig(text).with("# CONFIG_A is not set any more").gives("CONFIG_A=y");
        kconfig(text).classic().with("# CONFIG_A is not set any more").gives("# CONFIG_A is not set");
    }

    @Test
    void whatIsNoAssignmentIsWarnedOf() {
        kconfig(AB)
                .with("garbage", " CONFIG_A=y", "CONFIG_A=y")
                .gives("CONFIG_A=y", "# CONFIG_B is not set")
                .warning(
                        ".config:1:warning: unexpected data: garbage",
                        ".config:2:warning: unexpected data:  CONFIG_A=y");
    }

    @Test
    void aCarriageReturnEndsNoLine() {
        kconfig(AB)
                .with("gar\rbage", "CONFIG_A=y\r")
                .gives("CONFIG_A=y", "# CONFIG_B is not set")
                .warning(".config:1:warning: unexpected data: gar\rbage");
    }

    @Test
    void theLastOfTwoAssignmentsCounts() {
        kconfig(AB)
                .with("CONFIG_A=y", "CONFIG_A=n")
                .gives("# CONFIG_A is not set", "# CONFIG_B is not set")
                .warning(".config:2:warning: override: reassigning to symbol A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Y", "m", "1", ""})
    void aBoolTakesOnlyYAndN(String value) {
        kconfig("config A\n\tbool \"a\"\n")
                .with("CONFIG_A=" + value)
                .gives("# CONFIG_A is not set")
                .warning(".config:1:warning: symbol value '" + value + "' invalid for A");
    }

    @Test
    void unknownNamesAreWarnedOfOnRequest() {
        var model = Files.kconfig(AB).parsed();
        var text = "CONFIG_NOWHERE=y\n# CONFIG_NEITHER is not set\n";
        assertThat(ConfigReader.read(new Configuration(model), text, "f", true).warnings())
                .containsExactly("f:1:warning: unknown symbol: NOWHERE", "f:2:warning: unknown symbol: NEITHER");
        assertThat(ConfigReader.read(new Configuration(model), text, "f", false).warnings())
                .isEmpty();
    }

    @Test
    void readingTellsWhetherTheResultDiffers() {
        var model = Files.kconfig(AB).parsed();
        assertThat(ConfigReader.read(new Configuration(model), "CONFIG_A=y\n# CONFIG_B is not set\n", "f", false)
                        .differs())
                .isFalse();
        assertThat(ConfigReader.read(new Configuration(model), "CONFIG_A=y\n", "f", false)
                        .differs())
                .isTrue();
        assertThat(ConfigReader.read(new Configuration(model), "CONFIG_A=y\nCONFIG_B=m\n", "f", false)
                        .differs())
                .isTrue();
    }

    @Test
    void aFileWithoutItsLastLineEnd() {
        var configuration = new Configuration(Files.kconfig(AB).parsed());
        ConfigReader.read(configuration, "CONFIG_A=y", "f", false);
        assertThat(ConfigWriter.dotConfig(configuration)).contains("CONFIG_A=y\n");
    }

    @Test
    void aSecondFileReplacesTheFirst() {
        var configuration = new Configuration(Files.kconfig(AB).parsed());
        ConfigReader.read(configuration, "CONFIG_A=y\n", "f", false);
        ConfigReader.read(configuration, "CONFIG_B=y\n", "f", false);
        assertThat(ConfigWriter.dotConfig(configuration)).contains("# CONFIG_A is not set\nCONFIG_B=y\n");
    }

    @Test
    void savedefconfigKeepsWhatIsNotTheDefault() {
        modular(
                        """
                                config A
                                \tbool "a"
                                \tdefault y
                                config B
                                \tbool "b"
                                config C
                                \tint "c"
                                \tdefault 5
                                config D
                                \tstring "d"
                                config E
                                \tbool
                                \tdefault y
                                config F
                                \ttristate "f"
                                \tdefault m
                                """)
                .with(
                        "CONFIG_MODULES=y",
                        "# CONFIG_A is not set",
                        "CONFIG_B=y",
                        "CONFIG_C=5",
                        "CONFIG_D=\"text\"",
                        "CONFIG_F=m")
                .saves("# CONFIG_A is not set", "CONFIG_B=y", "CONFIG_D=\"text\"");
    }

    @Test
    void savedefconfigLeavesOutWhatIsSelected() {
        kconfig("config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool \"b\"\n")
                .with("CONFIG_A=y")
                .saves("CONFIG_A=y");
    }

    @Test
    void savedefconfigTakesTheSmallestForZero() {
        kconfig("config I\n\tint \"i\"\nconfig H\n\thex \"h\"\n").saves();
        kconfig("config I\n\tint \"i\"\nconfig H\n\thex \"h\"\n").classic().saves();
    }
}
