package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DebuggerTest {

    private static final Optional<Path> VMLINUX = Optional.of(Path.of("/w/build/vmlinux"));
    private static final List<Path> MODULES = List.of(Path.of("/w/build/lib/kunit/kunit.ko"));

    @Test
    void socketIsTheOwnersAloneAndGoesWithTheGuest() throws IOException {
        var debugger = Debugger.open();
        var folder = debugger.socket().getParent();
        try (debugger) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            Files.writeString(debugger.socket(), "");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void commandNamesKernelAndSocketAndModulesWhatLoadsTheirSymbols() throws IOException {
        try (var debugger = Debugger.open()) {
            assertThat(debugger.describe(VMLINUX, MODULES, true, false))
                    .contains("gdb '/w/build/vmlinux' -ex 'target remote " + debugger.socket() + "'")
                    .contains("add-symbol-file /w/build/lib/kunit/kunit.ko ADDRESS")
                    .doesNotContain("DEBUG_INFO");
        }
    }

    @Test
    void kernelsOwnScriptsLoadTheSymbolsWhereItHasThem() throws IOException {
        try (var debugger = Debugger.open()) {
            assertThat(debugger.describe(VMLINUX, MODULES, true, true))
                    .contains("source /w/build/vmlinux-gdb.py")
                    .contains("lx-symbols /w/build")
                    .doesNotContain("add-symbol-file");
        }
    }

    @Test
    void kernelWithoutDebugInformationSaysHowToGetIt() throws IOException {
        try (var debugger = Debugger.open()) {
            assertThat(debugger.describe(VMLINUX, List.of(), false, false))
                    .contains("DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT");
        }
    }
}
