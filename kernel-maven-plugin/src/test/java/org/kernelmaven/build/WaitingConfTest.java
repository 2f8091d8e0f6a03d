package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.tool.Running;

@Timeout(60)
class WaitingConfTest {

    /** Takes and leaves files as conf does: reads the one it is told, writes another, and puts that in its place. */
    private static final String CONF =
            """
            #!/bin/sh
            [ "$*" = "-s --syncconfig Kconfig" ] && [ "$TOOL" = cc ] || exit 9
            sed 's/^CONFIG_A=m/CONFIG_A=y/' "$KCONFIG_CONFIG" >"$KCONFIG_CONFIG.tmp" &&
              mv "$KCONFIG_CONFIG" "$KCONFIG_CONFIG.old" &&
              mv "$KCONFIG_CONFIG.tmp" "$KCONFIG_CONFIG"
            """;

    @TempDir
    Path directory;

    private Path source;
    private Path build;
    private Path config;
    private Path program;

    @BeforeEach
    void makeTrees() throws IOException {
        source = directory.resolve("tree");
        build = source.resolve("build");
        config = build.resolve(".config");
        program = Files.createDirectories(build.resolve("scripts/kconfig")).resolve("conf");
        Files.createDirectories(source.resolve("scripts/kconfig"));
        Files.writeString(source.resolve("scripts/kconfig/conf.c"), "int main(void);\n");
        Files.setLastModifiedTime(
                source.resolve("scripts/kconfig/conf.c"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Files.writeString(config, "before\n");
        compiled(CONF);
    }

    private void compiled(String script) throws IOException {
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Optional<WaitingConf> start() throws IOException {
        return WaitingConf.start(new KconfigLoader(source, build, Map.of("TOOL", "cc", "PATH", "/usr/bin:/bin"), true));
    }

    @Test
    void whatItMakesOfAConfigurationIsTheBuildTrees() throws IOException {
        try (var conf = start().orElseThrow()) {
            assertThat(config).hasContent("before");
            assertThat(conf.judge("CONFIG_A=m\nCONFIG_B=m\n")).isTrue();
        }

        assertThat(config).hasContent("CONFIG_A=y\nCONFIG_B=m\n");
        assertThat(build.resolve(".config.judged")).doesNotExist();
    }

    @Test
    void whereItFailsNothingChanges() throws IOException {
        compiled("#!/bin/sh\ncat >/dev/null; exit 1\n");
        try (var conf = start().orElseThrow()) {
            assertThat(conf.judge("CONFIG_A=m\n")).isFalse();
        }

        assertThat(config).hasContent("before");
    }

    @Test
    void oneThatAsksForEverIsEnded() throws IOException {
        compiled("#!/bin/sh\ncat >/dev/null; exec yes 'Number (NUMBER) [] (NEW)'\n");
        try (var conf = start().orElseThrow()) {
            assertThat(conf.judge("CONFIG_A=m\n")).isFalse();
        }

        assertThat(config).hasContent("before");
    }

    @Test
    void oneThatEndsBeforeItReadsAnythingFails() throws IOException {
        compiled("#!/bin/sh\nexit 0\n");
        try (var conf = start().orElseThrow()) {
            assertThat(conf.judge("#\n".repeat(1 << 18))).isFalse();
        }

        assertThat(config).hasContent("before");
    }

    @Test
    void oneThatIsNotAskedIsEnded() throws IOException {
        compiled("#!/bin/sh\necho $$ >pid; cat \"$KCONFIG_CONFIG\"; sleep 600\n");
        try (var conf = start().orElseThrow()) {
            assertThat(conf).isNotNull();
            while (!Files.exists(build.resolve("pid")) || Files.size(build.resolve("pid")) == 0) {
                Thread.onSpinWait();
            }
        }

        assertThat(Running.is(Files.readString(build.resolve("pid")))).isFalse();
        assertThat(Files.isSymbolicLink(build.resolve(".config.judged"))).isFalse();
    }

    @Test
    void oneThatMakeWouldCompileAnewIsNotRun() throws IOException {
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(start()).isEmpty();
    }

    @Test
    void aNewBuildTreeHasNone() throws IOException {
        Files.delete(program);

        assertThat(start()).isEmpty();
    }
}
