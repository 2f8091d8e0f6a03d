package org.kernelmaven.kconfig.value;

import static org.kernelmaven.kconfig.value.Sample.kconfig;
import static org.kernelmaven.kconfig.value.Sample.modular;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Choices: one of several. */
class ChoiceTest {

    private static final String THREE = choice("", "A", "B", "C");

    private static String choice(String options, String... members) {
        var text = new StringBuilder("choice\n\tprompt \"Choice\"\n" + options);
        for (var member : members) {
            text.append("config ")
                    .append(member)
                    .append("\n\tbool \"")
                    .append(member)
                    .append("\"\n");
        }
        return text.append("endchoice\n").toString();
    }

    private static String[] picked(String member) {
        return java.util.stream.Stream.of("A", "B", "C")
                .map(name -> name.equals(member) ? "CONFIG_" + name + "=y" : "# CONFIG_" + name + " is not set")
                .toArray(String[]::new);
    }

    @Nested
    class InBothDialects {

        private void bothGive(String text, String[] config, String... lines) {
            kconfig(text).with(config).gives(lines);
            kconfig(text).classic().with(config).gives(lines);
        }

        private String[] asked(String... lines) {
            return lines;
        }

        @Test
        void theFirstMemberIsTheDefault() {
            bothGive(THREE, asked(), picked("A"));
        }

        @Test
        void aDefaultNamesTheMember() {
            bothGive(choice("\tdefault B\n", "A", "B", "C"), asked(), picked("B"));
        }

        @Test
        void anInvisibleDefaultIsPassedOver() {
            bothGive(
                    """
                            choice
                            \tprompt "Choice"
                            \tdefault A
                            \tdefault C
                            config A
                            \tbool "A"
                            \tdepends on NOWHERE
                            config B
                            \tbool "B"
                            config C
                            \tbool "C"
                            endchoice
                            """,
                    asked(),
                    "# CONFIG_B is not set",
                    "CONFIG_C=y");
        }

        @Test
        void whatIsAskedIsPicked() {
            bothGive(THREE, asked("CONFIG_B=y"), picked("B"));
        }

        @Test
        void ofTwoThatAreAskedTheLaterIsPicked() {
            bothGive(THREE, asked("CONFIG_C=y", "CONFIG_B=y"), picked("B"));
        }

        @Test
        void whatCannotBePickedGivesWayToTheDefault() {
            bothGive(
                    """
                            config X
                            \tbool "x"
                            choice
                            \tprompt "Choice"
                            config A
                            \tbool "A"
                            config B
                            \tbool "B"
                            \tdepends on X
                            endchoice
                            """,
                    asked("# CONFIG_X is not set", "CONFIG_B=y"),
                    "# CONFIG_X is not set",
                    "CONFIG_A=y");
        }

        @Test
        void anInvisibleChoiceHasNoMember() {
            bothGive(choice("\tdepends on NOWHERE\n", "A", "B"), asked("CONFIG_A=y"));
        }

        @Test
        void aMemberInsideAnIf() {
            bothGive(
                    """
                            config X
                            \tbool "x"
                            choice
                            \tprompt "Choice"
                            if X
                            config A
                            \tbool "A"
                            endif
                            config B
                            \tbool "B"
                            endchoice
                            """,
                    asked("CONFIG_X=y"),
                    "CONFIG_X=y",
                    "CONFIG_A=y",
                    "# CONFIG_B is not set");
        }

        @Test
        void everyTargetPicksTheDefault() {
            for (var target :
                    new Target[] {Target.ALLYESCONFIG, Target.ALLMODCONFIG, Target.ALLDEFCONFIG, Target.ALLNOCONFIG}) {
                kconfig(choice("\tdefault B\n", "A", "B", "C")).target(target).gives(picked("B"));
                kconfig(choice("\tdefault B\n", "A", "B", "C"))
                        .classic()
                        .target(target)
                        .gives(picked("B"));
            }
        }

        @Test
        void savedefconfigLeavesTheDefaultMemberOut() {
            kconfig(THREE).saves();
            kconfig(THREE).with("CONFIG_B=y").saves("CONFIG_B=y");
            kconfig(THREE).classic().saves();
            kconfig(THREE).classic().with("CONFIG_B=y").saves("CONFIG_B=y");
        }
    }

    @Nested
    class SinceSixPointEleven {

        @Test
        void theDefaultIsNotPickedWhereItWasAskedToBeN() {
            kconfig(THREE).with("# CONFIG_A is not set").gives(picked("B"));
        }

        @Test
        void whereAllWereAskedToBeNTheFirstOfThemIsPicked() {
            kconfig(THREE)
                    .with("# CONFIG_A is not set", "# CONFIG_C is not set", "# CONFIG_B is not set")
                    .gives(picked("A"));
            kconfig(THREE)
                    .with("# CONFIG_C is not set", "# CONFIG_B is not set", "# CONFIG_A is not set")
                    .gives(picked("C"));
        }

