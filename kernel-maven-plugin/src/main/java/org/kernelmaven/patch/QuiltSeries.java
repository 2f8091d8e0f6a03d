package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kernelmaven.patch.PatchFile.Quilt;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/**
 * Reads a quilt {@code series} file: a patch a line, relative to the directory, with {@code -pN} where it is not to be
 * stripped by one; {@code #} starts a comment at the line's start or after a blank (quilt(1), "series files").
 */
final class QuiltSeries {

    private static final long MOST_BYTES = 4 << 20;
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern STRIP = Pattern.compile("-p(\\d{1,2}|ab)");

    private QuiltSeries() {}

    static Optional<PatchFile> read(Path directory, Origin origin, Problems problems) {
        var series = directory.resolve("series");
        if (!Files.isDirectory(directory)) {
            problems.add(origin, "no such directory: '" + directory + "'.");
            return Optional.empty();
        }
        if (!Files.isRegularFile(series)) {
            problems.add(
                    origin,
                    "'" + directory + "' has no 'series' file: name the directory of a quilt series (often"
                            + " 'patches'), or list its patches with <file>.");
            return Optional.empty();
        }
        List<String> lines;
        try {
            if (Files.size(series) > MOST_BYTES) {
                problems.add(origin, "'" + series + "' is larger than 4 MiB: that is no series file.");
                return Optional.empty();
            }
            lines = new String(Files.readAllBytes(series), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            problems.add(origin, "cannot read '" + series + "': " + e.getMessage());
            return Optional.empty();
        }
        var entries = new ArrayList<Quilt.Entry>();
        var seen = new HashSet<String>();
        for (var i = 0; i < lines.size(); i++) {
            var line = COMMENT.matcher(lines.get(i)).replaceFirst("").strip();
            if (!line.isEmpty()) {
                entry(directory, line.split("\\s+"), Origin.line(series, i + 1), problems)
                        .filter(entry -> unique(entry, seen, problems))
                        .ifPresent(entries::add);
            }
        }
        return Optional.of(new Quilt(directory, entries));
    }

    private static boolean unique(Quilt.Entry entry, Set<String> seen, Problems problems) {
        var first = seen.add(entry.name());
        if (!first) {
            problems.add(entry.origin(), "'" + entry.name() + "' is in the series twice: remove one.");
        }
        return first;
    }

    private static Optional<Quilt.Entry> entry(Path directory, String[] words, Origin origin, Problems problems) {
        var strip = Optional.<Integer>empty();
        for (var i = 1; i < words.length; i++) {
            var matcher = STRIP.matcher(words[i]);
            if (!matcher.matches()) {
                problems.add(
                        origin,
                        "'" + words[i] + "' is not understood: only -pN may follow a patch's name"
                                + (words[i].equals("-R") ? "; make a reversed patch of it." : "."));
                return Optional.empty();
            }
            strip = Optional.of(matcher.group(1).equals("ab") ? 1 : Integer.parseInt(matcher.group(1)));
        }
        var path = directory.resolve(words[0]).normalize();
        if (!path.startsWith(directory.normalize())) {
            problems.add(origin, "'" + words[0] + "' is outside the directory of the series.");
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            problems.add(origin, "no such file: '" + path + "'.");
            return Optional.empty();
        }
        return Optional.of(new Quilt.Entry(words[0], path, strip, origin));
    }
}
