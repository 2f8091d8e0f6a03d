package org.kernelmaven.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.patch.Applied.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what GNU patch 2.7 prints in the C locale. */
final class GnuPatchOutput {

    private static final Logger LOG = LoggerFactory.getLogger(GnuPatchOutput.class);
    private static final int MOST_FAILURES = 200;

    private static final Pattern FILE = Pattern.compile(
            "(?:patching|checking) (?:file|symbolic link) (.+?)(?: \\((?:renamed|copied|read) from .+\\))?");
    private static final Pattern SUCCEEDED = Pattern.compile(
            "Hunk #(\\d+) succeeded at (\\d+)(?: with fuzz (\\d+))?(?: \\(offset (-?\\d+) lines?\\))?\\.");
    private static final Pattern FAILED = Pattern.compile("Hunk #(\\d+) (?:FAILED|NOT MERGED|ignored) at (\\d+).*");
    private static final Pattern MISSING = Pattern.compile("can't find file to patch at input line (\\d+).*");
    private static final Pattern IRREGULAR = Pattern.compile("File (.+) is not a regular file -- refusing to patch");
    private static final Pattern NOT_DELETED = Pattern.compile("Not deleting file (.+) as content differs from patch");
    private static final Pattern FATAL = Pattern.compile("(?:\\S*/)?patch: \\*{4} (.+)");
    private static final Pattern DISMISSED = Pattern.compile("(Ignoring potentially dangerous file name .+)");

    private final LoadedPatch patch;
    private final List<Failure> failures = new ArrayList<>();
    private final List<Fuzz> fuzz = new ArrayList<>();
    private String file = "";
    private int section = -1;

    GnuPatchOutput(LoadedPatch patch) {
        this.patch = patch;
    }

    List<Failure> failures() {
        return failures;
    }

    List<Fuzz> fuzz() {
        return fuzz;
    }

    void line(String line) {
        LOG.debug("{}", line);
        var matcher = FILE.matcher(line);
        if (matcher.matches()) {
            file = unquote(matcher.group(1));
            section = sectionOf(file);
            return;
        }
        matcher = SUCCEEDED.matcher(line);
        if (matcher.matches()) {
            if (matcher.group(3) != null) {
                fuzz.add(new Fuzz(
                        patch.name(),
                        file,
                        number(matcher.group(1)),
                        number(matcher.group(2)),
                        number(matcher.group(3))));
            }
            return;
        }
        matcher = FAILED.matcher(line);
        if (matcher.matches()) {
            var hunk = number(matcher.group(1));
            fail(
                    file,
                    Optional.of(hunk),
                    "hunk " + hunk + hunkPlace(hunk) + " does not fit at line " + matcher.group(2));
            return;
        }
        other(line);
    }

    private void other(String line) {
        var missing = MISSING.matcher(line);
        if (missing.matches()) {
            var named = sectionAt(number(missing.group(1)));
            fail(named, Optional.empty(), "the tree has no such file (line " + missing.group(1) + " of the patch)");
        }
        var irregular = IRREGULAR.matcher(line);
        if (irregular.matches()) {
            fail(unquote(irregular.group(1)), Optional.empty(), "is not a regular file");
        }
        var kept = NOT_DELETED.matcher(line);
        if (kept.matches()) {
            fail(unquote(kept.group(1)), Optional.empty(), "is to be deleted but holds something else");
        }
        var fatal = FATAL.matcher(line);
        if (fatal.matches()) {
            fail("", Optional.empty(), "GNU patch says: " + fatal.group(1));
        }
        var dismissed = DISMISSED.matcher(line);
        if (dismissed.matches()) {
            fail("", Optional.empty(), "GNU patch says: " + dismissed.group(1));
        }
    }

    private void fail(String name, Optional<Integer> hunk, String problem) {
        if (failures.size() < MOST_FAILURES) {
            failures.add(new Failure(Optional.of(name).filter(text -> !text.isEmpty()), hunk, problem));
        }
    }

    /** Where in the patch a hunk of the current file is. */
    private String hunkPlace(int hunk) {
        var files = patch.content().files();
        if (section < 0 || hunk > files.get(section).hunks().size()) {
            return "";
        }
        var hunks = files.get(section).hunks();
        return " of " + hunks.size() + " (line " + hunks.get(hunk - 1).line() + " of the patch)";
    }

    /** The next section, after the one before, that names the file: a patch may have several for one file. */
    private int sectionOf(String name) {
        var files = patch.content().files();
        for (var i = section + 1; i < files.size(); i++) {
            if (files.get(i).paths().contains(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The file of the section that covers a line of the patch. */
    private String sectionAt(int line) {
        var name = "";
        for (var diff : patch.content().files()) {
            if (diff.line() <= line) {
                name = diff.paths().get(diff.paths().size() - 1);
            }
        }
        return name;
    }

    private static int number(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static String unquote(String name) {
        return name.length() > 1 && name.startsWith("'") && name.endsWith("'")
                ? name.substring(1, name.length() - 1)
                : name;
    }
}
