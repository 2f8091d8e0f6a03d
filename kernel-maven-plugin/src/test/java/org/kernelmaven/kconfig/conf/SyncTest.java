package org.kernelmaven.kconfig.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {

    private static final String KCONFIG =
            """
            mainmenu "Test $(WHO)"
            config MODULES
            	def_bool y
            	modules
            config A
            	bool "A"
            config T
            	tristate "T"
            config H
            	hex "H"
            config S
            	string "S"
            """;

    private static final String CONFIG =
            """
            # CONFIG_A is not set
            CONFIG_T=m
            CONFIG_H=1f
            CONFIG_S="a \\"b\\""
            """;

    @TempDir
    Path directory;

    private ConfTree tree;

    @BeforeEach
    void write() throws IOException {
        tree = new ConfTree(directory, KCONFIG).write(".config", CONFIG).set("WHO", "me");
    }

    private void sync() {
        assertThat(tree.run("--syncconfig", "Kconfig")).isEqualTo(new ConfTree.Result(0, "", ""));
    }

    private List<String> touched() throws IOException {
        try (var files = Files.list(directory.resolve("include/config"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("auto.conf"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatTheBuildReadsIsWritten() throws IOException {
        sync();
        assertThat(tree.read("include/config/auto.conf"))
                .isEqualTo(
                        """
                        #
                        # Automatically generated file; DO NOT EDIT.
                        # Test me
                        #
                        CONFIG_MODULES=y
                        CONFIG_T=m
                        CONFIG_H=1f
                        CONFIG_S=a "b"
                        """);
        assertThat(tree.read("include/generated/autoconf.h"))
                .isEqualTo(
                        """
                        /*
                         * Automatically generated file; DO NOT EDIT.
                         * Test me
                         */
                        #define CONFIG_MODULES 1
                        #define CONFIG_T_MODULE 1
                        #define CONFIG_H 0x1f
                        #define CONFIG_S "a \\"b\\""
                        """);
        assertThat(tree.read("include/generated/rustc_cfg"))
                .isEqualTo(
                        """
                        --cfg=CONFIG_MODULES
                        --cfg=CONFIG_MODULES="y"
                        --cfg=CONFIG_T
                        --cfg=CONFIG_T="m"
                        --cfg=CONFIG_H="0x1f"
                        --cfg=CONFIG_S="a \\"b\\""
                        """);
        assertThat(touched()).containsExactly("H", "MODULES", "S", "T");
    }

    @Test
    void makeLearnsWhatTheResultHangsOn() throws IOException {
        sync();
        assertThat(tree.read("include/config/auto.conf.cmd"))
                .isEqualTo(
                        """
                        autoconfig := include/config/auto.conf

                        deps_config := \\
                        	Kconfig \\

                        $(autoconfig): $(deps_config)
                        $(deps_config): ;

                        ifneq "$(WHO)" "me"
                        $(autoconfig): FORCE
                        endif
                        """);
    }

    @Test
    void onlyWhatChangesIsTouched() throws IOException {
        sync();
        for (var symbol : touched()) {
            Files.delete(directory.resolve("include/config/" + symbol));
        }
        tree.write(
                ".config", CONFIG.replace("# CONFIG_A is not set", "CONFIG_A=y").replace("T=m", "T=n"));
        sync();
        assertThat(touched()).containsExactly("A", "T");
    }

    @Test
    void aSymbolThatIsGoneIsTouchedUnlessItIsNoName() throws IOException {
        sync();
        tree.write(
                "include/config/auto.conf",
                tree.read("include/config/auto.conf") + "CONFIG_GONE=y\nCONFIG_../../evil=y\n");
        sync();
        assertThat(touched()).contains("GONE");
        assertThat(tree.has("evil")).isFalse();
    }

    @Test
    void otherTargetsWriteItOnceAlone() throws IOException {
        tree.run("--allyesconfig", "Kconfig");
        assertThat(tree.read("include/config/auto.conf")).contains("CONFIG_T=y");
        tree.run("--allnoconfig", "Kconfig");
        assertThat(tree.read("include/config/auto.conf")).contains("CONFIG_T=y");
    }

    @Test
    void theFilesMayHaveOtherNames() throws IOException {
        tree.set("KCONFIG_AUTOCONFIG", "x/a.conf")
                .set("KCONFIG_AUTOHEADER", "x/a.h")
                .set("KCONFIG_RUSTCCFG", "x/a.rs");
        sync();
        assertThat(tree.has("x/a.conf")).isTrue();
        assertThat(tree.has("x/a.h")).isTrue();
        assertThat(tree.has("x/a.rs")).isTrue();
        assertThat(tree.has("x/T")).isTrue();
    }

    @Test
    void aConfigThatWouldChangeIsRefusedWhereThatIsWanted() throws IOException {
        tree.write(".config", "CONFIG_T=m\n").set("KCONFIG_NOSILENTUPDATE", "1");
        var result = tree.run("--syncconfig", "Kconfig");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("*** The configuration requires explicit update.");
        assertThat(tree.read(".config")).isEqualTo("CONFIG_T=m\n");
    }
}
