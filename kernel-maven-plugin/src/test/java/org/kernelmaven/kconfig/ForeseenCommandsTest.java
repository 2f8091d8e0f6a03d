package org.kernelmaven.kconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeseenCommandsTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("CC", "gcc", "srctree", "..", "RUSTC", "rustc");

    @Test
    void thoseWhoseTextTheEnvironmentGives() {
        var text =
                """
                cc-info := $(shell,$(srctree)/scripts/cc-version.sh $(CC))
                as-info := $(shell,$(srctree)/scripts/as-version.sh $(CC) $(CLANG_FLAGS))
                config RUSTC_VERSION_TEXT
                \tstring
                \tdefault "$(shell,$(RUSTC) --version 2>/dev/null)"
                """;

        assertThat(ForeseenCommands.of(text, ENVIRONMENT))
                .containsExactly(
                        "../scripts/cc-version.sh gcc", "../scripts/as-version.sh gcc ", "rustc --version 2>/dev/null");
    }

    @Test
    void noneThatOtherLinesHaveASayIn() {
        var text =
                """
                info := some
                cc-name := $(shell,set -- $(info) && echo 1)
                lazy = $(shell,$(CC) --version)
                called := $(shell,$(success,$(CC)))
                # cc := $(shell,$(CC) -v)
                of-user := $(shell,$(CC) $(1-flag))
                """;

        assertThat(ForeseenCommands.of(text, ENVIRONMENT)).isEmpty();
    }
}
