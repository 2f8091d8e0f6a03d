package org.kernelmaven.kconfig.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.kconfig.Assignment;
import org.kernelmaven.kconfig.Base;
import org.kernelmaven.kconfig.ConfigRequest;
import org.kernelmaven.kconfig.ConfigValue.Tristate;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.kconfig.EngineResolver;
import org.kernelmaven.kconfig.StubTree;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

class RequiredOptionsTest {

    private static final Assignment CARD = new Assignment("NIC", Tristate.Y);

    private final StubTree tree;

    RequiredOptionsTest(@TempDir Path directory) throws IOException {
        tree = StubTree.write(directory);
    }

    @Test
    void turnsOnWhatAnOptionNeeds() throws IOException {
        assertThat(resolve(true, CARD).values())
                .containsEntry("NIC", Tristate.Y)
                .containsEntry("NET", Tristate.Y)
                .containsEntry("BUS", Tristate.Y);
    }

    @Test
    void doesNothingUnasked() throws IOException {
        assertThat(resolve(false, CARD).get("NIC")).isEmpty();
    }

    @Test
    void neverChangesWhatWasAskedFor() throws IOException {
        assertThat(resolve(true, CARD, new Assignment("BUS", Tristate.N)).values())
                .containsEntry("BUS", Tristate.N)
                .doesNotContainKey("NIC");
    }

    @Test
    void theOrderOfWhatIsAskedPlaysNoPart() throws IOException {
        var slow = new Assignment("HZ_100", Tristate.Y);
        assertThat(resolve(true, CARD, slow)).isEqualTo(resolve(true, slow, CARD));
    }

    private DotConfig resolve(boolean resolveDependencies, Assignment... assignments) throws IOException {
        var make = Command.of(
                tree.build(), "make", "-f", tree.source().resolve("Makefile").toString());
        return new RequiredOptions(new EngineResolver(new CommandRunner()))
                .resolve(new ConfigRequest(
                        make,
                        tree.build(),
                        tree.source(),
                        "x86",
                        new Base.Target("allnoconfig"),
                        List.of(assignments),
                        false,
                        false,
                        resolveDependencies))
                .config();
    }
}
