package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.artifact.KernelMetadata;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.store.Digests;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;

/** A published kernel is taken where the same inputs went into it, and never another one. */
class ReuseTest {

    private static final String FORK = "\treturn STUB + 1;";

    @TempDir
    Path directory;

    private PackagedKernel published;

    @BeforeEach
    void publish() throws IOException {
        published = kernel("publisher").build().pack();
    }

    @Test
    void sameInputsAreNotBuiltAgainAndNeedNoCompiler() throws IOException {
        var second = reusing().launcher("ccache").withoutPrograms();

        var reused = second.build().pack();

        assertThat(second.tree()).doesNotExist();
        for (var artifact : published.artifacts()) {
            assertThat(reused.file(artifact.type()).orElseThrow())
                    .startsWith(directory.resolve("second/target"))
                    .hasSameBinaryContentAs(artifact.file());
        }
        assertThat(reused.artifacts()).hasSameSizeAs(published.artifacts());
    }

    @Test
    void programsOfTheDevArtifactNeedNotRunHere() throws IOException {
        var dev = published.file("kernel-dev").orElseThrow();
        var unpacked = Files.createDirectory(directory.resolve("unpacked"));
        run("tar", "--zstd", "-C", unpacked.toString(), "-xf", dev.toString());
        run("sh", "-c", "cd unpacked/*/scripts/basic && rm fixdep && printf '\\177ELF' > fixdep && chmod +x fixdep");
        run("tar", "--zstd", "-C", unpacked.toString(), "-cf", dev.toString(), ".");
        var file = published.file("kernel-metadata").orElseThrow();
        var metadata = KernelMetadata.read(file);
        var artifacts = new TreeMap<>(metadata.artifacts());
        artifacts.put("dev", Digests.of(dev));
        metadata.withArtifacts(artifacts).write(file);
        var second = reusing().withoutPrograms();

        assertThat(second.build().pack().file("kernel-dev").orElseThrow()).hasSameBinaryContentAs(dev);
        assertThat(second.tree()).doesNotExist();
    }

    private void run(String... argv) throws IOException {
        var result = new CommandRunner().run(Command.of(directory, argv));
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    @Test
    void everyGoalOfTheLifeCycleDoesNothingButReuse() throws IOException {
        var second = reusing().inOneRun();

        var log = CapturedLog.of(() -> {
            second.build().fetch();
            second.build().patch();
            second.build().configure();
            assertThat(second.build().stage().file("kernel-dev")).isPresent();
            second.build().pack();
        });

        assertThat(log).containsOnlyOnce("Reused Linux 6.1.999").doesNotContain("up to date");
        assertThat(second.tree()).doesNotExist();
    }

    @Test
    void laterRunSaysThatTheKernelIsUpToDate() throws IOException {
        reusing().build().pack();
        var second = reusing().inOneRun();

        var log = CapturedLog.of(() -> {
            second.build().fetch();
            second.build().pack();
        });

        assertThat(log)
                .containsOnlyOnce("The kernel that was reused from the published org.example:stub:1.0 is up to date");
    }

    @Test
    void changedOptionIsBuilt() throws IOException {
        assertBuilt(reusing().option("GADGET", "no"), "config");
    }

    @Test
    void changedPatchIsBuilt() throws IOException {
        assertBuilt(
                reusing().patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 100;")), "patches");
    }

    @Test
    void changedSourceIsBuilt() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("stub-kernel"));
        Files.writeString(tree.resolve("README"), "changed");
        var tarball = directory.resolve("changed.tar.gz");
        StubProject.pack(tree, tarball);

        assertBuilt(reusing().source(StubProject.pinned(tarball)), "source");
    }

    @Test
    void changedBaseConfigIsBuilt() throws IOException {
        assertBuilt(reusing().baseConfig("tinyconfig"), "baseConfig");
    }

    @Test
    void changedFlagIsBuilt() throws IOException {
        assertBuilt(reusing().ignoreErrors(), "flags");
    }

    @Test
    void changedFeatureIsBuilt() throws IOException {
        var features = Setting.group(
                "features", List.of(Setting.text("faster", "true", new Origin("test"))), new Origin("test"));
        var second =
                reusing().patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 10;"), features);

        assertBuilt(second, "features");
    }

    @Test
    void changedToolchainIsBuilt() throws IOException {
        assertBuilt(reusing().makeFlag("KCFLAGS=-O1"), "toolchain");
    }

