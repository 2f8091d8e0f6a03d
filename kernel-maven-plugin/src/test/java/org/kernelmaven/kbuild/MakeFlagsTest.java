package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;

class MakeFlagsTest {

    @Test
    void readsAssignmentsInOrder() {
        assertThat(MakeFlags.parse(List.of("W=1", "CC=ccache gcc", "KCFLAGS=-DX=1"))
                        .variables())
                .containsExactly(
                        java.util.Map.entry("W", "1"),
                        java.util.Map.entry("CC", "ccache gcc"),
                        java.util.Map.entry("KCFLAGS", "-DX=1"));
    }

    @ParameterizedTest
    @CsvSource({
        "O=/tmp/x, build tree",
        "ARCH=arm64, <arch>",
        "CROSS_COMPILE=x-, <crossCompile>",
        "LLVM=1, <llvm>",
        "M=drivers/net, kernel-module",
        "-j8, <jobs>",
        "--jobs=8, <jobs>",
        "-C, only NAME=value",
        "-f=Makefile, only NAME=value",
        "bzImage, is no assignment",
        "=x, no name",
        "A B=c, no name",
        "X:=1, no name",
        "INSTALL_MOD_PATH=/, own directories",
        "KCONFIG_CONFIG=x, <configFile>",
        "MAKEFLAGS=-k, one by one"
    })
    void refusesWhatIsNotTheUsersToSet(String word, String cure) {
        assertThatThrownBy(() -> MakeFlags.parse(List.of(word)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <makeFlags>: '" + word + "'")
                .hasMessageContaining(cure);
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> MakeFlags.parse(List.of("-j2", "V=1", "V=2", "all", "X=a\nb")))
                .hasMessageContaining("'-j2'")
                .hasMessageContaining("V is set twice")
                .hasMessageContaining("'all'")
                .hasMessageContaining("one line");
    }
}
