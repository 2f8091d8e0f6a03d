package org.kernelmaven.kconfig.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kernelmaven.kconfig.value.Sample.kconfig;
import static org.kernelmaven.kconfig.value.Sample.modular;

import org.junit.jupiter.api.Test;
import org.kernelmaven.kconfig.language.Files;

/** The config targets. */
class TargetTest {

    private static final String ALL =
            """
                    config A
                    \tbool "a"
                    config B
                    \ttristate "b"
                    config C
                    \tbool "c"
                    \tdefault y
                    config D
                    \ttristate "d"
                    \tdefault m
                    config E
                    \tint "e"
                    \tdefault 7
                    config F
                    \tbool
                    \tdefault y if A
                    """;

    @Test
    void allnoconfigTurnsAllOff() {
        modular(ALL)
                .target(Target.ALLNOCONFIG)
                .gives(
                        "# CONFIG_A is not set",
                        "# CONFIG_B is not set",
                        "# CONFIG_C is not set",
                        "# CONFIG_D is not set",
                        "CONFIG_E=7");
    }

    @Test
    void allyesconfigBuildsAllIn() {
        modular(ALL)
                .target(Target.ALLYESCONFIG)
                .gives("CONFIG_A=y", "CONFIG_B=y", "CONFIG_C=y", "CONFIG_D=y", "CONFIG_E=7", "CONFIG_F=y");
    }

    @Test
    void allmodconfigMakesModules() {
        modular(ALL)
                .target(Target.ALLMODCONFIG)
                .gives("CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=y", "CONFIG_D=m", "CONFIG_E=7", "CONFIG_F=y");
    }

    @Test
    void alldefconfigTakesTheDefaults() {
        modular(ALL)
                .target(Target.ALLDEFCONFIG)
                .gives("# CONFIG_A is not set", "# CONFIG_B is not set", "CONFIG_C=y", "CONFIG_D=m", "CONFIG_E=7");
    }

    @Test
    void aFileGoesBeforeTheTarget() {
        modular(ALL)
                .with("CONFIG_MODULES=y", "CONFIG_A=y", "CONFIG_B=m", "CONFIG_E=9")
                .target(Target.ALLNOCONFIG)
                .gives(
                        "CONFIG_A=y",
                        "CONFIG_B=m",
                        "# CONFIG_C is not set",
                        "# CONFIG_D is not set",
                        "CONFIG_E=9",
                        "CONFIG_F=y");
    }

    @Test
    void theSameInTheClassicDialect() {
        modular(ALL)
                .classic()
                .with("CONFIG_A=y", "CONFIG_B=m")
                .target(Target.ALLYESCONFIG)
                .gives("CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=y", "CONFIG_D=y", "CONFIG_E=7", "CONFIG_F=y");
    }

    @Test
    void yesBecomesMod() {
        modular(ALL)
                .with("CONFIG_MODULES=y", "CONFIG_A=y", "CONFIG_B=y", "# CONFIG_D is not set")
                .target(Target.YES2MODCONFIG)
                .gives("CONFIG_A=y", "CONFIG_B=m", "CONFIG_C=y", "# CONFIG_D is not set", "CONFIG_E=7", "CONFIG_F=y");
    }

    @Test
    void modBecomesYes() {
        modular(ALL)
                .with("CONFIG_MODULES=y", "CONFIG_B=m", "CONFIG_D=m")
                .target(Target.MOD2YESCONFIG)
                .gives("# CONFIG_A is not set", "CONFIG_B=y", "CONFIG_C=y", "CONFIG_D=y", "CONFIG_E=7");
    }

    @Test
    void modBecomesNo() {
        modular(ALL)
                .with("CONFIG_MODULES=y", "CONFIG_B=m", "CONFIG_D=m")
                .target(Target.MOD2NOCONFIG)
                .gives(
                        "# CONFIG_A is not set",
                        "# CONFIG_B is not set",
                        "CONFIG_C=y",
                        "# CONFIG_D is not set",
                        "CONFIG_E=7");
    }

    @Test
    void allnoconfigLeavesOnWhatTheOldOptionSays() {
        var model = Files.kconfig(
                        "config A\n\tbool \"a\"\n\toption allnoconfig_y\nconfig B\n\tbool \"b\"\n\tdefault y\n")
                .classic()
                .parsed();
        var configuration = new Configuration(model);
        Target.ALLNOCONFIG.apply(configuration, 0);
        assertThat(ConfigWriter.dotConfig(configuration)).contains("CONFIG_A=y\n# CONFIG_B is not set\n");
    }

    @Test
    void randconfigIsTheSameForTheSameSeed() {
        assertThat(random(7)).isEqualTo(random(7)).isNotEqualTo(random(8));
    }

    @Test
    void aRandomConfigIsOneThatCanBe() {
        for (var seed = 0; seed < 50; seed++) {
            kconfig(many()).with(random(seed).split("\n")).writes(random(seed));
        }
    }

    private static String random(long seed) {
        var configuration = new Configuration(Files.kconfig(many()).parsed());
        Target.RANDCONFIG.apply(configuration, seed);
        return ConfigWriter.dotConfig(configuration);
    }

    private static String many() {
        var text = new StringBuilder("config MODULES\n\tbool \"m\"\n\tmodules\n");
        for (var i = 0; i < 30; i++) {
            text.append("config S").append(i).append("\n\ttristate \"s\"\n");
            text.append(i % 3 == 1 ? "\tdepends on S" + (i - 1) + "\n" : "");
            text.append(i % 5 == 0 ? "\tselect S" + (i + 2) + "\n" : "");
        }
        for (var i = 0; i < 5; i++) {
            text.append("choice\n\tprompt \"c\"\nconfig A").append(i).append("\n\tbool \"a\"\nconfig B");
            text.append(i).append("\n\tbool \"b\"\nendchoice\n");
        }
        return text.append("config S30\n\tbool \"s\"\nconfig S31\n\tbool \"s\"\n")
                .toString();
    }

    @Test
    void targetsAreNamedAsMakeNamesThem() {
        assertThat(Target.of("mod2yesconfig")).contains(Target.MOD2YESCONFIG);
        assertThat(Target.of("menuconfig")).isEmpty();
        assertThat(Target.ALLNOCONFIG.word()).isEqualTo("allnoconfig");
    }
}
