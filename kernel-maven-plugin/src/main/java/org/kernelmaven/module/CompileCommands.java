package org.kernelmaven.module;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How each source was compiled, for clangd and other editors: {@code compile_commands.json}
 * (https://clang.llvm.org/docs/JSONCompilationDatabase.html), read from the {@code .cmd} files that Kbuild keeps beside
 * its objects, as the kernel's own {@code scripts/clang-tools/gen_compile_commands.py} does.
 */
public final class CompileCommands {

    private static final long MOST_BYTES = 1 << 20;

    /** {@code savedcmd_} since Linux 6.5. What follows the compiler's command, objtool's, is cut off. */
    private static final Pattern COMMAND =
            Pattern.compile("^(?:saved)?cmd_([^ ]+\\.o) := (.* )([^ ]+\\.[cS]) *(?:;.*)?$");

    /** In single quotes, in double quotes, after a backslash, or plain. */
    private static final Pattern PIECE =
            Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*+)\"|\\\\(.)|([^\\s'\"\\\\]++)|(\\s++)");

    /** What names a folder or file to include, with it or before it. */
    private static final Pattern INCLUDE = Pattern.compile("(-I|-iquote|-isystem|-idirafter|-include)(.*)");

    private CompileCommands() {}

    /**
     * Sources that make compiled together.
     *
     * @param mirror where make left its objects
     * @param directory the working directory of its compilers
     * @param shown makes of a path in the mirror the one of the source; text that names nothing there stays
     */
    public record Part(Path mirror, Path directory, UnaryOperator<String> shown) {}

    /** Writes those of one part; see {@link #write(List, Path)}. */
    public static void write(Path mirror, Path directory, UnaryOperator<String> shown, Path target) throws IOException {
        write(List.of(new Part(mirror, directory, shown)), target);
    }

    /**
     * Writes them. A source that is there is named in place of its mirror's, so that an editor opens what is edited;
     * what make itself made is left where it is. The file where the compiler writes what a source includes is left out:
     * it would appear beside the source.
     *
     * @param parts a part that was not compiled has none
     * @param target appears whole or not at all
     */
    public static void write(List<Part> parts, Path target) throws IOException {
        var commands = new JsonArray();
        for (var part : parts) {
            if (Files.isDirectory(part.mirror)) {
                try (var files = Files.walk(part.mirror)) {
                    for (var file :
                            files.filter(CompileCommands::isCommand).sorted().toList()) {
                        command(file, part).ifPresent(commands::add);
                    }
                }
            }
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        var temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        Files.writeString(
                temporary,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(commands) + "\n");
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isCommand(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(".o.cmd") && Files.isRegularFile(file);
    }

    private static Optional<JsonObject> command(Path file, Part part) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        var line = Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        var matcher = COMMAND.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        // Since Linux 6.13 make works in the modules' folder, not in the kernel's.
        var inMirror = Path.of(matcher.group(1)).equals(part.mirror.relativize(object(file)));
        var directory = inMirror ? part.mirror : part.directory;
        var built = directory.resolve(matcher.group(3)).normalize();
        // Neither what modpost wrote, nor what the kernel adds to each module (Linux 6.12), nor a file that is gone.
        if (!built.startsWith(part.mirror) || built.toString().endsWith(".mod.c") || !Files.exists(built)) {
            return Optional.empty();
        }
        var source = source(built, part).toString();
        var arguments = new JsonArray();
        arguments(words(matcher.group(2)), directory, part).forEach(arguments::add);
        arguments.add(source);
        var entry = new JsonObject();
        entry.addProperty("directory", directory.toString());
        entry.add("arguments", arguments);
        entry.addProperty("file", source);
        return Optional.of(entry);
    }

    /** {@code widget.o} of {@code .widget.o.cmd}. */
    private static Path object(Path file) {
        var name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(1, name.length() - ".cmd".length()));
    }

    /**
     * A command's words as the shell would find them, for the paths that take the place of others may have blanks.
     *
     * @param command as Kbuild writes it for make, where $(pound) and \# stand for '#', and $$ for '$'
     */
    private static List<String> words(String command) {
        var text = command.replace("$(pound)", "#").replace("\\#", "#").replace("$$", "$");
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var piece = PIECE.matcher(text + " ");
        while (piece.find()) {
            if (piece.group(5) == null) {
                word.append(unquoted(piece));
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    private static String unquoted(Matcher piece) {
        var doubled = piece.group(2);
        if (doubled != null) {
            return doubled.replaceAll("\\\\([\\\\\"$`])", "$1");
        }
        return Stream.of(1, 3, 4)
                .map(piece::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static List<String> arguments(List<String> words, Path directory, Part part) {
        var arguments = new ArrayList<String>();
        var option = "";
        for (var word : words) {
            if (word.startsWith("-Wp,-MMD,") || word.startsWith("-Wp,-MD,")) {
                continue;
            }
            var include = INCLUDE.matcher(option + word);
            var names = include.matches() && !include.group(2).isEmpty();
            if (names
                    && include(
                            directory.resolve(include.group(2)).normalize(),
                            option,
                            include.group(1),
                            part,
                            arguments)) {
                option = "";
                continue;
            }
            option = include.matches() && !names ? word : "";
            arguments.add(word);
        }
        return arguments;
    }

    /**
     * Adds the source that an option names. A folder of the sources is searched before its mirror, which holds what
     * make made there.
     *
     * @param before the option where it was a word of its own, which is added already
     * @return whether there is such a source
     */
    private static boolean include(Path named, String before, String option, Part part, List<String> arguments) {
        var source = source(named, part);
        if (source.equals(named)) {
            return false;
        }
        var joined = before.isEmpty() ? option : "";
        arguments.add(joined + source);
        if (Files.isDirectory(source)) {
            if (joined.isEmpty()) {
                arguments.add(option);
            }
            arguments.add(joined + named);
        }
        return true;
    }

    /** The source that a path in the mirror is a copy of; the path itself where there is none. */
    private static Path source(Path path, Part part) {
        var shown = Path.of(part.shown.apply(path + "/"));
        return Files.exists(shown) ? shown : path;
    }
}
