package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kernelmaven.UserException;

class OptionsTest {

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments));
    }

    @Test
    void withoutAModeEverythingIsAsked() {
        assertThat(parse("Kconfig")).isEqualTo(new Options(Mode.OLDASKCONFIG, null, "Kconfig", false, false));
    }

    @Test
    void theLastModeCounts() {
        assertThat(parse("--allnoconfig", "--allyesconfig", "Kconfig").mode()).isEqualTo(Mode.ALLYESCONFIG);
    }

    @Test
    void aFileFollowsOrStandsInTheOption() {
        assertThat(parse("--defconfig", "a", "Kconfig").file()).isEqualTo("a");
        assertThat(parse("--savedefconfig=b", "Kconfig").file()).isEqualTo("b");
    }

    @Test
    void optionsMayFollowTheFile() {
        assertThat(parse("Kconfig", "-s", "--olddefconfig"))
                .isEqualTo(new Options(Mode.OLDDEFCONFIG, null, "Kconfig", true, false));
    }

    @Test
    void anOptionMayBeCutShort() {
        assertThat(parse("--syn", "Kconfig").mode()).isEqualTo(Mode.SYNCCONFIG);
        assertThat(parse("--si", "Kconfig").silent()).isTrue();
    }

    @Test
    void twoDashesEndTheOptions() {
        assertThat(parse("-s", "--", "--Kconfig").kconfig()).isEqualTo("--Kconfig");
    }

    @Test
    void anUnclearOptionIsWrong() {
        assertThatThrownBy(() -> parse("--oldd", "--old", "Kconfig"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("ambiguous option '--old'");
    }

    @Test
    void anUnknownOptionIsWrong() {
        assertThatThrownBy(() -> parse("--nonsense")).hasMessageContaining("unrecognized option '--nonsense'");
        assertThatThrownBy(() -> parse("-sx")).hasMessageContaining("invalid option -- 'x'");
    }

    @Test
    void aMissingFileIsWrong() {
        assertThatThrownBy(() -> parse("Kconfig", "--defconfig"))
                .hasMessageContaining("option '--defconfig' requires an argument");
    }

    @Test
    void aFileTooManyIsWrong() {
        assertThatThrownBy(() -> parse("--allnoconfig=x", "Kconfig"))
                .hasMessageContaining("option '--allnoconfig' doesn't allow an argument");
    }
}
