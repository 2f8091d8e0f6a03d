package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.Host;

class KconfigEnvironmentTest {

    @TempDir
    Path directory;

    private Path tree;
    private Path build;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.toRealPath().resolve("tree"));
        build = Files.createDirectories(tree.resolve("build"));
        Files.writeString(
                tree.resolve("Makefile"), "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\nEXTRAVERSION = -rc1\n");
        Files.createDirectories(tree.resolve("arch/m68k"));
        Files.writeString(
                tree.resolve("arch/m68k/Makefile"),
                "ifeq ($(CROSS_COMPILE),)\nCROSS_COMPILE := $(call cc-cross-prefix, m68k-linux-gnu-)\nendif\n");
        Files.createDirectories(tree.resolve("scripts"));
        Files.writeString(
                tree.resolve("scripts/Makefile.clang"),
                """
                        CLANG_TARGET_FLAGS_arm64 := aarch64-linux-gnu
                        CLANG_FLAGS += --target=$(CLANG_TARGET_FLAGS_$(SRCARCH))
                        ifeq ($(LLVM_IAS),0)
                        CLANG_FLAGS += -fno-integrated-as
                        else
                        CLANG_FLAGS += -fintegrated-as
                        endif
                        """);
    }

    private Map<String, String> environment(String srcarch, String... words) throws IOException {
        return environment(Map.of(), srcarch, words);
    }

    private Map<String, String> environment(Map<String, String> callers, String srcarch, String... words)
            throws IOException {
        var argv = new ArrayList<>(List.of("make", "-C", tree.toString(), "-j4", "O=" + build));
        argv.addAll(List.of(words));
        var make = new Command(argv, build, Map.of("LC_ALL", "C")).without(List.of("LEAK*"));
        var request = new ConfigRequest(
                make, build, tree, srcarch, new Base.Target("defconfig"), List.of(), false, false, false);
        return KconfigEnvironment.of(
                request,
                new Host("x86_64", 2, List.of(directory)),
                callers,
                command -> command.contains("clang") ? "clang version 16 (#1)" : "answer to " + command);
    }

    @Test
    void saysWhichKernelItIs() throws IOException {
        assertThat(environment("x86", "ARCH=x86_64"))
                .containsEntry("KERNELVERSION", "6.12.7-rc1")
                .containsEntry("ARCH", "x86_64")
                .containsEntry("SRCARCH", "x86")
                .containsEntry("PATCHLEVEL", "12");
    }

    @Test
    void sourcesAreAboveABuildTreeInThem() throws IOException {
        assertThat(environment("x86", "ARCH=x86")).containsEntry("srctree", "..");
    }

    @Test
    void sourcesElsewhereAreNamedInFull() throws IOException {
        build = Files.createDirectories(directory.resolve("elsewhere"));

        assertThat(environment("x86", "ARCH=x86")).containsEntry("srctree", tree.toString());
    }

    @Test
    void gnuToolsBearThePrefix() throws IOException {
        assertThat(environment("arm64", "ARCH=arm64", "CROSS_COMPILE=aarch64-linux-gnu-"))
                .containsEntry("CC", "aarch64-linux-gnu-gcc")
                .containsEntry("LD", "aarch64-linux-gnu-ld")
                .containsEntry("OBJCOPY", "aarch64-linux-gnu-objcopy")
                .containsEntry("HOSTCC", "gcc")
                .containsEntry(
                        "CC_VERSION_TEXT", "answer to LC_ALL=C aarch64-linux-gnu-gcc --version 2>/dev/null | head -n 1")
                .doesNotContainKey("CLANG_FLAGS");
    }

    @Test
    void llvmToolsBearTheSuffix() throws IOException {
        assertThat(environment("arm64", "ARCH=arm64", "LLVM=-16"))
                .containsEntry("CC", "clang-16")
                .containsEntry("LD", "ld.lld-16")
                .containsEntry("NM", "llvm-nm-16")
                .containsEntry("HOSTCC", "clang-16")
                .containsEntry("CC_VERSION_TEXT", "clang version 16 (1)")
                .containsEntry("CLANG_FLAGS", "--target=aarch64-linux-gnu -fintegrated-as");
    }

    @Test
    void llvmToolsAreInTheirFolder() throws IOException {
        assertThat(environment("arm64", "ARCH=arm64", "LLVM=/opt/llvm/bin/", "LLVM_IAS=0"))
                .containsEntry("LD", "/opt/llvm/bin/ld.lld")
                .containsEntry("CLANG_FLAGS", "--target=aarch64-linux-gnu -fno-integrated-as");
    }

    @Test
    void theCommandLineWins() throws IOException {
        assertThat(environment(Map.of("CC", "other", "LD", "other"), "x86", "ARCH=x86_64", "CC=ccache gcc"))
                .containsEntry("CC", "ccache gcc")
                .containsEntry("LD", "ld");
    }

    @Test
    void theCallersEnvironmentIsSeenAsMakeWouldPassItOn() throws IOException {
        assertThat(environment(Map.of("HOME", "/home/me", "LEAKED", "1", "LC_ALL", "de_DE"), "x86", "ARCH=x86_64"))
                .containsEntry("HOME", "/home/me")
                .containsEntry("LC_COLLATE", "C")
                .doesNotContainKeys("LEAKED", "LC_ALL");
    }

    @Test
    void anArchitectureFindsItsCrossCompiler() throws IOException {
        var compiler = Files.createFile(directory.resolve("m68k-linux-gnu-gcc"));
        assertThat(compiler.toFile().setExecutable(true)).isTrue();

        assertThat(environment("m68k", "ARCH=m68k")).containsEntry("CC", "m68k-linux-gnu-gcc");
    }

    @Test
    void userModeLinuxKnowsWhatItRunsOn() throws IOException {
        assertThat(environment("um", "ARCH=um")).containsEntry("SUBARCH", "x86").containsEntry("HEADER_ARCH", "x86");
    }

    @Test
    void rustsVersionIsAskedForWhereTheTreeExportsIt() throws IOException {
        assertThat(environment("x86", "ARCH=x86_64")).doesNotContainKey("RUSTC_VERSION_TEXT");

        Files.writeString(tree.resolve("Makefile"), "export RUSTC_VERSION_TEXT\n");
        assertThat(environment("x86", "ARCH=x86_64"))
                .containsEntry("RUSTC_VERSION_TEXT", "answer to rustc --version 2>/dev/null");
    }
}
