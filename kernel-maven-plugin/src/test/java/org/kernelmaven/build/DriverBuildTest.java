package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;
import org.kernelmaven.build.driver.DriverBuild;
import org.kernelmaven.build.driver.DriverRequest;
import org.kernelmaven.build.module.ModuleRequest;
import org.kernelmaven.store.Trees;

/** A driver of the stub kernel's tree, copied, edited, built and given back as a patch. */
class DriverBuildTest {

    private static final String KERNEL = "org.example:stub:1.0";
    private static final String TURBO = "drivers/acme/turbo";

    @TempDir
    static Path shared;

    private static PackagedKernel once;

    @TempDir
    Path directory;

    private PackagedKernel published;
    private Optional<String> driver = Optional.of(TURBO);
    private Optional<String> source;
    private String coordinates = KERNEL;
    private List<String> extra = List.of();

    @BeforeAll
    static void publish() throws IOException {
        once = kernel(shared.resolve("kernel")).build().pack();
    }

    @BeforeEach
    void name() throws IOException {
        published = once;
        source = Optional.of("file:" + StubProject.tarball(shared.resolve("store")));
    }

    private static StubProject kernel(Path project) throws IOException {
        return new StubProject(project, shared.resolve("store"))
                .patch("seven", StubProject.diff(TURBO + "/turbo.h", 1, "#define TURBO 7", "#define TURBO 70"));
    }

    @Test
    void driverIsCopiedWithWhatItReachesAndBuilt() throws IOException {
        var compiled = build().build();

        assertThat(compiled.modules())
                .singleElement()
                .satisfies(module -> assertThat(module).isRegularFile().hasFileName("turbo.ko"));
        assertThat(copy("turbo.h")).hasContent("#define TURBO 70");
        assertThat(directory.resolve("driver/src/driver")).satisfies(copy -> {
            assertThat(copy.resolve("drivers/misc/shared.h")).exists();
            assertThat(copy.resolve("drivers/misc/tables/speeds.h")).exists();
            assertThat(copy.resolve("drivers/misc/tables/slow.h")).doesNotExist();
            assertThat(copy.resolve("include")).doesNotExist();
        });
        assertThat(Files.isWritable(copy("turbo.c"))).isTrue();
    }

