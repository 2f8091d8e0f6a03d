package org.kernelmaven.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptAnswersTest {

    private final Path folder;

    KeptAnswersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private KeptAnswers answers(String identity) {
        return new KeptAnswers(folder, identity, command -> command.replace(" ", ""));
    }

    private void keep(String identity, String command, String answer) {
        var answers = answers(identity);
        answers.put(command, answer);
        answers.save();
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void anAnswerIsKept() {
        keep("gcc", "gcc -v", "gcc 12\n");
        keep("gcc", "gcc -dumpmachine", "x86_64");
        assertThat(answers("gcc").get("gcc -v")).isEqualTo("gcc 12\n");
        assertThat(answers("gcc").get("gcc -dumpmachine")).isEqualTo("x86_64");
        assertThat(answers("clang").isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsNotWholeIsAsGoodAsNone() throws IOException {
        keep("gcc", "gcc -v", "gcc 12");
        var file = folder.resolve("gcc.probes");
        Files.writeString(file, Files.readString(file).substring(1));
        assertThat(answers("gcc").isEmpty()).isTrue();
    }

    @Test
    void whatAKilledMavenLeftGoesAfterADay() throws IOException {
        var old = Files.createFile(folder.resolve("probes1.tmp"));
        age(old, Duration.ofDays(2));
        var another = Files.createFile(folder.resolve("probes2.tmp"));
        keep("gcc", "gcc -v", "gcc 12");
        assertThat(old).doesNotExist();
        assertThat(another).exists();
    }

    @Test
    void theOldestOfManyFilesMakeRoom() throws IOException {
        for (var i = 0; i < 100; i++) {
            age(Files.createFile(folder.resolve(i + ".probes")), Duration.ofDays(i + 1));
        }
        keep("gcc", "gcc -v", "gcc 12");
        assertThat(folder.resolve("99.probes")).doesNotExist();
        assertThat(folder.resolve("98.probes")).exists();
        assertThat(answers("gcc").isEmpty()).isFalse();
    }
}
