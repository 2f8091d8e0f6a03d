package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;

/** Real ccache and real distcc before the stub kernel's compiler. */
class CompilerLauncherBuildTest {

    private static final String RANDSTRUCT =
            """
            --- a/Kconfig
            +++ b/Kconfig
            @@ -1,3 +1,7 @@
             mainmenu "Stub Kernel Configuration"
            \s
            +config RANDSTRUCT
            +	bool "Structure layouts at random"
            +	default y
            +
             config CC_VERSION_TEXT
            """;

    @TempDir
    Path directory;

    private StubProject project(String name) throws IOException {
        return new StubProject(directory.resolve(name), directory.resolve("store"));
    }

    /** ccache with a cache of the test's own. */
    private String ccache() throws IOException {
        var script = directory.resolve("ccache");
        Files.writeString(
                script,
                """
                #!/bin/sh
                CCACHE_DIR='%s' exec /usr/bin/env ccache "$@"
                """
                        .formatted(directory.resolve("cache")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script.toString();
    }

    @Test
    void anotherDirectoryHitsAndGivesTheBytesOfNoLauncher() throws IOException {
        var plain = project("plain");
        var first = project("first").launcher(ccache());
        var second = project("second").launcher(ccache());
        plain.build().compile();
        assertThat(CapturedLog.of(() -> first.build().compile())).contains("0 of 5 compiles (0.0 %) were in ccache");
        assertThat(CapturedLog.of(() -> second.build().compile())).contains("5 of 5 compiles (100.0 %) were in ccache");
        for (var file : new String[] {"vmlinux", "kernel/fork.o"}) {
            assertThat(second.tree().resolve("build").resolve(file))
                    .hasSameBinaryContentAs(plain.tree().resolve("build").resolve(file));
        }
    }

    /** As clang does it, of which ccache before 4.11 sees the file's name alone. */
    @Test
    void anotherSeedOfStructureLayoutsHitsNothing() throws IOException {
        var first = project("first").patch("randstruct", RANDSTRUCT).launcher(ccache());
        var same = project("same").patch("randstruct", RANDSTRUCT).launcher(ccache());
        var other = project("other").patch("randstruct", RANDSTRUCT).launcher(ccache());
        first.randstructSalt("a").build().compile();

        assertThat(CapturedLog.of(() -> same.randstructSalt("a").build().compile()))
                .contains("5 of 5 compiles");
        assertThat(CapturedLog.of(() -> other.randstructSalt("b").build().compile()))
                .contains("0 of 5 compiles");
    }

    @Test
    void aLauncherAloneDoesNotBuildAgain() throws IOException {
        project("one").build().compile();
        Files.delete(directory.resolve("one/target/kernel/build.log"));

        project("one").launcher(ccache()).build().compile();

        assertThat(directory.resolve("one/target/kernel/build.log")).doesNotExist();
    }

    @Test
    void distccCompilesAtItsServersWithTheirJobsAndGivesTheBytesOfNoLauncher() throws Exception {
        var plain = project("plain");
        plain.build().compile();
        try (var server = new DistccServer(directory)) {
            var distributed =
                    project("distributed").launcher(server.client(7).toString()).withoutJobs();

            distributed.build().compile();

            assertThat(server.compiled())
                    .containsExactlyInAnyOrder("main.c", "version.c", "fork.c", "widget.c", "gadget.c");
            assertThat(directory.resolve("distributed/target/kernel/build.log"))
                    .content()
                    .contains(" -j7");
            assertThat(distributed.tree().resolve("build/kernel/fork.o"))
                    .hasSameBinaryContentAs(plain.tree().resolve("build/kernel/fork.o"));
        }
    }

    @Test
    void distccBehindCcacheCompilesWhatCcacheHasNot() throws Exception {
        try (var server = new DistccServer(directory)) {
            var launcher = ccache() + " " + server.client(7);
            var first = project("first").launcher(launcher);
            var second = project("second").launcher(launcher);

            assertThat(CapturedLog.of(() -> first.build().compile())).contains("0 of 5 compiles");
            assertThat(server.compiled()).hasSize(5);
            assertThat(CapturedLog.of(() -> second.build().compile())).contains("5 of 5 compiles");
            assertThat(server.compiled()).hasSize(5);
        }
    }
}
