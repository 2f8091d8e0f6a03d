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
            Pattern.compile("^(?:saved)?cmd_[^ ]+\\.o := (.* )([^ ]+\\.[cS]) *(?:;.*)?$");

    /** In single quotes, in double quotes, after a backslash, or plain. */
    private static final Pattern PART =
            Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*+)\"|\\\\(.)|([^\\s'\"\\\\]++)|(\\s++)");

    private CompileCommands() {}

    /**
     * Writes them.
     *
     * @param mirror where make ran
     * @param directory the working directory of its compilers
     * @param shown makes of a path in the mirror the one of the source
     * @param target appears whole or not at all
     */
    public static void write(Path mirror, Path directory, UnaryOperator<String> shown, Path target) throws IOException {
        var commands = new JsonArray();
        try (var files = Files.walk(mirror)) {
            for (var file : files.filter(CompileCommands::isCommand).sorted().toList()) {
                command(file, mirror, directory, shown).ifPresent(commands::add);
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

    private static Optional<JsonObject> command(Path file, Path mirror, Path directory, UnaryOperator<String> shown)
            throws IOException {
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
        var source = directory.resolve(matcher.group(2)).normalize();
        // Neither what modpost wrote, nor what the kernel adds to each module (Linux 6.12), nor a file that is gone.
        if (!source.startsWith(mirror) || source.toString().endsWith(".mod.c") || !Files.exists(source)) {
            return Optional.empty();
        }
        var arguments = new JsonArray();
        // Kbuild writes for make, where $(pound) and \# stand for '#', and $$ for '$'.
        var command = (matcher.group(1) + matcher.group(2))
                .replace("$(pound)", "#")
                .replace("\\#", "#")
                .replace("$$", "$");
        words(command).forEach(word -> arguments.add(shown.apply(word)));
        var entry = new JsonObject();
        entry.addProperty("directory", directory.toString());
        entry.add("arguments", arguments);
        entry.addProperty("file", shown.apply(source.toString()));
        return Optional.of(entry);
    }

    /** A command's words as the shell would find them: the paths that take the place of others may have blanks. */
    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var part = PART.matcher(command + " ");
        while (part.find()) {
            if (part.group(5) == null) {
                word.append(unquoted(part));
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    private static String unquoted(Matcher part) {
        var doubled = part.group(2);
        if (doubled != null) {
            return doubled.replaceAll("\\\\([\\\\\"$`])", "$1");
        }
        return Stream.of(1, 3, 4)
                .map(part::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }
}
