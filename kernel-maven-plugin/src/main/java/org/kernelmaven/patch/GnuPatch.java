package org.kernelmaven.patch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;

/** Applies a patch with GNU patch. */
final class GnuPatch {

    private static final int FUZZ = 2;
    private static final int MOST_REJECT_BYTES = 6000;

    private final Programs programs;

    GnuPatch(Programs programs) {
        this.programs = programs;
    }

    /**
     * Applies a patch to the files in a directory.
     *
     * @param rejects where GNU patch puts what it cannot apply
     */
    Applied apply(LoadedPatch patch, Path directory, Path rejects) throws IOException {
        Trees.delete(rejects);
        var output = new GnuPatchOutput(patch);
        var arguments = new ArrayList<>(arguments(patch, directory));
        arguments.add("-r");
        arguments.add(rejects.toString());
        var result = programs.patch().run(Command.of(directory, arguments), output::line);
        var failures = output.failures();
        if (failures.isEmpty() && !result.succeeded()) {
            failures = List.of(new Applied.Failure(
                    java.util.Optional.empty(), java.util.Optional.empty(), "GNU patch says: " + result.output()));
        }
        return new Applied(failures, reject(rejects), output.fuzz());
    }

    /** Whether the patch could be taken back from these files: it is in them already. */
    boolean isApplied(LoadedPatch patch, Path directory) throws IOException {
        var arguments = new ArrayList<>(arguments(patch, directory));
        arguments.addAll(List.of("--reverse", "--dry-run", "-r", "-"));
        return programs.patch().run(Command.of(directory, arguments)).succeeded();
    }

    /**
     * {@code -u} keeps patch from taking a text for an ed script, which it would run; {@code --force} keeps it from
     * asking, and from turning around a patch that looks reversed; {@code --get=0} from calling a version control
     * system.
     */
    private static List<String> arguments(LoadedPatch patch, Path directory) {
        return List.of(
                "patch",
                "-u",
                "-p" + patch.strip(),
                "-d",
                directory.toString(),
                "--force",
                "--get=0",
                "--no-backup-if-mismatch",
                "-F" + FUZZ,
                "-i",
                patch.plainFile().toAbsolutePath().toString());
    }

    private static String reject(Path rejects) throws IOException {
        if (!Files.isRegularFile(rejects)) {
            return "";
        }
        try (var input = Files.newInputStream(rejects)) {
            var bytes = input.readNBytes(MOST_REJECT_BYTES + 1);
            var text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            return bytes.length <= MOST_REJECT_BYTES
                    ? text
                    : text.substring(0, Math.max(0, text.lastIndexOf('\n'))) + "\n[…]";
        }
    }
}
