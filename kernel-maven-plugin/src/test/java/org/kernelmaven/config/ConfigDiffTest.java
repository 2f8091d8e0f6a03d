package org.kernelmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.Symbols;

class ConfigDiffTest {

    @TempDir
    Path directory;

    private Symbols symbols;

    @BeforeEach
    void tree() throws IOException {
        Files.createDirectories(directory.resolve("arch/x86"));
        Files.writeString(
                directory.resolve("Kconfig"),
                """
                config NET
                	bool "Networking"

                config NIC
                	tristate "Network card"
                	depends on NET

                config QUEUES
                	int
                	default 4

                config MTU
                	int "Largest packet"
                	depends on NET
                """);
        symbols = Symbols.scan(directory, "x86");
    }

    @Test
    void holdsWhatDiffersByName() {
        assertThat(diff(
                        "CONFIG_NET=y\nCONFIG_NIC=m\nCONFIG_MTU=1500\n",
                        "CONFIG_NET=y\nCONFIG_NIC=y\nCONFIG_MTU=9000\n"))
                .isEqualTo("CONFIG_MTU=9000\nCONFIG_NIC=y\n");
    }

    @Test
    void whatWasSwitchedOffIsWrittenAsNotSet() {
        assertThat(diff("CONFIG_NET=y\nCONFIG_NIC=m\n", "CONFIG_NET=y\n# CONFIG_NIC is not set\n"))
                .isEqualTo("# CONFIG_NIC is not set\n");
    }

    @Test
    void whatVanishedWithAnotherFollowsFromThatOne() {
        assertThat(diff("CONFIG_NET=y\nCONFIG_NIC=m\nCONFIG_MTU=1500\n", "# CONFIG_NET is not set\n"))
                .isEqualTo("# CONFIG_NET is not set\n");
    }

    @Test
    void whatAppearedAndIsOffIsNoChange() {
        assertThat(diff("# CONFIG_NET is not set\n", "CONFIG_NET=y\n# CONFIG_NIC is not set\nCONFIG_MTU=1500\n"))
                .isEqualTo("CONFIG_MTU=1500\nCONFIG_NET=y\n");
    }

    @Test
    void whatNobodyCanSetByHandIsLeftOut() {
        assertThat(diff("CONFIG_QUEUES=4\n", "CONFIG_QUEUES=8\n")).isEmpty();
    }

    private String diff(String before, String after) {
        return ConfigDiff.fragment(DotConfig.parse(before, "before"), DotConfig.parse(after, "after"), symbols);
    }
}
