package org.kernelmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kernelmaven.CapturedLog;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Store;

@Timeout(60)
class GitSourceTest {

    private static final Origin ORIGIN = Origin.parameter("source");

    private final Path root;
    private final Path tree;
    private final String url;
    private final Store store;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    GitSourceTest(@TempDir Path root) throws IOException {
        this.root = root.toRealPath();
        this.tree = StubTree.write(this.root.resolve("linux"));
        this.url = "file://" + tree;
        this.store = new Store(this.root.resolve("store"), this.root.resolve("store"));
        git("init", "--quiet");
        commit();
        git("tag", "-a", "-m", "Linux 6.1.55", "v6.1.55");
    }

    private String git(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(java.util.List.of(
                "git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgSign=false"));
        command.addAll(java.util.List.of(arguments));
        return StubTree.run(tree, command.toArray(String[]::new));
    }

    private String commit() throws IOException {
        git("add", "--all");
        git("commit", "--quiet", "--message", "x");
        return git("rev-parse", "HEAD");
    }

    private PristineTree fetch(Optional<String> tag, Optional<String> commit, boolean offline, boolean update)
            throws IOException {
        var downloads = new Downloads(store, (uri, target, resume) -> {}, offline);
        return new SourceFetcher(store, downloads, c -> root, environment, update, false)
                .fetch(new GitSource(url, tag, commit, ORIGIN));
    }

    private PristineTree fetchTag(String tag) throws IOException {
        return fetch(Optional.of(tag), Optional.empty(), false, false);
    }

    private void assertSameAsOriginal(PristineTree fetched) throws IOException {
        assertThat(StubTree.run(
                        root,
                        "diff",
                        "-r",
                        "--no-dereference",
                        "--exclude=.git",
                        tree.toString(),
                        fetched.directory().toString()))
                .isEmpty();
    }

    @Test
    void aTagBecomesATree() throws IOException {
        var fetched = fetchTag("v6.1.55");
        assertSameAsOriginal(fetched);
        assertThat(fetched.directory().resolve(".git")).doesNotExist();
        assertThat(fetched.provenance())
                .isEqualTo(new Provenance("git", url, Optional.of(git("rev-parse", "HEAD")), Optional.empty()));
    }

    @Test
    void aCommitThatNoBranchNamesBecomesATree() throws IOException {
        var old = git("rev-parse", "HEAD");
        Files.writeString(tree.resolve("new"), "");
        commit();
        var fetched = fetch(Optional.empty(), Optional.of(old), false, false);
        assertThat(fetched.directory().resolve("new")).doesNotExist();
    }

