package org.kernelmaven.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kernelmaven.store.Digests;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.KeptAnswers;
import org.kernelmaven.tool.ToolIdentity;

/**
 * What the compiler answered when Kbuild asked whether it takes a flag, kept from make to make. Every make of a module
 * asks it thirty times and more, which takes longer than to compile the module.
 *
 * <p>Kbuild asks with its function {@code try-run} ({@code scripts/Makefile.compiler}, Linux 6.1 and 6.12). A makefile
 * that make reads before all others puts one in its place that knows the answers, asks as the kernel's own does where
 * it does not, and notes these. They are kept where the make succeeds, for this kernel and these tools.
 */
public final class CompilerAnswers {

    /** Where the makefile notes an answer. */
    private static final String NOTES = "KERNEL_MAVEN_ANSWERS";

    private static final String NAME = "kernel-maven-answer.";
    private static final Pattern NOTE = Pattern.compile(Pattern.quote(NAME) + "([^\\s$#:=]+) := ([yn])");
    private static final Pattern CONTINUATION = Pattern.compile("\\s*\\\\\\n\\s*");
    private static final Pattern TRY_RUN =
            Pattern.compile("(?m)^try-run = \\$\\(shell (set -e; .*)if \\(\\$\\(1\\)\\) >/dev/null 2>&1; "
                    + "then echo \"\\$\\(2\\)\"; else echo \"\\$\\(3\\)\"; fi\\)$");
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final long MOST_BYTES = 8L << 20;

    private static final String FUNCTIONS = "compiler-answers.mk";

    /** Nothing where none are kept or known. */
    private final Optional<KeptAnswers> kept;

    private final Path makefile;
    private final Path notes;

    private CompilerAnswers(Optional<KeptAnswers> kept, Path makefile) {
        this.kept = kept;
        this.makefile = makefile;
        this.notes = makefile.resolveSibling(makefile.getFileName() + ".new");
    }

    /**
     * Those for a kernel. Where it asks in another way, or make could not read the makefile, none are kept or known.
     *
     * @param make what will run, with all that the compiler depends on
     * @param kernel tells this kernel from every other
     * @param callers the environment variables that make inherits
     * @param folder where answers are kept, of all kernels
     * @param makefile written for this make; no other make may use it meanwhile
     */
    public static CompilerAnswers of(
            ModuleMake make, String kernel, Map<String, String> callers, Path folder, Path makefile)
            throws IOException {
        var asks = asks(make.dev());
        if (asks.isEmpty() || BLANK.matcher(makefile.toString()).find()) {
            return new CompilerAnswers(Optional.empty(), makefile);
        }
        var identity = Digests.of(kernel + "\n" + tools(make, callers).name());
        var kept = new KeptAnswers(folder, identity, key -> key);
        var answers = new CompilerAnswers(Optional.of(kept), makefile);
        answers.write(asks.get(), kept.all());
        return answers;
    }

    private static ToolIdentity tools(ModuleMake make, Map<String, String> callers) {
        var toolchain = make.toolchain();
        var environment = new TreeMap<>(make.modules().environmentOn(callers));
        environment.put("CC", String.join(" ", toolchain.compiler()));
        environment.put("LD", toolchain.crossCompile().orElse("") + "ld ld.lld");
        environment.putAll(toolchain.variables());
        return new ToolIdentity(make.dev(), make.sources(), environment);
    }

    /** How a kernel asks: what its {@code try-run} does before the question. */
    private static Optional<String> asks(Path dev) throws IOException {
        var file = dev.resolve("scripts/Makefile.compiler");
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        var text = CONTINUATION
                .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .replaceAll(" ");
        var definition = TRY_RUN.matcher(text);
        return definition.find() ? Optional.of(definition.group(1)) : Optional.empty();
    }

    private void write(String asks, Map<String, String> known) throws IOException {
        var text = new StringBuilder();
        known.forEach((key, answer) -> {
            var line = NAME + key + " := " + answer;
            if (NOTE.matcher(line).matches()) {
                text.append(line).append('\n');
            }
        });
        text.append("kernel-maven-before = ").append(asks).append('\n').append(functions());
        Files.createDirectories(makefile.getParent());
        Files.deleteIfExists(notes);
        Files.writeString(makefile, text, StandardCharsets.ISO_8859_1);
    }

    private static String functions() throws IOException {
        try (var file = CompilerAnswers.class.getResourceAsStream(FUNCTIONS)) {
            return new String(Objects.requireNonNull(file, FUNCTIONS).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The make that knows the answers. */
    public Command knownTo(Command make) {
        return kept.isPresent() ? make.with(Map.of("MAKEFILES", makefile.toString(), NOTES, notes.toString())) : make;
    }

    /** Keeps what was asked anew: the make succeeded. */
    public void keep() throws IOException {
        if (kept.isEmpty() || !Files.isRegularFile(notes) || Files.size(notes) > MOST_BYTES) {
            return;
        }
        for (var line :
                List.of(Files.readString(notes, StandardCharsets.ISO_8859_1).split("\n"))) {
            var note = NOTE.matcher(line);
            if (note.matches()) {
                kept.get().put(note.group(1), note.group(2));
            }
        }
        kept.get().save();
        Files.delete(notes);
    }
}