        @Test
        void whatSelectsAMemberDoesNotCount() {
            kconfig(THREE + "config X\n\tbool \"x\"\n\tselect B\n")
                    .with("CONFIG_X=y")
                    .gives("CONFIG_A=y", "# CONFIG_B is not set", "# CONFIG_C is not set", "CONFIG_X=y");
        }

        @Test
        void aMemberThatIsImpliedIsSavedAllTheSame() {
            kconfig("config X\n\tbool \"x\"\n\timply B\n" + THREE)
                    .with("CONFIG_X=y", "CONFIG_B=y")
                    .saves("CONFIG_X=y", "CONFIG_B=y");
        }
    }

    @Nested
    class UntilSixPointTen {

        private static final String MODULAR =
                """
                choice
                \tprompt "Choice"
                \ttristate
                config A
                \ttristate "A"
                config B
                \ttristate "B"
                config C
                \tbool "C"
                endchoice
                """;

        @Test
        void aTristateChoiceMayHaveSeveralModules() {
            modular(MODULAR).classic().with("CONFIG_A=m", "CONFIG_B=m").gives("CONFIG_A=m", "CONFIG_B=m");
        }

        @Test
        void aBoolMemberCountsOnlyWhereTheChoiceIsY() {
            modular(MODULAR)
                    .classic()
                    .with("CONFIG_C=y")
                    .gives("# CONFIG_A is not set", "# CONFIG_B is not set", "CONFIG_C=y");
        }

        @Test
        void aModuleAfterABuiltInMemberWarns() {
            var sample = modular(MODULAR).classic().with("CONFIG_A=y", "CONFIG_B=m");
            sample.gives("CONFIG_A=m", "CONFIG_B=m");
            sample.warning(".config:2:warning: B creates inconsistent choice state");
        }

        @Test
        void aSecondBuiltInMemberWarns() {
            var sample = modular(MODULAR).classic().with("CONFIG_A=y", "CONFIG_B=y");
            sample.gives("# CONFIG_A is not set", "CONFIG_B=y", "# CONFIG_C is not set");
            sample.warning(".config:2:warning: override: B changes choice state");
        }

        @Test
        void allmodconfigMakesAllItMayModules() {
            modular(MODULAR).classic().target(Target.ALLMODCONFIG).gives("CONFIG_A=m", "CONFIG_B=m");
        }

        @Test
        void withoutModulesOneIsY() {
            modular(MODULAR)
                    .classic()
                    .with("# CONFIG_MODULES is not set", "CONFIG_B=m")
                    .gives("CONFIG_A=y", "# CONFIG_B is not set", "# CONFIG_C is not set");
        }

        @Test
        void anOptionalChoiceMayHaveNone() {
            kconfig(choice("\toptional\n", "A", "B")).classic().gives();
            kconfig(choice("\toptional\n", "A", "B"))
                    .classic()
                    .with("CONFIG_B=y")
                    .gives("# CONFIG_A is not set", "CONFIG_B=y");
        }

        @Test
        void anOptionalChoiceIsSavedWithItsMember() {
            kconfig(choice("\toptional\n", "A", "B"))
                    .classic()
                    .with("CONFIG_A=y", "# CONFIG_B is not set")
                    .saves("CONFIG_A=y");
        }

        @Test
        void aMemberOfAnOptionalChoiceThatVanishesStaysWritten() {
            modular(
                            """
                    choice
                    \tprompt "Choice"
                    \toptional
                    \tdefault A
                    config A
                    \ttristate "A"
                    endchoice
                    config X
                    \ttristate "x"
                    """)
                    .classic()
                    .with("CONFIG_MODULES=y", "CONFIG_A=m", "CONFIG_X=m")
                    .target(Target.MOD2NOCONFIG)
                    .gives("# CONFIG_A is not set", "# CONFIG_X is not set");
        }

        @Test
        void aNamedChoiceMayGoOnElsewhere() {
            kconfig(
                            """
                    choice WHICH
                    \tprompt "Choice"
                    config A
                    \tbool "A"
                    endchoice
                    choice WHICH
                    config B
                    \tbool "B"
                    endchoice
                    """)
                    .classic()
                    .with("CONFIG_B=y")
                    .gives("# CONFIG_A is not set", "CONFIG_B=y");
        }

        @Test
        void theTypeOfAChoiceIsThatOfItsFirstMember() {
            modular("choice\n\tprompt \"Choice\"\nconfig A\n\ttristate \"A\"\nconfig B\n\ttristate \"B\"\nendchoice\n")
                    .classic()
                    .with("CONFIG_A=m", "CONFIG_B=m")
                    .gives("CONFIG_A=m", "CONFIG_B=m");
        }

        @Test
        void membersWithoutATypeTakeTheChoices() {
            kconfig(
                            "choice\n\tprompt \"Choice\"\n\tbool\nconfig A\n\tprompt \"A\"\nconfig B\n\tprompt \"B\"\nendchoice\n")
                    .classic()
                    .with("CONFIG_B=y")
                    .gives("# CONFIG_A is not set", "CONFIG_B=y");
        }
    }
}
