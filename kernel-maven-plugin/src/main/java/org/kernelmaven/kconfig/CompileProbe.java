package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.SearchPath;

/**
 * Whether a compiler accepts a flag, as {@code cc-option} of {@code scripts/Kconfig.include} (Linux 6.1 and 6.12) asks
 * it: half of all probes. A shell, and the mkdir and rm that it starts, take as long as a compiler that compiles
 * nothing, so the compiler is run without them where all that it is given is plain words.
 */
final class CompileProbe {

    private static final String WORD = "[A-Za-z0-9_./+:@%,=-]+";
    private static final Pattern PROBE = Pattern.compile(
            "\\{ trap \"rm -rf \\.tmp_\\$\\$\" EXIT; mkdir \\.tmp_\\$\\$; ((?:/[A-Za-z0-9_./+-]*)?[A-Za-z0-9_.+-]+)((?: +"
                    + WORD + ")+) +-o \\.tmp_\\$\\$/tmp\\.o; } >/dev/null 2>&1 && echo \"y\" \\|\\| echo \"n\"");

    private final List<String> words;

    private CompileProbe(List<String> words) {
        this.words = words;
    }

    /** The probe of a command; empty where it is another or its compiler is not there: a shell is to say then. */
    static Optional<CompileProbe> of(String command, SearchPath path) {
        var probe = PROBE.matcher(command);
        return probe.matches()
                ? path.find(probe.group(1)).map(compiler -> new CompileProbe(words(compiler, probe.group(2))))
                : Optional.empty();
    }

    private static List<String> words(Path compiler, String arguments) {
        var words = new ArrayList<>(List.of(compiler.toString()));
        words.addAll(List.of(arguments.strip().split(" +")));
        return words;
    }

    /** The command that asks, where what the compiler makes goes into a folder of the directory it runs in. */
    Command command(Path folder, Path directory, Map<String, String> environment) {
        var output = directory.relativize(folder).resolve("tmp.o").toString();
        return new Command(words, directory, environment).plus(List.of("-o", output));
    }

    /** Makes a folder for what the compiler makes: with split debug information these are two files. */
    static Path makeFolder(Path directory) throws IOException {
        return Files.createTempDirectory(directory, ".tmp_");
    }

    /** Removes such a folder. */
    static void removeFolder(Path folder) throws IOException {
        try (var made = Files.newDirectoryStream(folder)) {
            for (var file : made) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
