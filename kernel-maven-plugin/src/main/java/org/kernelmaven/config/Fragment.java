package org.kernelmaven.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.kernelmaven.kconfig.DotConfig;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.settings.Problems;

/**
 * Reads options from text, one a line: {@code CONFIG_KGDB=y} and {@code # CONFIG_KGDB is not set} as in {@code .config}
 * files, or {@code KGDB y} as in nixpkgs' {@code extraConfig}; a {@code ?} after name or value makes it optional. Other
 * lines that start with {@code #} are comments.
 */
public final class Fragment {

    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_]+)(\\?)?(?:\\s+|\\s*=\\s*)(\\S.*)");
    private static final String EXPECTED = "expected 'CONFIG_NAME=VALUE', '# CONFIG_NAME is not set' or 'NAME VALUE'";

    private Fragment() {}

    /**
     * Reads a file.
     *
     * @param problems where wrong lines are noted, or that there is no such file
     */
    public static Layer file(Path file, Problems problems) throws IOException {
        var origin = new Origin("'" + file + "'");
        try {
            if (Files.size(file) <= DotConfig.MAX_BYTES) {
                return read(Files.readString(file), origin.toString(), number -> Origin.line(file, number), problems);
            }
            problems.add(origin, "the file is larger than " + DotConfig.MAX_BYTES + " bytes.");
        } catch (NoSuchFileException e) {
            problems.add(origin, "there is no such config fragment.");
        } catch (MalformedInputException e) {
            problems.add(origin, "the file is not UTF-8 text.");
        }
        return new Layer(origin.toString(), Layer.Rank.PROJECT, java.util.List.of());
    }

    /**
     * Reads a parameter's text.
     *
     * @param origin the parameter; lines are numbered within it
     * @param problems where wrong lines are noted
     */
    public static Layer text(String text, Origin origin, Problems problems) {
        return read(text, origin.toString(), number -> new Origin(origin + " line " + number), problems);
    }

    private static Layer read(String text, String name, IntFunction<Origin> place, Problems problems) {
        var options = new ArrayList<Option>();
        var number = 0;
        for (var line : text.lines().toList()) {
            number++;
            line(line.strip(), place.apply(number), problems).ifPresent(options::add);
        }
        return new Layer(name, Layer.Rank.PROJECT, options);
    }

    private static Optional<Option> line(String line, Origin origin, Problems problems) {
        if (line.isEmpty() || line.startsWith("#")) {
            return DotConfig.entry(line).map(entry -> Option.of(entry.name(), Value.of(entry.value()), origin));
        }
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            problems.add(origin, EXPECTED + ", found '" + line + "'.");
            return Optional.empty();
        }
        var byName = matcher.group(2) != null;
        return OptionText.name(matcher.group(1), origin, problems)
                .flatMap(name -> OptionText.value(name, matcher.group(3), origin, problems)
                        .map(written -> new Option(
                                name, written.value(), byName || written.optional(), false, Condition.ALWAYS, origin)));
    }
}
