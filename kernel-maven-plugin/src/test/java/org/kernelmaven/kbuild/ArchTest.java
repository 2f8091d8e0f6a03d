package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Host;

class ArchTest {

    private static Host host(String machine) {
        return new Host(machine, 2, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "x86_64, X86_64",
        "amd64, X86_64",
        "x86, X86_64",
        "i686, I386",
        "aarch64, ARM64",
        "ARM64, ARM64",
        "armhf, ARM",
        "riscv, RISCV64",
        "powerpc, PPC64LE",
        "ppc64el, PPC64LE",
        "s390, S390X",
        "loongarch, LOONGARCH64",
        "um, UM"
    })
    void knowsTheNamesThatUsersWrite(String name, Arch arch) {
        assertThat(Arch.parse(name, "parameter <arch>")).isEqualTo(arch);
    }

    @Test
    void anUnknownNameGetsTheNearestAndTheList() {
        assertThatThrownBy(() -> Arch.parse("arch64", "parameter <arch>"))
                .isInstanceOf(UserException.class)
                .hasMessage("parameter <arch>: unknown architecture 'arch64'. Did you mean 'aarch64'?"
                        + " Known: arm, arm64, i386, loongarch64, ppc64le, riscv64, s390x, um, x86_64.");
    }

    @Test
    void theDefaultIsTheHosts() {
        assertThat(Arch.of(host("aarch64"))).isEqualTo(Arch.ARM64);
    }

    @Test
    void aHostThatIsNoArchitectureSaysWhichParameterHelps() {
        assertThatThrownBy(() -> Arch.of(host("vax")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'vax'")
                .hasMessageContaining("<arch>");
    }

    @Test
    void onlyItsOwnCodeAndThatOfItsSmallerSiblingIsNative() {
        assertThat(Arch.I386.builtNativelyOn(host("x86_64"))).isTrue();
        assertThat(Arch.X86_64.builtNativelyOn(host("i686"))).isFalse();
        assertThat(Arch.ARM.builtNativelyOn(host("aarch64"))).isFalse();
        assertThat(Arch.UM.builtNativelyOn(host("x86_64"))).isTrue();
    }
}