    @Test
    void editsAreKeptAndBuilt() throws IOException {
        build().build();
        Files.writeString(copy("turbo.c"), Files.readString(copy("turbo.c")) + "int added;\n");
        Files.writeString(copy("turbo.h"), "#define TURBO 71\n");

        var compiled = build().build();

        assertThat(copy("turbo.h")).hasContent("#define TURBO 71");
        assertThat(Files.readString(compiled.modules().get(0), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("added");
    }

    @Test
    void editsBecomeAPatchOfTheKernelProject() throws IOException {
        build().build();
        Files.writeString(copy("turbo.h"), "#define TURBO 71\n");
        Files.writeString(copy("boost.h"), "#define BOOST 1\n");
        Files.delete(directory.resolve("driver/src/driver/drivers/misc/shared.h"));
        var patch = directory.resolve("turbo.patch");
        var kernel = kernel(directory.resolve("kernel"));

        var summary = build().patch(Optional.of(patch));
        kernel.patch("turbo", Files.readString(patch)).build().patch();

        assertThat(summary.changed()).containsExactly(TURBO + "/turbo.h");
        assertThat(summary.added()).containsExactly(TURBO + "/boost.h");
        assertThat(summary.deleted()).containsExactly("drivers/misc/shared.h");
        assertThat(kernel.tree().resolve(TURBO + "/turbo.h")).hasContent("#define TURBO 71");
        assertThat(kernel.tree().resolve(TURBO + "/boost.h")).exists();
        assertThat(kernel.tree().resolve("drivers/misc/shared.h")).doesNotExist();
    }

    @Test
    void anotherMachineWritesTheSamePatch() throws IOException {
        build().build();
        Files.writeString(copy("turbo.h"), "#define TURBO 71\n");
        build().patch(Optional.of(directory.resolve("one.patch")));
        Trees.delete(directory.resolve("driver/target"));

        build().patch(Optional.of(directory.resolve("two.patch")));

        assertThat(directory.resolve("two.patch")).hasSameBinaryContentAs(directory.resolve("one.patch"));
    }

    @Test
    void fileOfTheTreeThatWasPutBesideIsToldAgainstTheTree() throws IOException {
        build().build();
        var header = directory.resolve("driver/src/driver/include/linux/stub.h");
        Files.createDirectories(header.getParent());
        Files.writeString(header, "#define STUB 77\n");

        var summary = build().patch(Optional.empty());

        assertThat(summary.changed()).containsExactly("include/linux/stub.h");
        assertThat(build().build().modules()).hasSize(1);
    }

    @Test
    void extraFilesAreCopied() throws IOException {
        extra = List.of("include/linux/stub.h", "drivers/misc/tables");

        build().build();

        assertThat(directory.resolve("driver/src/driver/include/linux/stub.h")).exists();
        assertThat(directory.resolve("driver/src/driver/drivers/misc/tables/slow.h"))
                .exists();
        assertThat(build().patch(Optional.empty()).isEmpty()).isTrue();
    }

    @Test
    void withoutEditsNoPatchIsWritten() throws IOException {
        build().build();

        assertThat(build().patch(Optional.of(directory.resolve("none.patch"))).isEmpty())
                .isTrue();
        assertThat(directory.resolve("none.patch")).doesNotExist();
    }

    @Test
    void errorNamesTheCopy() throws IOException {
        build().build();
        Files.writeString(copy("turbo.c"), "int bug = nothing;\n");

        assertThatThrownBy(() -> build().build())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("src/driver/" + TURBO + "/turbo.c:1: 'nothing' undeclared");
    }

    @Test
    void symbolThatTheKernelLacksIsExplained() throws IOException {
        build().build();
        Files.writeString(
                copy("turbo.c"),
                Files.readString(copy("turbo.c"))
                        + "int stub_symbl(void);\nint turbo_more(void) { return stub_symbl(); }\n");

        assertThatThrownBy(() -> build().build())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Module turbo uses symbol 'stub_symbl', which is undefined.")
                .hasMessageContaining("Did you mean 'stub_symbol'?");
    }

    @Test
    void misspeltDirectoryIsAnsweredWithTheNearestNames() {
        driver = Optional.of("drivers/turbo");
        assertFails("'drivers/turbo'", "There is 'drivers/acme/turbo'");
        driver = Optional.of("drivers/acmee/turboo");
        assertFails("Did you mean 'drivers/acme'?");
        driver = Optional.of(TURBO + "/turbo.c");
        assertFails("is a file", "'" + TURBO + "'");
        driver = Optional.of("drivers/misc/tables");
        assertFails("no Kbuild file", "'drivers/misc'");
        assertThat(directory.resolve("driver/src")).doesNotExist();
    }

    @Test
    void directoryOutsideTheTreeIsRefused() {
        for (var outside : List.of("../turbo", "/usr/src", "drivers/../../x", "drivers/a b")) {
            driver = Optional.of(outside);
            assertFails("'" + outside + "' is no path in a kernel tree");
        }
    }

    @Test
    void optionThatIsOffIsNamed() throws IOException {
        published = kernel(directory.resolve("kernel"))
                .option("WIDGET", "no")
                .build()
                .pack();

        assertFails(
                "builds no module",
                "GADGET is off (" + TURBO + "/Makefile:2)",
                "it depends on WIDGET",
                "ask for WIDGET=m",
                "<GADGET>module");
    }

    @Test
    void kernelWhoseRecipeNamesNoSourceNeedsOne() {
        source = Optional.empty();
        assertFails("of its own machine", "-Dkernel.driver.source");
        source = Optional.of("linux-source-6.1");
        assertFails("KIND:VALUE");
    }

    @Test
    void kernelWithoutARecipeNeedsASource() throws IOException {
        source = Optional.empty();
        published = new PackagedKernel(published.artifacts().stream()
                .filter(artifact -> !artifact.type().equals("kernel-recipe"))
                .toList());
        assertFails("has no recipe artifact", "-Dkernel.driver.source");
        source = Optional.of("file:" + StubProject.tarball(shared.resolve("store")));

        build().build();

        assertThat(copy("turbo.h")).hasContent("#define TURBO 7");
    }

    @Test
    void copyOfAnotherKernelIsNotBuilt() throws IOException {
        build().build();
        coordinates = "org.example:stub:2.0";

        assertFails("was made from " + KERNEL, "org.example:stub:2.0", "kernel:driver-patch");
    }

    @Test
    void directoryInOneThatWasCopiedIsNotCopiedAgain() throws IOException {
        driver = Optional.of("drivers/acme");
        build().build();
        driver = Optional.of(TURBO);

        build().build();

        assertThat(directory.resolve("driver/src/driver/driver.origin"))
                .content()
                .contains("directory drivers/acme\n")
                .doesNotContain("directory " + TURBO);
    }

    @Test
    void patchWithoutACopyIsExplained() {
        assertThatThrownBy(() -> build().patch(Optional.empty()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no copy of a driver")
                .hasMessageContaining("kernel:driver");
    }

    private void assertFails(String... parts) {
        assertThatThrownBy(() -> build().build())
                .isInstanceOf(UserException.class)
                .message()
                .contains(parts);
    }

    private Path copy(String file) {
        return directory.resolve("driver/src/driver").resolve(TURBO).resolve(file);
    }

    private DriverBuild build() throws IOException {
        var project = new ProjectInfo(
                "org.example",
                "driver",
                "1.0",
                directory.resolve("driver"),
                directory.resolve("driver/target"),
                ProjectInfo.DEFAULT_TIMESTAMP);
        var request = new DriverRequest(
                project,
                Optional.of(new DriverRequest.Kernel(coordinates, Optional.empty())),
                driver,
                directory.resolve("driver/src/driver"),
                extra,
                source,
                new ModuleRequest.MakeParameters(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(2),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new Concurrency(1, 1)));
        return new DriverBuild(
                request, kernel(directory.resolve("kernel")).environment(wanted -> published.artifacts().stream()
                        .filter(artifact ->
                                artifact.classifier().equals(wanted.classifier().orElse("")))
                        .findFirst()
                        .orElseThrow(() -> new UserException("no such artifact: " + wanted))
                        .file()));
    }
}
