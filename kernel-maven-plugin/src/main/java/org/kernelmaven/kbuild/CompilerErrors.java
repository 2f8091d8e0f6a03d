package org.kernelmaven.kbuild;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the first errors in make's output: of compilers, linkers, modpost, and of make itself. */
final class CompilerErrors {

    private static final int MOST = 10;
    private static final int MOST_CHARS = 400;

    /** gcc and clang: {@code file:line:column: error: message}; as: {@code file:line: Error: message}. */
    private static final Pattern AT_LINE =
            Pattern.compile("([^\\s:][^:]*):(\\d+):(?:\\d+:)? (?:fatal )?(?:[Ee]rror|internal compiler error): (.*)");

    /** Linkers: {@code ld: file.o: in function `f': …: undefined reference to `g'}, ld.lld, and section overflows. */
    private static final Pattern LINKER =
            Pattern.compile("(?:\\S*ld(?:\\.bfd|\\.lld|\\.gold)?: )?(.*(?:undefined reference to |undefined symbol: "
                    + "|multiple definition of |duplicate symbol: |relocation truncated to fit|cannot find -l).*)");

    private static final Pattern MODPOST = Pattern.compile("ERROR: (?:modpost: )?(.*)");
    private static final Pattern MAKE = Pattern.compile("make(?:\\[\\d+\\])?: \\*\\*\\* (.*)");
    private static final Pattern DRIVER =
            Pattern.compile("(?:\\S*(?:gcc|cc|clang|cc1|collect2|as|ld)(?:-[0-9.]+)?): " + "(?:fatal )?[Ee]rror: (.*)");
    private static final Pattern NOT_FOUND =
            Pattern.compile("(?:\\S*sh|\\S+\\.sh): (?:line )?(?:\\d+: )?(\\S+): " + "(?:command )?not found");

    /** What the C library says for ENOSPC, EDQUOT and EFBIG; and what flex says, which keeps the reason to itself. */
    private static final List<String> FULL = List.of(
            "No space left on device", "Disk quota exceeded", "File too large", "flex: error writing output file");

    private static final Pattern NO_HEADER = Pattern.compile("(\\S+\\.h): No such file or directory");

    private final Path view;
    private final Path directory;
    private final Set<String> errors = new LinkedHashSet<>();
    private final Set<String> makeErrors = new LinkedHashSet<>();
    private final Set<String> hints = new LinkedHashSet<>();

    /**
     * @param view what paths are shown relative to
     * @param directory the working directory of the compilers
     */
    CompilerErrors(Path view, Path directory) {
        this.view = view.toAbsolutePath().normalize();
        this.directory = directory.toAbsolutePath().normalize();
    }

    void line(String line) {
        if (line.length() > 4 * MOST_CHARS) {
            return;
        }
        var make = MAKE.matcher(line);
        if (make.matches()) {
            add(makeErrors, make.group(1));
        } else {
            error(line).ifPresent(error -> add(errors, error));
        }
        hint(line).ifPresent(hint -> add(hints, hint));
    }

    private Optional<String> error(String line) {
        var atLine = AT_LINE.matcher(line);
        if (atLine.matches()) {
            return Optional.of(relative(atLine.group(1)) + ":" + atLine.group(2) + ": " + atLine.group(3));
        }
        return Stream.of(DRIVER, LINKER, MODPOST)
                .map(pattern -> pattern.matcher(line))
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .findFirst()
                .or(() -> NOT_FOUND.matcher(line).matches() ? Optional.of(line) : Optional.empty());
    }

    private static Optional<String> hint(String line) {
        if (FULL.stream().anyMatch(line::contains)) {
            return Optional.of("The disk is full: free some space, or put the build elsewhere"
                    + " with -Dkernel.workDirectory=DIRECTORY.");
        }
        if (line.contains("Killed signal terminated program") || line.endsWith("Error 137") || line.equals("Killed")) {
            return Optional.of("A compiler was killed, most likely because memory ran out:"
                    + " use fewer jobs (parameter <jobs>), or add memory or swap.");
        }
        if (line.contains("internal compiler error")) {
            return Optional.of("The compiler itself failed: memory may have run out, or use another version of it.");
        }
        var program = NOT_FOUND.matcher(line);
        if (program.matches()) {
            return Optional.of("Program '" + program.group(1) + "' is missing: kernel:doctor says how to install it.");
        }
        return header(line);
    }

    /** Headers of the machine that builds; a header of the kernel's own is a fault in its code. */
    private static Optional<String> header(String line) {
        var header = NO_HEADER.matcher(line);
        return Stream.of("libelf.h", "gelf.h", "openssl/", "ncurses.h", "gcc-plugin.h", "gmp.h", "elfutils/", "dwarf.h")
                .filter(name -> header.find(0) && header.group(1).startsWith(name))
                .map(name -> "Header '" + header.group(1)
                        + "' of this machine is missing: kernel:doctor says how to install it.")
                .findFirst();
    }

    private static void add(Set<String> to, String text) {
        if (to.size() < MOST) {
            to.add(text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) + "…" : text);
        }
    }

    /** A path as the compilers, which run in the build tree, wrote it, relative to the view where it is in there. */
    private String relative(String path) {
        try {
            var file = directory.resolve(path).normalize();
            return file.startsWith(view) ? view.relativize(file).toString() : path;
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /**
     * A failed make.
     *
     * @param what the step, as a user would name it: {@code Compiling the kernel}
     * @param tail the last lines of output
     */
    CompileException failure(String what, int exitCode, List<String> tail, Path log) {
        return new CompileException(message(what, exitCode, tail) + "\nThe whole output is in '" + log + "'.");
    }

    /** The message of a failed make whose output is in no file. */
    String message(String what, int exitCode, List<String> tail) {
        var text = new ArrayList<String>();
        text.add(what + " failed: make ended with exit code " + exitCode + ".");
        text.addAll(hints);
        section(text, "First errors:", errors);
        if (errors.isEmpty()) {
            section(text, "make says:", makeErrors);
        }
        section(text, "Last lines:", tail.subList(Math.max(0, tail.size() - 15), tail.size()));
        return String.join("\n", text);
    }

    private static void section(List<String> text, String title, Iterable<String> lines) {
        var first = true;
        for (var line : lines) {
            if (first) {
                text.add(title);
                first = false;
            }
            text.add("  " + line);
        }
    }
}