    @Test
    void onlyTheCommitIsFetched() throws IOException {
        Files.writeString(tree.resolve("new"), "");
        commit();
        git("tag", "v2");
        fetchTag("v2");
        try (var repositories = Files.list(root.resolve("store/git"))) {
            var repository = repositories
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
            assertThat(StubTree.run(repository, "git", "rev-list", "--count", "--all"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aKnownTagNeedsNoRepository() throws IOException {
        var first = fetchTag("v6.1.55");
        Files.move(tree, root.resolve("away"));
        assertThat(fetchTag("v6.1.55")).isEqualTo(first);
        assertThat(fetch(Optional.of("v6.1.55"), Optional.empty(), true, true)).isEqualTo(first);
    }

    @Test
    void anUpdateSeesThatATagMoved() throws IOException {
        var old = git("rev-parse", "HEAD");
        fetchTag("v6.1.55");
        Files.writeString(tree.resolve("new"), "");
        commit();
        git("tag", "--force", "v6.1.55");
        assertThat(fetchTag("v6.1.55").directory().resolve("new")).doesNotExist();
        var log = CapturedLog.of(
                () -> assertSameAsOriginal(fetch(Optional.of("v6.1.55"), Optional.empty(), false, true)));
        assertThat(log).contains("is commit " + git("rev-parse", "HEAD") + " now, and was " + old);
    }

    @Test
    void aTagThatIsAnotherCommitShowsBoth() throws IOException {
        var commit = "0123456789abcdef0123456789abcdef01234567";
        var head = git("rev-parse", "HEAD");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetch(Optional.of("v6.1.55"), Optional.of(commit), false, false))
                .withMessageContaining(commit)
                .withMessageContaining(head)
                .withMessageContaining("v6.1.55");
    }

    @ParameterizedTest
    @CsvSource({
        "https://jo:secret@example.org/linux.git, https://example.org/linux.git",
        "https://token@example.org/linux.git, https://example.org/linux.git",
        "https://example.org/a@b.git, https://example.org/a@b.git",
        "ssh://git@example.org:22/linux.git, ssh://git@example.org:22/linux.git",
        "ssh://git:secret@example.org/linux.git, ssh://git@example.org/linux.git",
        "SSH://git:secret@example.org/linux.git, SSH://git@example.org/linux.git",
        "git@example.org:linux.git, git@example.org:linux.git",
    })
    void noPasswordIsShown(String url, String shown) {
        assertThat(new GitSource(url, Optional.empty(), Optional.empty(), ORIGIN).shown())
                .isEqualTo(shown);
    }

    @Test
    void aMissingTagIsNamed() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetchTag("v9"))
                .withMessageContaining("tag v9")
                .withMessageContaining(url)
                .withMessageContaining("parameter <source>");
    }

    @Test
    void offlineWithNothingFetchedNamesTheCure() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetch(Optional.of("v6.1.55"), Optional.empty(), true, false))
                .withMessageContaining("Offline, and tag v6.1.55")
                .withMessageContaining("Run once without -o");
    }

    @Test
    void theCallersGitVariablesAndHooksDoNotCount() throws IOException {
        environment.put("GIT_DIR", root.resolve("nowhere").toString());
        environment.put("GIT_WORK_TREE", root.resolve("nowhere").toString());
        environment.put("GIT_INDEX_FILE", root.resolve("nowhere").toString());
        var template = Files.createDirectories(root.resolve("template/hooks"));
        var hook =
                Files.writeString(template.resolve("reference-transaction"), "#!/bin/sh\ntouch " + root + "/hooked\n");
        StubTree.run(root, "chmod", "755", hook.toString());
        var config = Files.writeString(
                root.resolve("gitconfig"),
                "[core]\nhooksPath=" + template + "\nautocrlf=true\n[init]\ntemplateDir=" + root + "/template\n");
        environment.put("GIT_TEMPLATE_DIR", root.resolve("template").toString());
        environment.put("HOME", root.toString());
        Files.move(config, root.resolve(".gitconfig"));
        assertSameAsOriginal(fetchTag("v6.1.55"));
        assertThat(root.resolve("hooked")).doesNotExist();
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aRepositoryDamagedInTheStoreIsFetchedAgain() throws IOException {
        fetchTag("v6.1.55");
        StubTree.run(root, "sh", "-c", "rm -rf store/git/*/objects store/trees/git-*");
        assertSameAsOriginal(fetchTag("v6.1.55"));
    }

    @Test
    void locksOfAKilledGitDoNotStayInTheWay() throws IOException {
        fetchTag("v6.1.55");
        Files.writeString(tree.resolve("new"), "");
        commit();
        git("tag", "v2");
        StubTree.run(root, "sh", "-c", "for repository in store/git/*; do touch $repository/shallow.lock; done");
        assertSameAsOriginal(fetchTag("v2"));
    }

    @Test
    void aLinkOutOfTheTreeIsRefused() throws IOException {
        Files.createSymbolicLink(tree.resolve("escape"), Path.of("/etc"));
        commit();
        git("tag", "v2");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> fetchTag("v2"))
                .withMessageContaining("escape");
        assertThat(store.find(org.kernelmaven.store.Kind.TREE, "git-" + git("rev-parse", "HEAD") + "-1"))
                .isEmpty();
    }
}
