package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

class WorkDirectoryTest {

    /** Nobody can write there, not even root. */
    private static final Path UNWRITABLE = Path.of("/dev/null/store/work");

    private Path directory;

    @BeforeEach
    void directory(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
    }

    private WorkDirectory of(String project, Path... elsewhere) throws IOException {
        var base = directory.resolve(project);
        return WorkDirectory.of(
                new ProjectInfo("g", "a", "1", base, base.resolve("target"), Instant.EPOCH),
                "kernel",
                Optional.empty(),
                List.of(elsewhere));
    }

    @Test
    void projectIsWorkedOnInItself() throws IOException {
        assertThat(of("plain", directory.resolve("store")).root()).isEqualTo(directory.resolve("plain/target/kernel"));
    }

    @Test
    void projectThatMakeCannotTakeIsWorkedOnElsewhere() throws IOException {
        var work = of("two words", directory.resolve("store"), directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("store"));
        assertThat(work.output()).isEqualTo(directory.resolve("two words/target/kernel"));
    }

    @Test
    void storeThatIsNotWritableIsPassedOver() throws IOException {
        var work = of("two words", UNWRITABLE, directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("user"));
    }

    @Test
    void storeThatMakeCannotTakeIsPassedOver() throws IOException {
        var work = of("two words", directory.resolve("the store"), directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("user"));
    }

    @Test
    void nowhereToWorkIsAnErrorThatNamesThePlaces() {
        assertThatThrownBy(() -> of("two words", UNWRITABLE, directory.resolve("the cache")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("two words/target/kernel'")
                .hasMessageContaining("'" + UNWRITABLE + "', '" + directory.resolve("the cache") + "'")
                .hasMessageContaining("kernel.workDirectory");
    }

    @Test
    void anotherPlaceStartsAnew() throws IOException {
        Files.writeString(of("two words", directory.resolve("one")).root().resolve("built"), "");
        of("two words", directory.resolve("two"));

        assertThat(of("two words", directory.resolve("one")).root()).isEmptyDirectory();
    }

    @Test
    void samePlaceIsKept() throws IOException {
        Files.writeString(of("two words", directory.resolve("one")).root().resolve("built"), "");

        assertThat(of("two words", directory.resolve("one")).root().resolve("built"))
                .exists();
    }
}