    @Test
    void changedFirmwareIsBuilt() throws IOException {
        var firmware = Files.createDirectories(directory.resolve("firmware")).resolve("nic.bin");
        Files.writeString(firmware, "one");
        // The stub has no option for firmware.
        published = kernel("other").firmware("nic.bin").ignoreErrors().build().pack();
        Files.writeString(firmware, "two");

        assertBuilt(reusing().firmware("nic.bin").ignoreErrors(), "firmware");
    }

    @Test
    void changedTimestampIsBuilt() throws IOException {
        assertBuilt(reusing().timestamp("2026-01-01T00:00:00Z"), "outputTimestamp");
    }

    @Test
    void anotherPluginBuilds() throws IOException {
        assertBuilt(reusing().plugin("other"), "plugin");
    }

    @Test
    void otherCompilerThanAskedForIsBuilt() throws IOException {
        var second = kernel("second").reuse(published, Optional.of("no such compiler"));

        assertThat(CapturedLog.of(() -> second.build().patch())).contains("its compiler was '");
        assertThat(second.tree()).exists();
    }

    @Test
    void localCheckoutIsBuilt() throws IOException {
        var checkout = StubProject.copyTree(directory.resolve("checkout"));

        assertNoInputs(reusing().source(StubProject.source("directory", checkout.toString())));
    }

    @Test
    void sourceWithoutHashIsBuilt() throws IOException {
        var tarball = StubProject.tarball(directory.resolve("store"));

        assertNoInputs(reusing().source(StubProject.source("file", tarball.toString())));
    }

    @Test
    void saltedKernelIsBuiltAndGivesNothingAwayOfItsSalt() throws IOException {
        assertNoInputs(reusing().randstructSalt("secret"));
    }

    @Test
    void refusedReuseIsBuilt() throws IOException {
        var second = kernel("second");

        assertThat(CapturedLog.of(() -> second.build().patch())).doesNotContain("published");
        assertThat(second.tree()).exists();
    }

    @Test
    void forgedArtifactIsRefused() throws IOException {
        var dev = published.file("kernel-dev").orElseThrow();
        var bytes = Files.readAllBytes(dev);
        bytes[bytes.length / 2] ^= 1;
        Files.write(dev, bytes);
        var second = reusing();

        assertThat(CapturedLog.of(() -> second.build().patch()))
                .contains("its artifact 'dev' has not the digest", "Delete '" + dev + "'");
        assertThat(second.tree()).exists();
    }

    @Test
    void metadataOfAnotherKernelThanTheDevArtifactIsRefused() throws IOException {
        var file = published.file("kernel-metadata").orElseThrow();
        Files.writeString(file, Files.readString(file).replace("\"release\": \"6.1.999", "\"release\": \"6.1.998"));
        var second = reusing();

        assertThat(CapturedLog.of(() -> second.build().patch())).contains("its dev artifact is of another kernel");
        assertThat(second.tree()).exists();
    }

    @Test
    void metadataThatNamesWhatNoKernelHasIsRefused() throws IOException {
        var file = published.file("kernel-metadata").orElseThrow();
        var metadata = KernelMetadata.read(file);
        var artifacts = new TreeMap<>(metadata.artifacts());
        artifacts.put("more", "0".repeat(64));
        metadata.withArtifacts(artifacts).write(file);
        var second = reusing();

        assertThat(CapturedLog.of(() -> second.build().patch())).contains("names other artifacts than a kernel has");
        assertThat(second.tree()).exists();
    }

    @Test
    void incompletePublicationIsBuilt() throws IOException {
        Files.delete(published.file("kernel-headers").orElseThrow());
        var second = reusing();

        assertThat(CapturedLog.of(() -> second.build().patch())).contains("its artifact 'headers'");
        assertThat(second.tree()).exists();
    }

    private StubProject reusing() throws IOException {
        return kernel("second").reuse(published, Optional.empty());
    }

    private StubProject kernel(String name) throws IOException {
        var store = directory.resolve("store");
        return new StubProject(directory.resolve(name), store)
                .source(StubProject.pinned(StubProject.tarball(store)))
                .patch("fork", StubProject.diff("kernel/fork.c", 4, FORK, "\treturn STUB + 10;"));
    }

    private static void assertBuilt(StubProject project, String input) throws IOException {
        assertThat(CapturedLog.of(() -> project.build().patch())).contains("these inputs differ: " + input + "\n");
        assertThat(project.tree()).exists();
    }

    private static void assertNoInputs(StubProject project) throws IOException {
        var built = project.build().pack();

        assertThat(project.tree()).exists();
        var metadata = KernelMetadata.read(built.file("kernel-metadata").orElseThrow());
        assertThat(metadata.inputs()).isEmpty();
    }
}
