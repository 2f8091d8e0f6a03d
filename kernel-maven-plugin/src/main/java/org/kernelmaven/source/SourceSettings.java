package org.kernelmaven.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Coordinates;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Transport;
import org.kernelmaven.fetch.Uris;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.settings.SettingReader;

/** Reads {@code <source>}: one kind of source, and the keys that go with that kind. */
public final class SourceSettings {

    private static final List<String> READY_MADE = List.of("debianKernel", "debs", "installed");

    private static final List<String> KINDS = Stream.concat(
                    Stream.of("url", "file", "artifact", "debian", "git", "directory"), READY_MADE.stream())
            .toList();

    /** Which further key goes with which kinds. */
    private static final Map<String, List<String>> COMPANIONS = Map.of(
            "hash", List.of("url", "file", "artifact", "debian"),
            "server", List.of("url"),
            "mirror", List.of("url"),
            "tag", List.of("git"),
            "commit", List.of("git"));

    private static final Pattern PACKAGE =
            Pattern.compile("([a-z0-9][a-z0-9.+-]{1,100})(?:=([0-9][A-Za-z0-9.+:~-]{0,100}))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_/+-]|\\.(?!\\.)){0,200}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    private final SettingReader reader;
    private final Setting setting;
    private final Path base;
    private final Problems problems;

    private SourceSettings(Setting setting, Path base, Problems problems) {
        this.reader = new SettingReader(setting, problems);
        this.setting = setting;
        this.base = base;
        this.problems = problems;
    }

    /**
     * Reads a source strictly.
     *
     * @param setting the {@code <source>} element or table
     * @param base what relative paths are relative to
     * @param problems where all mistakes are noted
     * @return empty exactly where a mistake was noted
     */
    public static Optional<Source> read(Setting setting, Path base, Problems problems) {
        var before = problems.found().size();
        var source = new SourceSettings(setting, base, problems).read();
        return problems.found().size() == before ? source : Optional.empty();
    }

    /** Whether a source is a kernel that was compiled already, as far as its keys tell. */
    public static boolean isReadyMade(Setting setting) {
        return setting.children().stream().anyMatch(child -> READY_MADE.contains(child.name()));
    }

    private Optional<Source> read() {
        var given = KINDS.stream().filter(this::isGiven).toList();
        var hash = parsed("hash", Hash::parse);
        var via = new Transport.Via(
                matching("server", ID, "the id of a <server>"), matching("mirror", ID, "the id of a <mirror>"));
        var source = Stream.of(
                        url(hash, via),
                        file(hash),
                        artifact(hash),
                        debian(hash),
                        git(),
                        directory(),
                        debianKernel(),
                        debs(),
                        installed())
                .flatMap(Optional::stream)
                .findFirst();
        reader.finish();
        checkKinds(given);
        return source;
    }

    private boolean isGiven(String kind) {
        return setting.children().stream()
                .anyMatch(child -> child.name().equals(kind)
                        || (kind.equals("url") && child.name().equals("urls")));
    }

    private void checkKinds(List<String> given) {
        if (given.isEmpty()) {
            reader.problem("<" + setting.name() + "> needs one of " + tags(KINDS) + ".");
            return;
        }
        if (given.size() > 1) {
            reader.problem(tags(given) + " are " + given.size() + " kinds of source: keep one. To replace an inherited"
                    + " one, write <" + setting.name() + " combine.self=\"override\">.");
            return;
        }
        COMPANIONS.forEach((key, kinds) -> setting.children().stream()
                .filter(child -> child.name().equals(key) && !kinds.contains(given.get(0)))
                .forEach(child -> problems.add(
                        child.origin(),
                        "<" + key + "> does not go with <" + given.get(0) + ">, only with " + tags(kinds) + ".")));
    }

    private static String tags(List<String> names) {
        return String.join(", ", names.stream().map(name -> "<" + name + ">").toList());
    }

    private Optional<Source> url(Optional<Hash> hash, Transport.Via via) {
        var settings = new ArrayList<>(reader.children("url"));
        reader.child("urls").ifPresent(group -> {
            var nested = new SettingReader(group, problems);
            settings.addAll(nested.children("url"));
            nested.finish();
            if (group.children().isEmpty()) {
                problems.add(group.origin(), "<urls> needs a <url>.");
            }
        });
        var uris = new ArrayList<URI>();
        for (var each : settings) {
            parse(each.origin(), each.text().orElse(""), Uris::parse).ifPresent(uris::add);
        }
        return uris.isEmpty() ? Optional.empty() : Optional.of(new UrlSource(uris, hash, via, setting.origin()));
    }

    private Optional<Source> file(Optional<Hash> hash) {
        return parsed("file", this::path).map(file -> new FileSource(file, hash, setting.origin()));
    }

    private Optional<Source> artifact(Optional<Hash> hash) {
        return parsed("artifact", Coordinates::parse)
                .map(coordinates -> new ArtifactSource(coordinates, hash, setting.origin()));
    }

    private Optional<Source> debian(Optional<Hash> hash) {
        return matching("debian", PACKAGE, "a package such as linux-source-6.1 or linux-source-6.1=6.1.55-1")
                .map(PACKAGE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match ->
                        new DebianSource(match.group(1), Optional.ofNullable(match.group(2)), hash, setting.origin()));
    }

    private Optional<Source> git() {
        var tag = matching("tag", TAG, "the name of a tag");
        var commit = matching("commit", COMMIT, "a whole commit (40 lower-case hex digits)");
        var url = parsed("git", GitUrl::check);
        if (url.isPresent() && !isWritten("tag") && !isWritten("commit")) {
            reader.problem("<git> needs a <tag> or a <commit>: a branch names something else tomorrow.");
        }
        return url.map(text -> new GitSource(text, tag, commit, setting.origin()));
    }

    private Optional<Source> directory() {
        return parsed("directory", this::path).map(directory -> new DirectorySource(directory, setting.origin()));
    }

    private Optional<Source> debianKernel() {
        return matching("debianKernel", PACKAGE, "a package such as linux-image-amd64 or linux-image-6.1.0-13-amd64")
                .filter(this::isImage)
                .map(PACKAGE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match ->
                        new DebianKernelSource(match.group(1), Optional.ofNullable(match.group(2)), setting.origin()));
    }

    private boolean isImage(String name) {
        if (!name.startsWith("linux-image-")) {
            problems.add(
                    setting.origin().child("debianKernel"),
                    "'" + name + "' is no kernel image: give a package whose name starts with linux-image-. A package"
                            + " with the source goes into <debian>.");
        }
        return name.startsWith("linux-image-");
    }

    private Optional<Source> debs() {
        var group = reader.child("debs");
        if (group.isEmpty()) {
            return Optional.empty();
        }
        var nested = new SettingReader(group.get(), problems);
        var files = new ArrayList<Path>();
        for (var each : nested.children("deb")) {
            parse(each.origin(), each.text().orElse(""), this::path).ifPresent(files::add);
        }
        nested.finish();
        if (files.isEmpty()) {
            problems.add(group.get().origin(), "<debs> needs a <deb> for each package: the image and the headers.");
            return Optional.empty();
        }
        return Optional.of(new DebsSource(files, setting.origin()));
    }

    private Optional<Source> installed() {
        return parsed("installed", this::path).map(directory -> new InstalledSource(directory, setting.origin()));
    }

    private boolean isWritten(String key) {
        return setting.children().stream().anyMatch(child -> child.name().equals(key));
    }

    private Path path(String text) {
        try {
            return base.resolve(text).toAbsolutePath().normalize();
        } catch (java.nio.file.InvalidPathException e) {
            throw new UserException("'" + text + "' is not a path: " + e.getReason() + ".", e);
        }
    }

    private Optional<String> matching(String key, Pattern pattern, String what) {
        return parsed(key, text -> {
            if (!pattern.matcher(text).matches()) {
                throw new UserException("'" + text + "' is not " + what + ".");
            }
            return text;
        });
    }

    private <T> Optional<T> parsed(String key, Function<String, T> parser) {
        var origin =
                reader.children(key).stream().findFirst().map(Setting::origin).orElse(setting.origin());
        return reader.text(key).flatMap(text -> parse(origin, text, parser));
    }

    /** Parsers say what is wrong with the text; the place is added here. */
    private <T> Optional<T> parse(Origin origin, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (UserException e) {
            problems.add(origin, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
