package org.kernelmaven.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Transport;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;

class SourceSettingsTest {

    private static final Origin ORIGIN = Origin.parameter("source");
    private static final String SRI = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final Problems problems = new Problems();

    private Optional<Source> read(String... pairs) {
        return SourceSettings.read(
                Setting.group(
                        "source", Stream.of(pairs).map(SourceSettingsTest::node).toList(), ORIGIN),
                Path.of("/base/project"),
                problems);
    }

    private static Setting node(String pair) {
        var parts = pair.split("=", 2);
        return Setting.text(parts[0], parts[1], ORIGIN.child(parts[0]));
    }

    private void assertProblem(String... parts) {
        assertThat(problems.found()).hasSize(1);
        assertThat(problems.found().get(0)).contains(parts);
    }

    @Test
    void urlsAreTheFirstAndItsMirrors() {
        assertThat(read("url=https://a/x", "url=https://b/x", "hash=" + SRI, "server=corp", "mirror=near"))
                .contains(new UrlSource(
                        List.of(URI.create("https://a/x"), URI.create("https://b/x")),
                        Optional.of(Hash.parse(SRI)),
                        new Transport.Via(Optional.of("corp"), Optional.of("near")),
                        ORIGIN));
    }

    @Test
    void mirrorsMayBeGroupedInUrls() {
        var urls = Setting.group("urls", List.of(node("url=https://b/x")), ORIGIN.child("urls"));
        var source = SourceSettings.read(
                Setting.group("source", List.of(node("url=https://a/x"), urls), ORIGIN), Path.of("/"), problems);
        assertThat(source)
                .get()
                .extracting(url -> ((UrlSource) url).uris().size())
                .isEqualTo(2);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void aFileIsRelativeToTheProject() {
        assertThat(read("file=../linux.tar.xz"))
                .contains(new FileSource(Path.of("/base/linux.tar.xz"), Optional.empty(), ORIGIN));
    }

    @Test
    void anArtifactIsReadAsCoordinates() {
        assertThat(read("artifact=g:a:1:tar.xz"))
                .contains(new ArtifactSource(Coordinates.parse("g:a:1:tar.xz"), Optional.empty(), ORIGIN));
    }

    @Test
    void aDebianPackageMayHaveAVersion() {
        assertThat(read("debian=linux-source-6.1=6.1.55-1~deb12+1"))
                .contains(new DebianSource(
                        "linux-source-6.1", Optional.of("6.1.55-1~deb12+1"), Optional.empty(), ORIGIN));
        assertThat(read("debian=linux-source-6.1"))
                .contains(new DebianSource("linux-source-6.1", Optional.empty(), Optional.empty(), ORIGIN));
    }

    @Test
    void aGitRepositoryComesWithATagOrACommit() {
        assertThat(read("git=https://a/x.git", "tag=v6.1.55", "commit=" + COMMIT))
                .contains(new GitSource("https://a/x.git", Optional.of("v6.1.55"), Optional.of(COMMIT), ORIGIN));
    }

    @Test
    void aDirectoryIsRelativeToTheProject() {
        assertThat(read("directory=linux")).contains(new DirectorySource(Path.of("/base/project/linux"), ORIGIN));
    }

    @Test
    void twoKindsAreAnErrorThatNamesBothAndTheCure() {
        assertThat(read("url=https://a/x", "file=x")).isEmpty();
        assertProblem("<url>, <file> are 2 kinds of source: keep one", "combine.self=\"override\"");
    }

    @Test
    void noKindIsAnErrorThatNamesAll() {
        assertThat(read("hash=" + SRI)).isEmpty();
        assertProblem("<source> needs one of <url>, <file>, <artifact>, <debian>, <git>, <directory>");
    }

    @Test
    void aMisspeltKeyNamesTheNearest() {
        read("url=https://a/x", "hsh=" + SRI);
        assertProblem("parameter <source><hsh>", "unknown key 'hsh'", "Did you mean 'hash'?");
    }

    @ParameterizedTest
    @CsvSource({
        "directory=x, hash=" + SRI + ", <hash> does not go with <directory>",
        "file=x, server=s, <server> does not go with <file>",
        "url=https://a/x, tag=v1, <tag> does not go with <url>",
        "debian=linux-source-6.1, commit=" + COMMIT + ", <commit> does not go with <debian>"
    })
    void aKeyOfAnotherKindIsRefused(String kind, String key, String message) {
        assertThat(read(kind, key)).isEmpty();
        assertProblem(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url=ftp://a/x",
                "url=x",
                "hash=md5-x",
                "artifact=g:a",
                "debian=--option",
                "debian=linux source",
                "debian=linux-source-6.1/sid",
                "debian=Linux",
                "debian=linux*",
                "git=ext::sh -c whoami",
                "git=ext::whoami",
                "git=--upload-pack=whoami",
                "git=-x",
                "git=https://-oProxyCommand=x/y",
                "git=ssh://-oProxyCommand=x/y",
                "git=relative/path",
                "git=ftp://a/x",
                "git=-oProxyCommand=x:y",
                "git=host:-x",
                "tag=--upload-pack=x",
                "tag=../x",
                "tag=a..b",
                "tag=a:b",
                "tag=+a",
                "commit=abc",
                "commit=HEAD",
                "file=a\0b"
            })
    void aHostileOrWrongValueIsRefusedWithItsPlace(String pair) {
        var key = pair.substring(0, pair.indexOf('='));
        switch (key) {
            case "hash" -> read("url=https://a/x", pair);
            case "tag", "commit" -> read("git=https://a/x", pair);
            case "git" -> read(pair, "tag=v1");
            default -> read(pair);
        }
        assertProblem("parameter <source><" + key + ">: '" + pair.substring(key.length() + 1) + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a/x.git", "ssh://git@a:22/x", "git@a.b:x/y.git", "/srv/linux.git", "file:///srv/linux"})
    void usualRepositoriesAreTaken(String url) {
        assertThat(read("git=" + url, "tag=v6.1")).isPresent();
    }

    @Test
    void aGitRepositoryAloneIsNotEnough() {
        assertThat(read("git=https://a/x.git")).isEmpty();
        assertProblem("<git> needs a <tag> or a <commit>");
    }

    @Test
    void allMistakesAreFoundAtOnce() {
        read("url=ftp://a/x", "hash=x", "nonsense=y");
        assertThat(problems.found()).hasSize(3);
    }
}
