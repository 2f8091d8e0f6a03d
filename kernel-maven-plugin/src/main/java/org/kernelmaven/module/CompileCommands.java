package org.kernelmaven.module;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
            Pattern.compile("^(?:saved)?cmd_[^ ]+\\.o := (.* )([^ ]+\\.[cS]) *(?:;.*)?$");

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
                command(file, directory, shown).ifPresent(commands::add);
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

    private static Optional<JsonObject> command(Path file, Path directory, UnaryOperator<String> shown)
            throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        var line = Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        var matcher = COMMAND.matcher(line);
        // What modpost wrote is nobody's source.
        if (!matcher.matches() || matcher.group(2).endsWith(".mod.c")) {
            return Optional.empty();
        }
        var entry = new JsonObject();
        entry.addProperty("directory", directory.toString());
        // Kbuild writes for make, where $(pound) and \# stand for '#'.
        entry.addProperty(
                "command",
                shown.apply((matcher.group(1) + matcher.group(2))
                        .replace("$(pound)", "#")
                        .replace("\\#", "#")));
        entry.addProperty(
                "file",
                shown.apply(directory.resolve(matcher.group(2)).normalize().toString()));
        return Optional.of(entry);
    }
}
