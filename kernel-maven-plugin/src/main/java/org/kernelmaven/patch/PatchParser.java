package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.patch.PatchContent.FileDiff;
import org.kernelmaven.patch.PatchContent.Hunk;

/**
 * Finds the files a unified diff touches, with git's extended headers (git-diff(1), "Generating patch text with -p"),
 * and refuses what would reach outside the tree. It applies nothing: GNU patch and git do.
 */
final class PatchParser {

    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+\\d{1,9}(?:,(\\d{1,9}))? @@.*");
    private static final Pattern SYMLINK =
            Pattern.compile("(?:new file mode|new mode) 120\\d{3}|index [0-9a-f.]+ 120\\d{3}");
    private static final Pattern SUBMODULE =
            Pattern.compile("(?:new file mode|new mode) 160\\d{3}|index [0-9a-f.]+ 160\\d{3}");
    private static final Pattern MOVE = Pattern.compile("(?:rename|copy) (?:from|to) (.+)");
    private static final Pattern BINARY_LEFT_OUT = Pattern.compile("Binary files .+ and .+ differ");
    private static final int MOST_FILES = 200_000;
    private static final int MOST_PENDING = 8;

    private final String title;
    private final int strip;
    private final List<FileDiff> files = new ArrayList<>();
    private final Map<String, Integer> symlinks = new HashMap<>();
    private boolean binary;

    private @Nullable Section section;
    private final List<Header> pending = new ArrayList<>();
    private int oldLeft;
    private int newLeft;

    /** A {@code ---} or {@code +++} line that waits for its first hunk. */
    private record Header(String name, int line) {}

    private static final class Section {
        final LinkedHashSet<String> paths = new LinkedHashSet<>();
        final List<Hunk> hunks = new ArrayList<>();
        final StringBuilder target = new StringBuilder();
        final int line;
        final boolean git;
        boolean symlink;

        Section(int line, boolean git) {
            this.line = line;
            this.git = git;
        }
    }

    private PatchParser(String title, int strip) {
        this.title = title;
        this.strip = strip;
    }

    /**
     * Reads a plain patch.
     *
     * @param title what messages call it, with where it was written
     * @throws UserException where it holds no diff or touches what it must not, with the line
     */
    static PatchContent parse(Path plain, String title, int strip) throws IOException {
        var parser = new PatchParser(title, strip);
        try (var lines = new PatchLines(plain)) {
            while (lines.next()) {
                parser.line(lines);
            }
        }
        return parser.finish();
    }

    private void line(PatchLines lines) {
        if (oldLeft > 0 || newLeft > 0) {
            if (insideHunk(lines)) {
                return;
            }
            oldLeft = 0;
            newLeft = 0;
        }
        switch (lines.first()) {
            case '@' -> hunk(lines);
            case '-', '+', 'I' -> header(lines);
            case ' ', '\\' -> {}
            default -> extended(lines);
        }
    }

