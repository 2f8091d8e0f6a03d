package org.kernelmaven.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

class KunitSuitesTest {

    @TempDir
    private Path directory;

    /** With relocations that carry their addend, and with those that leave it in the section. */
    @ParameterizedTest
    @ValueSource(strings = {"-m64", "-m32"})
    void suitesAreNamedInTheirOrder(String bits) throws IOException {
        var module = KunitModule.compile(
                directory.resolve("shapes.ko"), List.of(bits, "-fno-pic"), "square", "Handshake API tests");

        assertThat(KunitSuites.read(module)).containsExactly("square", "Handshake API tests");
    }

    @Test
    void moduleWithoutSuitesHasNone() throws IOException {
        assertThat(KunitSuites.read(BuiltModule.assemble(directory.resolve("plain.ko"), "license=GPL")))
                .isEmpty();
    }

    @Test
    void relocationThatLeadsOutOfTheFileIsDamage() throws IOException {
        var module = KunitModule.compile(directory.resolve("shapes.ko"), List.of("-m64"), "square");
        var bytes = Files.readAllBytes(module);
        var relocations = relocations(module);
        // r_addend of the only entry
        bytes[(int) relocations.offset() + 16 + 5] = 1;
        Files.write(module, bytes);

        assertThatThrownBy(() -> KunitSuites.read(module))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a pointer leads out of section");
    }

    @Test
    void relocationThatLiesFarOutsideItsSectionIsDamage() throws IOException {
        var module = KunitModule.compile(directory.resolve("shapes.ko"), List.of("-m64"), "square");
        var bytes = ByteBuffer.wrap(Files.readAllBytes(module)).order(ByteOrder.nativeOrder());
        var start = (int) bytes.getLong(40);
        var relocations = relocations(module).offset();
        for (var header = start; header < bytes.limit(); header += 64) {
            if (bytes.getLong(header + 24) == relocations) {
                // SHT_REL: the entry's addend is where r_offset says.
                bytes.putInt(header + 4, 9);
            }
        }
        bytes.putLong((int) relocations, Long.MAX_VALUE);
        Files.write(module, bytes.array());

        assertThatThrownBy(() -> KunitSuites.read(module))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a relocation lies outside its section");
    }

    private static ElfObject.Section relocations(Path module) throws IOException {
        try (var object = ElfObject.open(module)) {
            return object.section(".rela.kunit_test_suites").orElseThrow();
        }
    }
}
