package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.KconfigException;

/** Nothing outside of the tree is read, and so none of its commands run. */
class TreeFilesTest {

    /** A Kconfig file that leaves a mark if it is read. */
    private static final String MARKS = "A := $(shell,touch marked)\nconfig OUTSIDE\n\tbool\n";

    @TempDir
    private Path directory;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("tree"));
        write("outside/Kconfig", MARKS);
    }

    private void write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Kconfig load(String text, boolean runsProbes) throws IOException {
        write("tree/Kconfig", text);
        return new KconfigLoader(tree, tree, Map.of("PATH", "/usr/bin:/bin"), runsProbes).load();
    }

    private void isRefused(String text) {
        assertThatThrownBy(() -> load(text, true))
                .isInstanceOf(KconfigException.class)
                .hasMessageStartingWith("Kconfig:1: ");
        assertThat(tree.resolve("marked")).doesNotExist();
    }

    @Test
    void filesOfTheTreeAreReadAndTheirCommandsRun() throws IOException {
        write("tree/sub/Kconfig", MARKS);
        assertThat(load("source \"sub/../sub/Kconfig\"\n", true).find("OUTSIDE"))
                .isPresent();
        assertThat(tree.resolve("marked")).exists();
    }

    @Test
    void aLinkWithinTheTreeIsFollowed() throws IOException {
        write("tree/sub/Kconfig", MARKS);
        Files.createSymbolicLink(tree.resolve("link"), Path.of("sub"));
        assertThat(load("source \"link/Kconfig\"\n", true).find("OUTSIDE")).isPresent();
    }

    @Test
    void aLinkOutOfTheTreeIsNotFollowed() throws IOException {
        Files.createSymbolicLink(tree.resolve("link"), directory.resolve("outside"));
        isRefused("source \"link/Kconfig\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/Kconfig", "x/../../outside/Kconfig", "./../outside/Kconfig"})
    void dotsDoNotLeadOut(String name) {
        isRefused("source \"" + name + "\"\n");
    }

    @Test
    void anAbsolutePathDoesNotLeadOut() {
        isRefused("source \"" + directory.resolve("outside/Kconfig") + "\"\n");
    }

    @Test
    void aPathThatAMacroGivesDoesNotLeadOut() {
        assertThatThrownBy(() -> load("OUT := ../outside\nsource \"$(OUT)/Kconfig\"\n", true))
                .isInstanceOf(KconfigException.class)
                .hasMessageStartingWith("Kconfig:2: ");
        assertThat(tree.resolve("marked")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "sub", "a\u0000b"})
    void whatIsNoRegularFileIsNotRead(String name) throws IOException {
        Files.createDirectories(tree.resolve("sub"));
        isRefused("source \"" + name + "\"\n");
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        try (var file = new RandomAccessFile(tree.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        isRefused("source \"huge\"\n");
    }

    @Test
    void commandsRunOnlyWhereTheyMay() throws IOException {
        load("A := $(shell,touch marked)\nconfig B\n\tdef_bool $(A)\n", false);
        assertThat(tree.resolve("marked")).doesNotExist();
    }
}
