package org.kernelmaven.kbuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.tool.CommandRunner;

class KilledMakeTest {

    @TempDir
    Path directory;

    private void starts(Instant at) throws IOException {
        KilledMake.starts(directory);
        try (var marker = Files.list(directory)) {
            Files.setLastModifiedTime(marker.findFirst().orElseThrow(), FileTime.from(at));
        }
    }

    private Path written(String name, Instant at) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        return Files.setLastModifiedTime(file, FileTime.from(at));
    }

    @Test
    void nothingIsRemovedWhereMakeEnded() throws IOException {
        var file = written("vmlinux", Instant.now());
        KilledMake.starts(directory);
        KilledMake.ends(directory);

        assertThat(KilledMake.clean(directory)).isFalse();
        assertThat(KilledMake.clean(directory.resolve("none"))).isFalse();

        assertThat(file).exists();
    }

    @Test
    void targetsWithoutTheirCommandAndLateOnesAreRemoved() throws IOException {
        var start = Instant.parse("2024-01-01T10:00:00Z");
        starts(start);
        var before = written(".config", start.minusSeconds(1));
        var finished = written("kernel/fork.o", start.plusSeconds(10));
        var command = written("kernel/.fork.o.cmd", start.plusSeconds(10));
        var torn = written("vmlinux", start.plusSeconds(20));
        written(".vmlinux.cmd", start.minusSeconds(100));
        var plain = written("lib/crc32table.h", start.plusSeconds(89));
        var late = written("lib/crc32.o", start.plusSeconds(91));
        var lateCommand = written("lib/.crc32.o.cmd", start.plusSeconds(91));
        var last = written("tools/objtool/objtool", start.plusSeconds(100));

        assertThat(KilledMake.clean(directory)).isTrue();

        assertThat(torn).doesNotExist();
        assertThat(late).doesNotExist();
        assertThat(lateCommand).doesNotExist();
        assertThat(last).doesNotExist();
        assertThat(before).exists();
        assertThat(finished).exists();
        assertThat(command).exists();
        assertThat(plain).exists();
        assertThat(KilledMake.clean(directory)).isFalse();
    }

    @Test
    void linksAreNeitherFollowedNorRemoved() throws IOException {
        var elsewhere = Files.createDirectories(directory.resolve("source"));
        var file = Files.writeString(elsewhere.resolve("main.c"), "");
        var output = Files.createDirectories(directory.resolve("build"));
        KilledMake.starts(output);
        var link = Files.createSymbolicLink(output.resolve("source"), elsewhere);

        assertThat(KilledMake.clean(output)).isTrue();

        assertThat(link).isSymbolicLink();
        assertThat(file).exists();
    }

    @Test
    void makeThatIsKilledIsToldFromOneThatFails() throws IOException {
        fails("touch build/half; exit 2");
        assertThat(KilledMake.clean(directory.resolve("view/build"))).isFalse();
        assertThat(directory.resolve("view/build/half")).exists();

        fails("touch build/half; kill -s KILL $$PPID; sleep 9");
        assertThat(KilledMake.clean(directory.resolve("view/build"))).isTrue();
        assertThat(directory.resolve("view/build/half")).doesNotExist();
    }

    private void fails(String recipe) throws IOException {
        var make = StubTree.in(directory, "all:\n\t@" + recipe + "\n").make();
        try (var log = BuildLog.start(directory.resolve("build.log"))) {
            var run = new MakeRun(new CommandRunner(), line -> {});
            assertThatThrownBy(() -> run.run(MakeRun.Step.of("Compiling", make, make.command("all"), 0), log))
                    .isInstanceOf(CompileException.class);
        }
    }
}
