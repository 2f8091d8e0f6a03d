package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Host;

class ToolchainTest {

    private static final Host PC = new Host("x86_64", 2, List.of());

    private static Toolchain toolchain(Arch arch, String crossCompile, String llvm, String... flags) {
        return Toolchain.of(arch, Optional.of(crossCompile), Optional.of(llvm), MakeFlags.parse(List.of(flags)), PC);
    }

    @Test
    void theHostsOwnCompilerBuildsForTheHost() {
        var native64 = toolchain(Arch.X86_64, "", "");
        assertThat(native64.variables()).containsOnly(java.util.Map.entry("ARCH", "x86_64"));
        assertThat(native64.compiler()).containsExactly("gcc");
    }

    @Test
    void anotherArchitectureDefaultsToDebiansCrossCompiler() {
        var cross = toolchain(Arch.ARM64, "", "");
        assertThat(cross.variables()).containsEntry("CROSS_COMPILE", "aarch64-linux-gnu-");
        assertThat(cross.compiler()).containsExactly("aarch64-linux-gnu-gcc");
    }

    @Test
    void aGivenPrefixWins() {
        assertThat(toolchain(Arch.ARM64, "/opt/x/bin/arm-", "").compiler()).containsExactly("/opt/x/bin/arm-gcc");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, clang",
        "true, 1, clang",
        "-16, -16, clang-16",
        "/opt/llvm/bin/, /opt/llvm/bin/, /opt/llvm/bin/clang"
    })
    void clangNeedsNoPrefix(String given, String value, String program) {
        var clang = toolchain(Arch.ARM64, "", given);
        assertThat(clang.variables()).containsEntry("LLVM", value).doesNotContainKey("CROSS_COMPILE");
        assertThat(clang.compiler()).containsExactly(program);
        assertThat(clang.usesClang()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "no"})
    void gccMayBeAskedForInWords(String llvm) {
        assertThat(toolchain(Arch.X86_64, "", llvm).llvm()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16", "-16; rm", "clang", "$(shell x)"})
    void refusesOtherValuesOfLlvm(String llvm) {
        assertThatThrownBy(() -> toolchain(Arch.X86_64, "", llvm))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <llvm>: '" + llvm + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ccache aarch64-linux-gnu-", "$(x)", "a;b", "a\nb"})
    void refusesAPrefixThatIsNoName(String prefix) {
        assertThatThrownBy(() -> toolchain(Arch.ARM64, prefix, ""))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter <crossCompile>")
                .hasMessageContaining("<compilerLauncher>");
    }

    @Test
    void theUsersOwnCompilerIsTheOneAsked() {
        assertThat(toolchain(Arch.X86_64, "", "", "CC=ccache gcc-12").compiler())
                .containsExactly("ccache", "gcc-12");
    }
}
