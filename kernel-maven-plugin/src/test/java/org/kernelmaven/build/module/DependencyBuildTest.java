package org.kernelmaven.build.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kernelmaven.build.module.StubModule.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.UserException;

/** Two projects: one exports a symbol and a header, the other uses them. */
class DependencyBuildTest {

    @TempDir
    Path directory;

    private StubModule exporter;
    private StubModule user;

    @BeforeEach
    void projects() throws IOException {
        exporter = module("exporter");
        exporter.header("exporter.h", "int offered(void);\n#define MARK first\n")
                .source("exporter.c", code("int offered(void) { return 1; }", "EXPORT_SYMBOL_GPL(offered);"));
        user = module("user");
        user.source("user.c", code("#include <exporter.h>", "int use(void) { return offered(); }", "int MARK;"));
    }

    private StubModule module(String name) throws IOException {
        return new StubModule(directory.resolve(name), directory.resolve("store"));
    }

    private String depends() throws IOException {
        return StubDev.run(
                        directory,
                        "modinfo",
                        "-F",
                        "depends",
                        user.installed("user").toString())
                .strip();
    }

    private String symbols() throws IOException {
        return StubDev.run(directory, "nm", user.installed("user").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compile", "provided"})
    void symbolsAndHeadersComeFromArchives(String scope) throws IOException {
        user.dependsOn(exporter, exporter.pack(), scope).compile();

        assertThat(depends()).isEqualTo("exporter");
        assertThat(symbols()).contains(" first");
    }

    @Test
    void symbolsAndHeadersComeFromTheDirectoriesOfAReactor() throws IOException {
        user.dependsOn(exporter, exporter.compile(), "compile").compile();

        assertThat(depends()).isEqualTo("exporter");
        assertThat(symbols()).contains(" first");
    }

    @Test
    void reactorInAPathThatMakeCannotTakeIsUsed() throws IOException {
        var spaced = new StubModule(directory.resolve("two words ä/exporter"), directory.resolve("store"), "exporter");
        spaced.header("exporter.h", "int offered(void);\n#define MARK first\n")
                .source("exporter.c", code("int offered(void) { return 1; }", "EXPORT_SYMBOL(offered);"));

        user.dependsOn(spaced, spaced.compile(), "compile").compile();

        assertThat(depends()).isEqualTo("exporter");
    }

    @Test
    void archiveAfterADirectoryOfTheSameContentIsUsed() throws IOException {
        user.dependsOn(exporter, exporter.compile(), "compile").compile();

        user.dependsOn(exporter, exporter.pack(), "compile").compile();

        assertThat(depends()).isEqualTo("exporter");
        try (var opened = Files.list(directory.resolve("user/target/kernel-module/dependencies"))) {
            assertThat(opened).hasSize(3).noneMatch(Files::isSymbolicLink);
        }
    }

    @Test
    void changedHeaderOfAReactorProjectCompilesItsUserAgain() throws IOException {
        user.dependsOn(exporter, exporter.compile(), "compile").compile();
        exporter.header("exporter.h", "int offered(void);\n#define MARK second\n");

        user.dependsOn(exporter, exporter.compile(), "compile").compile();

        assertThat(symbols()).contains(" second");
    }

    @Test
    void changedHeaderWithAnOldTimeCompilesItsUserAgain() throws IOException {
        user.dependsOn(exporter, exporter.compile(), "compile").compile();
        exporter.header("exporter.h", "int offered(void);\n#define MARK second\n");
        Files.setLastModifiedTime(
                directory.resolve("exporter/src/main/include/exporter.h"),
                FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

        user.dependsOn(exporter, exporter.compile(), "compile").compile();

        assertThat(symbols()).contains(" second");
    }

    @Test
    void changedHeaderOfAnArchiveCompilesItsUserAgain() throws IOException {
        user.dependsOn(exporter, exporter.pack(), "compile").compile();
        exporter.header("exporter.h", "int offered(void);\n#define MARK second\n");

        user.dependsOn(exporter, exporter.pack(), "compile").compile();

        assertThat(symbols()).contains(" second");
    }

    @Test
    void runtimeDependencyIsLoadedButNotSeen() throws IOException {
        user.source("user.c", code("int use;"));

        user.dependsOn(exporter, exporter.pack(), "runtime").compile();

        assertThat(user.log()).doesNotContain("KBUILD_EXTRA_SYMBOLS", "exporter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "test"})
    void symbolOfADependencyThatIsNotSeenIsUndefined(String scope) throws IOException {
        user.source("user.c", code("int offered(void);", "int use(void) { return offered(); }"));

        assertThatThrownBy(
                        () -> user.dependsOn(exporter, exporter.pack(), scope).compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Module user uses symbol 'offered', which is undefined");
    }

    @Test
    void headerOfARuntimeDependencyIsNotFound() {
        assertThatThrownBy(() ->
                        user.dependsOn(exporter, exporter.pack(), "runtime").compile())
                .isInstanceOf(UserException.class)
                .hasMessageContaining("src/main/module/user.c:2: exporter.h: No such file or directory");
    }

    @Test
    void projectWithoutHeadersCanBeUsed() throws IOException {
        var plain = module("plain");
        plain.source("plain.c", code("int plain(void) { return 1; }", "EXPORT_SYMBOL(plain);"));
        user.source("user.c", code("int plain(void);", "int use(void) { return plain(); }"));

        user.dependsOn(plain, plain.pack(), "compile").compile();

        assertThat(depends()).isEqualTo("plain");
    }

    @Test
    void symbolsAreThoseOfAllDependencies() throws IOException {
        var plain = module("plain");
        plain.source("plain.c", code("int plain(void) { return 1; }", "EXPORT_SYMBOL(plain);"));
        user.source(
                "user.c",
                code("#include <exporter.h>", "int plain(void);", "int use(void) { return plain() + offered(); }"));

        user.dependsOn(plain, plain.pack(), "compile")
                .dependsOn(exporter, exporter.compile(), "compile")
                .compile();

        assertThat(depends()).isEqualTo("exporter,plain");
    }

    @Test
    void userIsTheSameWhetherBuiltAgainstArchivesOrDirectories() throws IOException {
        user.dependsOn(exporter, exporter.compile(), "compile").compile();
        var before = Files.readAllBytes(user.installed("user"));

        var other = new StubModule(directory.resolve("other/user"), directory.resolve("store"));
        other.source("user.c", code("#include <exporter.h>", "int use(void) { return offered(); }", "int MARK;"));
        other.dependsOn(exporter, exporter.pack(), "compile").compile();

        assertThat(other.installed("user")).hasBinaryContent(before);
    }
}
