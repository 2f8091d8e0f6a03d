package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Pruning;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.StoreKeeper;

class WorkDirectoryTest {

    /** Nobody can write there, not even root. */
    private static final Path UNWRITABLE = Path.of("/dev/null/store");

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
                Stream.of(elsewhere)
                        .map(place -> new Store(place, place, Optional.of(directory.resolve("acme"))))
                        .toList());
    }

    @Test
    void projectIsWorkedOnInItself() throws IOException {
        assertThat(of("plain", directory.resolve("store")).root()).isEqualTo(directory.resolve("plain/target/kernel"));
    }

    @Test
    void projectThatMakeCannotTakeIsWorkedOnElsewhere() throws IOException {
        var work = of("two words", directory.resolve("store"), directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("store/work"));
        assertThat(work.output()).isEqualTo(directory.resolve("two words/target/kernel"));
    }

    @Test
    void storeThatIsNotWritableIsPassedOver() throws IOException {
        var work = of("two words", UNWRITABLE, directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("user/work"));
    }

    @Test
    void storeThatMakeCannotTakeIsPassedOver() throws IOException {
        var work = of("two words", directory.resolve("the store"), directory.resolve("user"));

        assertThat(work.root().getParent()).isEqualTo(directory.resolve("user/work"));
    }

    @Test
    void storeOfTheUsersOwnIsNamedOnce() {
        var own = directory.resolve("the store");

        assertThatThrownBy(() -> of("two words", own, own)).message().containsOnlyOnce("'" + own + "/work'");
    }

    @Test
    void nowhereToWorkIsAnErrorThatNamesThePlaces() {
        assertThatThrownBy(() -> of("two words", UNWRITABLE, directory.resolve("the cache")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("two words/target/kernel'")
                .hasMessageContaining("'" + UNWRITABLE + "/work', '" + directory.resolve("the cache") + "/work'")
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

    @Test
    void projectThatIsWorkedOnElsewhereIsNamedInTheStoreAndNotPruned() throws IOException {
        var root = of("two words", directory.resolve("one")).root();
        Files.writeString(root.resolve("built"), "x");
        var keeper = new StoreKeeper(new Store(directory.resolve("one"), directory.resolve("one")));
        var everything = Pruning.parse(Optional.empty(), Optional.of("0K"));

        assertThat(CapturedLog.of(() -> keeper.keep(false, false, everything)))
                .contains("Kept work/" + root.getFileName() + " (" + directory
                        + "/two words/target/kernel): it is in use")
                .contains("used by " + directory + "/acme");
        assertThat(root).isDirectory();
    }

    @Test
    void whatWasRemovedFromTheStoreIsStartedAnew() throws IOException {
        var place = directory.resolve("one");
        var root = of("two words", place).root();
        Files.writeString(root.resolve("built"), "");
        new Store(place, place).remove(Kind.WORK, root.getFileName().toString());

        assertThat(of("two words", place).root()).isEqualTo(root).isEmptyDirectory();
    }
}
