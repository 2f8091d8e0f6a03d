package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.build.RunParameters.OwnRoot;

/** What a guest's root of the user's own goes with. */
class RunParametersTest {

    private static final GuestParameters GUEST = new GuestParameters(64, 1, Duration.ofSeconds(1), "");

    private final Path file;

    RunParametersTest(@TempDir Path directory) throws IOException {
        this.file = Files.writeString(directory.resolve("file"), "");
    }

    @Test
    void ownInitThatIsNotThereIsAnError() {
        var root = new OwnRoot.Init(file.resolveSibling("none"));
        assertThatThrownBy(() -> new RunParameters(GUEST, List.of(), Optional.empty(), false, Optional.of(root)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("parameter kernel.run.init: '" + root.file() + "' is no readable file");
    }

    @Test
    void ownInitStartsNoShellOfOurs() {
        var shell = Optional.of(new RunParameters.Shell(Optional.empty()));
        assertThatThrownBy(() -> new RunParameters(GUEST, List.of(), shell, false, Optional.of(new OwnRoot.Init(file))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("kernel.run.init and kernel.run.shell exclude each other");
    }

    @Test
    void nothingIsAddedToAnOwnArchive() {
        var root = Optional.<OwnRoot>of(new OwnRoot.Archive(file));
        assertThatThrownBy(() -> new RunParameters(GUEST, List.of("kunit"), Optional.empty(), false, root))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nothing is added to an archive of your own");
    }
}
