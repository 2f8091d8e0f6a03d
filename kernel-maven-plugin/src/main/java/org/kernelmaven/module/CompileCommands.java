package org.kernelmaven.module;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

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

    /** What names a folder or file to include, with it or before it. */
    private static final Pattern INCLUDE = Pattern.compile("(-I|-iquote|-isystem|-idirafter|-include)([^'\"\\\\]*)");

    /** Everything that a shell gives no meaning, wherever it stands. */
    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}_./+=:,@%-]");

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
        // What modpost wrote is nobody's source.
        if (!matcher.matches() || matcher.group(3).endsWith(".mod.c")) {
            return Optional.empty();
        }
        // Since Linux 6.13 make works in the modules' folder, not in the kernel's.
        var directory = Path.of(matcher.group(1)).isAbsolute()
                        || !part.mirror.resolve(matcher.group(1)).equals(object(file))
                ? part.directory
                : part.mirror;
        var source = source(directory.resolve(matcher.group(3)).normalize(), part);
        var entry = new JsonObject();
        entry.addProperty("directory", directory.toString());
        // Kbuild writes for make, where $(pound) and \\# stand for '#'.
        entry.addProperty(
                "command",
                arguments(matcher.group(2), directory, part)
                                .replace("$(pound)", "#")
                                .replace("\\#", "#")
                        + escaped(source));
        entry.addProperty("file", source.toString());
        return Optional.of(entry);
    }

    /** {@code widget.o} of {@code .widget.o.cmd}. */
    private static Path object(Path file) {
        var name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(1, name.length() - ".cmd".length()));
    }

    private static String arguments(String command, Path directory, Part part) {
        var arguments = new StringBuilder();
        var option = "";
        for (var word : command.split(" ")) {
            if (word.startsWith("-Wp,-MMD,") || word.startsWith("-Wp,-MD,")) {
                continue;
            }
            var include = INCLUDE.matcher(option + word);
            option = include.matches() && include.group(2).isEmpty() ? word : "";
            arguments
                    .append(
                            include.matches() && option.isEmpty()
                                    ? include(word, include.group(1), directory.resolve(include.group(2)), part)
                                    : word)
                    .append(' ');
        }
        return arguments.toString();
    }

    /** A folder of the sources is searched before its mirror, which holds what make made there. */
    private static String include(String word, String option, Path named, Part part) {
        var path = named.normalize();
        var source = source(path, part);
        if (source.equals(path)) {
            return word;
        }
        var first = word.startsWith(option) ? option + escaped(source) : escaped(source);
        return Files.isDirectory(source)
                ? first + " " + option + (word.startsWith(option) ? "" : " ") + escaped(path)
                : first;
    }

    /** The source that a path in the mirror is a copy of; the path itself where there is none. */
    private static Path source(Path path, Part part) {
        var shown = Path.of(part.shown.apply(path + "/"));
        return Files.exists(shown) ? shown : path;
    }

    private static String escaped(Path path) {
        return SPECIAL.matcher(path.toString()).replaceAll("\\\\$0");
    }
}
