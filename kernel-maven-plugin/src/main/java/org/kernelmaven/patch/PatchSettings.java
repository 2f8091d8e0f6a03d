package org.kernelmaven.patch;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.fetch.Uris;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;
import org.kernelmaven.settings.Setting;
import org.kernelmaven.settings.SettingReader;

/** Reads {@code <patches>}. */
public final class PatchSettings {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern FEATURE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");
    private static final int MOST_STRIP = 20;

    private PatchSettings() {}

    /**
     * The patches in the order written.
     *
     * @param patches the {@code <patches>} element
     * @param baseDirectory what relative paths are relative to
     * @param problems where mistakes are noted; a patch with one may be left out of the result
     */
    public static List<Patch> read(Setting patches, Path baseDirectory, Problems problems) {
        var reader = new SettingReader(patches, problems);
        var read = new ArrayList<Patch>();
        var named = new HashMap<String, Origin>();
        for (var setting : reader.children("patch")) {
            var patch = readOne(setting, baseDirectory, problems);
            patch.ifPresent(read::add);
            patch.map(Patch::name)
                    .filter(name -> named.putIfAbsent(name, setting.origin()) != null)
                    .ifPresent(name -> problems.add(
                            setting.origin(),
                            "two patches are named '" + name + "': give each patch a name of its own."));
        }
        reader.finish();
        return List.copyOf(read);
    }

    private static Optional<Patch> readOne(Setting setting, Path base, Problems problems) {
        var reader = new SettingReader(setting, problems);
        var name = reader.text("name").filter(text -> {
            var fine = NAME.matcher(text).matches();
            if (!fine) {
                problems.add(setting.origin(), "a patch's <name> is one line of at most 200 characters.");
            }
            return fine;
        });
        if (reader.children("name").isEmpty()) {
            reader.problem("a patch without a <name>: give it one.");
        }
        var file = file(reader, base, problems);
        var strip = reader.number("strip", 0, MOST_STRIP).orElse(1);
        var config = reader.child("config").map(child -> group(child, problems)).orElse(List.of());
        var features =
                reader.child("features").map(child -> features(child, problems)).orElse(Map.of());
        reader.finish();
        return name.map(known -> new Patch(known, file, strip, config, features, setting.origin()));
    }

    private static Optional<PatchFile> file(SettingReader reader, Path base, Problems problems) {
        var file = reader.child("file");
        var directory = reader.child("directory");
        var urls = reader.children("url");
        var hash = hash(reader, problems);
        var given = Stream.of(
                        file.map(Setting::name),
                        directory.map(Setting::name),
                        urls.stream().findFirst().map(Setting::name))
                .flatMap(Optional::stream)
                .toList();
        if (given.size() > 1) {
            reader.problem("<" + String.join("> and <", given) + "> exclude each other: keep one.");
            return Optional.empty();
        }
        if (urls.isEmpty() && hash.isPresent()) {
            reader.problem("<hash> goes with a <url>, which is missing.");
        }
        if (!urls.isEmpty()) {
            var parsed =
                    urls.stream().flatMap(url -> uri(url, problems).stream()).toList();
            return parsed.isEmpty() ? Optional.empty() : Optional.of(new PatchFile.Remote(parsed, hash));
        }
        if (directory.isPresent()) {
            return path(reader, "directory", base, problems)
                    .flatMap(path -> QuiltSeries.read(path, directory.get().origin(), problems));
        }
        return path(reader, "file", base, problems).flatMap(path -> {
            if (!Files.isRegularFile(path)) {
                problems.add(
                        file.orElseThrow().origin(),
                        "no such file: '" + path + "'. Correct the path, or remove <file> if the patch only brings"
                                + " config.");
                return Optional.empty();
            }
            return Optional.of(new PatchFile.Local(path));
        });
    }

    private static Optional<Path> path(SettingReader reader, String name, Path base, Problems problems) {
        return reader.text(name).flatMap(text -> {
            try {
                return Optional.of(base.resolve(text).normalize());
            } catch (InvalidPathException e) {
                problems.add(reader.origin().child(name), "'" + text + "' is no path: " + e.getReason() + ".");
                return Optional.empty();
            }
        });
    }

    private static Optional<Hash> hash(SettingReader reader, Problems problems) {
        return reader.text("hash").flatMap(text -> {
            try {
                return Optional.of(Hash.parse(text));
            } catch (UserException | IllegalArgumentException e) {
                problems.add(reader.origin().child("hash"), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static Optional<URI> uri(Setting url, Problems problems) {
        try {
            return Optional.of(Uris.parse(url.text().orElse("")));
        } catch (UserException e) {
            problems.add(url.origin(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static List<Setting> group(Setting setting, Problems problems) {
        setting.text()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> problems.add(
                        setting.origin(),
                        "expected options such as <KGDB>yes</KGDB> in <config>, found the text '" + text + "'."));
        return setting.children();
    }

    private static Map<String, Boolean> features(Setting setting, Problems problems) {
        var features = new LinkedHashMap<String, Boolean>();
        for (var child : group(setting, problems)) {
            var text = child.text().orElse("");
            if (!FEATURE.matcher(child.name()).matches()) {
                problems.add(child.origin(), "'" + child.name() + "' is not a name for a feature.");
            } else if (!Set.of("true", "false").contains(text)) {
                problems.add(
                        child.origin(), "the feature '" + child.name() + "' is '" + text + "': write true or false.");
            } else if (features.put(child.name(), text.equals("true")) != null) {
                problems.add(child.origin(), "the feature '" + child.name() + "' is given twice: keep one.");
            }
        }
        return features;
    }
}
