package org.kernelmaven.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.store.Digests;
import org.kernelmaven.tool.Running;

/** Builds that are killed, starved, or run side by side leave nothing behind that a later build stumbles over. */
class KilledBuildTest {

    @TempDir
    Path directory;

    private Path tarball;
    private Path store;
    private Path project;

    /** A stub tree that, where there is a file 'block' beside the view, is stuck with half a vmlinux written; 1 MB. */
    @BeforeEach
    void blockingTree() throws IOException {
        var tree = StubProject.copyTree(directory.resolve("linux-blocking"));
        var makefile = tree.resolve("Makefile");
        var link = "\nlink = ";
        var wait = "{ ! test -e $(srctree)/../block"
                + " || { echo torn > $@; touch $(srctree)/../blocked; exec sleep 300; }; } && ";
        var text = Files.readString(makefile);
        assertThat(text).contains(link);
        Files.writeString(makefile, text.replace(link, link + wait));
        Files.write(tree.resolve("LARGE"), new byte[1 << 20]);
        tarball = directory.resolve("blocking.tar.gz");
        StubProject.pack(tree, tarball);
        store = directory.resolve("store");
        project = directory.resolve("project");
    }

    @Test
    void buildAfterAKilledOneGivesWhatANeverKilledOneGives() throws Exception {
        var killed = blocked(project);
        var orphans = killed.descendants().toList();
        assertThat(orphans).isNotEmpty();
        killed.destroyForcibly().waitFor();
        unblock(project);

        assertThat(build(project)).isZero();

        assertThat(orphans).noneMatch(process -> Running.is(String.valueOf(process.pid())));
        var other = directory.resolve("other");
        assertThat(build(other)).isZero();
        assertThat(artifacts(project)).isEqualTo(artifacts(other)).hasSize(6);
    }

    @Test
    void whatAKilledRebuildLeftTornIsMadeAgain() throws Exception {
        assertThat(build(project)).isZero();
        var before = artifacts(project);
        var source = directory.resolve("linux-blocking/kernel/fork.c");
        Files.writeString(source, Files.readString(source) + "int another(void) { return 1; }\n");
        tarball = directory.resolve("another.tar.gz");
        StubProject.pack(directory.resolve("linux-blocking"), tarball);
        Files.deleteIfExists(project.resolve("target/kernel/blocked"));
        var killed = blocked(project);
        killed.destroyForcibly().waitFor();
        unblock(project);
        assertThat(project.resolve("target/kernel/tree/build/vmlinux")).hasContent("torn");

        assertThat(build(project)).isZero();

        assertThat(BuildProcess.output(project)).content().contains("The last make in ", " was killed; ");
        var other = directory.resolve("other");
        assertThat(build(other)).isZero();
        assertThat(artifacts(project)).isEqualTo(artifacts(other)).isNotEqualTo(before);
    }

    @Test
    void terminatedBuildLeavesNoProcessBehind() throws Exception {
        var terminated = blocked(project);
        var descendants = terminated.descendants().toList();
        assertThat(descendants).isNotEmpty();

        terminated.destroy();

        assertThat(terminated.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(descendants).noneMatch(process -> Running.is(String.valueOf(process.pid())));
    }

    @Test
    void interruptedBuildEndsItsMake() throws Exception {
        block(project);
        var stub = new StubProject(project, store).source(StubProject.source("file", tarball.toString()));
        var outcome = new CompletableFuture<Throwable>();
        var builder = new Thread(() -> {
            try {
                stub.build().compile();
                outcome.complete(new AssertionError("it ended by itself"));
            } catch (IOException | RuntimeException e) {
                outcome.complete(e);
            }
        });
        builder.start();
        while (!Files.exists(project.resolve("target/kernel/blocked"))) {
            builder.join(20);
            assertThat(outcome).isNotDone();
        }

        builder.interrupt();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> Running.is(String.valueOf(process.pid())));
    }

    @Test
    void projectsOnOneStoreUnpackTheTreeOnce() throws Exception {
        var other = directory.resolve("other");
        var one = BuildProcess.start(project, store, tarball);
        var two = BuildProcess.start(other, store, tarball);

        assertThat(List.of(one.waitFor(), two.waitFor())).containsExactly(0, 0);

        var unpacked = Files.readString(BuildProcess.output(project)) + Files.readString(BuildProcess.output(other));
        assertThat(unpacked.split("Unpacked Linux", -1)).hasSize(2);
        assertThat(artifacts(project)).isEqualTo(artifacts(other)).hasSize(6);
    }

    @Test
    void twoBuildsOfOneProjectWaitForEachOther() throws Exception {
        var one = BuildProcess.start(project, store, tarball);
        BuildProcess.await(one, project.resolve("target/kernel/.lock"));
        var two = new StubProject(project, store).source(StubProject.source("file", tarball.toString()));

        two.build().pack();

        assertThat(one.waitFor()).isZero();
        assertThat(artifacts(project)).hasSize(6);
    }

    @Test
    void fullDiskIsSaidAndTheNextBuildWorks() throws Exception {
        assertThat(limited().waitFor()).isNotZero();

        assertThat(BuildProcess.output(project))
                .content()
                .contains("UnwritableException")
                .contains(store.toString());

        assertThat(build(project)).isZero();
    }

    @Test
    void fullBuildDirectoryIsSaidAndTheLastArtifactsStay() throws Exception {
        assertThat(build(project)).isZero();
        var before = artifacts(project);
        var tree = StubProject.copyTree(directory.resolve("linux-large"));
        var noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        Files.write(tree.resolve("include/linux/noise.h"), noise);
        tarball = directory.resolve("large.tar.gz");
        StubProject.pack(tree, tarball);
        new StubProject(project, store)
                .source(StubProject.source("file", tarball.toString()))
                .build()
                .fetch();

        assertThat(limited().waitFor()).isNotZero();

        assertThat(BuildProcess.output(project))
                .content()
                .contains("UserException: No room left for the build in '" + project.resolve("target/kernel") + "'")
                .contains("kernel.workDirectory");
        assertThat(artifacts(project)).isEqualTo(before);
        assertThat(build(project)).isZero();
        assertThat(artifacts(project)).hasSize(6).isNotEqualTo(before);
    }

    @Test
    void targetThatIsNoDirectoryIsNamed() throws IOException {
        Files.createDirectories(project);
        Files.writeString(project.resolve("target"), "a file");

        assertThatThrownBy(() -> new StubProject(project, store).build().fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(project.resolve("target").toString());
    }

    private Process blocked(Path where) throws IOException, InterruptedException {
        block(where);
        var process = BuildProcess.start(where, store, tarball);
        BuildProcess.await(process, where.resolve("target/kernel/blocked"));
        return process;
    }

    /** A build that may write small files only. */
    private Process limited() throws IOException {
        return BuildProcess.start(project, store, tarball, "sh", "-c", "ulimit -f 200; exec \"$@\"", "sh");
    }

    private static void block(Path where) throws IOException {
        Files.createDirectories(where.resolve("target/kernel"));
        Files.writeString(where.resolve("target/kernel/block"), "");
    }

    private static void unblock(Path where) throws IOException {
        Files.delete(where.resolve("target/kernel/block"));
    }

    private int build(Path where) throws IOException, InterruptedException {
        return BuildProcess.start(where, store, tarball).waitFor();
    }

    private static Map<String, String> artifacts(Path where) throws IOException {
        var digests = new TreeMap<String, String>();
        try (var files = Files.list(where.resolve("target"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                digests.put(String.valueOf(file.getFileName()), Digests.of(file));
            }
        }
        return digests;
    }
}
