package org.kernelmaven.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.Arch;
import org.kernelmaven.tool.Host;

/** Programs with the headers of elf(5). */
class StaticShellTest {

    private static final short X86_64 = 62;
    private static final short ARM64 = 183;

    @TempDir
    private Path directory;

    private Path program(short machine, long headers) throws IOException {
        var bytes = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        bytes.putShort(18, machine)
                .putLong(32, headers)
                .putShort(54, (short) 56)
                .putShort(56, (short) 1);
        // PT_LOAD
        bytes.putInt(64, 1);
        return Files.write(directory.resolve("shell"), bytes.array());
    }

    private StaticShell find(Path given) throws IOException {
        return StaticShell.find(Optional.of(given), "kernel.run.shell", new Host("x86_64", 1, List.of()), Arch.X86_64);
    }

    @Test
    void programWithoutDynamicLinkerIsAShell() throws IOException {
        var program = program(X86_64, 64);
        assertThat(find(program).program()).contains(program);
    }

    @Test
    void programOfAnotherArchitectureIsNone() throws IOException {
        var program = program(ARM64, 64);
        assertThatThrownBy(() -> find(program))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter kernel.run.shell")
                .hasMessageContaining("another architecture, and the guest is x86_64");
    }

    @Test
    void folderIsNone() {
        assertThatThrownBy(() -> find(directory))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no readable file");
    }

    @Test
    void headersFarOutsideTheFileAreNone() throws IOException {
        var program = program(X86_64, Long.MAX_VALUE);
        assertThatThrownBy(() -> find(program))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no statically linked program");
    }
}