    private boolean insideHunk(PatchLines lines) {
        switch (lines.first()) {
            case ' ', '\t' -> {
                oldLeft--;
                newLeft--;
            }
            case '-' -> oldLeft--;
            case '+' -> {
                newLeft--;
                if (section != null && section.symlink) {
                    section.target.append(lines.text(), 1, lines.text().length());
                }
            }
            case '\\' -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private void header(PatchLines lines) {
        var text = lines.text();
        if (text.startsWith("--- ")) {
            await(text.substring(4), lines.number());
        } else if (text.startsWith("+++ ")) {
            await(text.substring(4), lines.number());
        } else if (text.startsWith("Index: ")) {
            await(text.substring(7), lines.number());
        }
    }

    private void await(String name, int line) {
        if (pending.size() == MOST_PENDING) {
            pending.remove(0);
        }
        pending.add(new Header(PatchPaths.headerName(name), line));
    }

    private void hunk(PatchLines lines) {
        var matcher = HUNK.matcher(lines.text());
        if (!matcher.matches()) {
            return;
        }
        if (!pending.isEmpty()) {
            if (section == null || !section.git || !section.hunks.isEmpty()) {
                open(pending.get(0).line(), false);
            }
            pending.forEach(header -> name(header.name(), strip, header.line()));
            pending.clear();
        }
        var open = section;
        if (open == null) {
            throw refuse(lines.number(), "a hunk without a file name ('---' and '+++') before it");
        }
        if (open.paths.isEmpty()) {
            throw nothingLeft(open);
        }
        open.hunks.add(new Hunk(lines.number(), Integer.parseInt(matcher.group(1))));
        oldLeft = count(matcher.group(2));
        newLeft = count(matcher.group(3));
    }

    private static int count(@Nullable String text) {
        return text == null ? 1 : Integer.parseInt(text);
    }

    private void extended(PatchLines lines) {
        var text = lines.text();
        if (text.startsWith("diff --git ")) {
            open(lines.number(), true);
            gitNames(text.substring(11)).forEach(name -> name(name, strip, lines.number()));
            return;
        }
        if (BINARY_LEFT_OUT.matcher(text).matches()) {
            throw refuse(
                    lines.number(), "a binary file whose content is not in the patch: make it with git diff --binary");
        }
        var open = section;
        if (open == null || !open.git || !open.hunks.isEmpty()) {
            return;
        }
        var move = MOVE.matcher(text);
        if (move.matches()) {
            var name = move.group(1).startsWith("\"") ? PatchPaths.unquote(move.group(1)) : move.group(1);
            name(name, Math.max(0, strip - 1), lines.number());
        } else if (SUBMODULE.matcher(text).matches()) {
            throw refuse(lines.number(), "a git submodule, which a kernel tree cannot have");
        } else if (SYMLINK.matcher(text).matches()) {
            open.symlink = true;
        } else if (text.equals("GIT binary patch")) {
            binary = true;
        }
    }

    /** The two names of a {@code diff --git} line; git leaves a blank in them unquoted, so the halves must agree. */
    private static List<String> gitNames(String text) {
        if (text.startsWith("\"")) {
            var end = text.indexOf("\" ");
            return end < 0
                    ? List.of(PatchPaths.unquote(text))
                    : List.of(PatchPaths.unquote(text), PatchPaths.headerName(text.substring(end + 2)));
        }
        var blanks = text.chars().filter(c -> c == ' ').count();
        if (blanks != 1) {
            var middle = text.length() / 2;
            var halves = List.of(text.substring(0, middle), text.substring(Math.min(middle + 1, text.length())));
            var tails = halves.stream()
                    .map(half -> half.substring(half.indexOf('/') + 1))
                    .distinct();
            return tails.count() == 1 ? halves : List.of();
        }
        return List.of(text.split(" ")).stream()
                .map(name -> name.startsWith("\"") ? PatchPaths.unquote(name) : name)
                .toList();
    }

    private void open(int line, boolean git) {
        close();
        section = new Section(line, git);
        if (git) {
            pending.clear();
        }
        if (files.size() >= MOST_FILES) {
            throw refuse(line, "more than " + MOST_FILES + " files");
        }
    }

    private void name(String name, int components, int line) {
        if (name.equals("/dev/null")) {
            return;
        }
        if (name.startsWith("/")) {
            throw refuse(line, "'" + name + "' is absolute: make the patch from inside the kernel tree");
        }
        PatchPaths.strip(name, components).ifPresent(path -> {
            PatchPaths.refusal(path).ifPresent(why -> {
                throw refuse(line, "'" + path + "' " + why);
            });
            if (section != null) {
                section.paths.add(path);
            }
        });
    }

    private void close() {
        var open = section;
        section = null;
        if (open == null) {
            return;
        }
        if (open.paths.isEmpty()) {
            throw nothingLeft(open);
        }
        if (open.symlink) {
            var target = open.target.toString();
            for (var path : open.paths) {
                if (!open.hunks.isEmpty() && !PatchPaths.staysInside(path, target)) {
                    throw refuse(
                            open.line,
                            "'" + path + "' would be a symbolic link to '" + target + "', outside the kernel tree");
                }
                symlinks.put(path, open.line);
            }
        }
        files.add(new FileDiff(List.copyOf(open.paths), open.line, open.hunks));
    }

    private PatchContent finish() {
        close();
        if (files.isEmpty()) {
            throw new UserException(title
                    + " holds no unified diff: make it with git diff, git format-patch or diff -u, and check that it"
                    + " was saved as plain text.");
        }
        for (var file : files) {
            for (var path : file.paths()) {
                Optional<String> link = PatchPaths.parents(path).stream()
                        .filter(symlinks::containsKey)
                        .findFirst();
                link.ifPresent(parent -> {
                    throw refuse(
                            file.line(),
                            "'" + path + "' goes through '" + parent + "', which line " + symlinks.get(parent)
                                    + " makes a symbolic link");
                });
            }
        }
        return new PatchContent(files, binary);
    }

    private UserException nothingLeft(Section open) {
        return refuse(
                open.line,
                "nothing is left of the file's name after removing " + strip
                        + (strip == 1 ? " component" : " components") + ": correct <strip>");
    }

    private UserException refuse(int line, String what) {
        return new UserException(title + " line " + line + ": " + what + ".");
    }
}
