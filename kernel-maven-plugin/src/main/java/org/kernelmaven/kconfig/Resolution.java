package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * A resolved configuration; nothing is in the build tree before {@link #install}.
 *
 * @param config the value of every symbol that the resolved {@code .config} names
 * @param text that {@code .config}, as it was written by who resolved it
 * @param symbols what the tree defines
 * @param warnings what was warned about on the way, in order
 * @param configuration the evaluated model that says why
 */
public record Resolution(
        DotConfig config, String text, Symbols symbols, List<String> warnings, Configuration configuration) {

    /** Copies. */
    public Resolution {
        warnings = List.copyOf(warnings);
    }

    /** The same with another result. */
    public Resolution replacedBy(DotConfig other, String otherText) {
        return new Resolution(other, otherText, symbols, warnings, configuration);
    }

    /**
     * Puts the {@code .config} into a build tree. A file with the same content is left alone: make compares times, and
     * a touched {@code .config} would make it rebuild {@code include/config}.
     *
     * @return whether it changed
     */
    public boolean install(Path buildTree) throws IOException {
        var target = buildTree.resolve(".config");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(target)
                && Files.size(target) == bytes.length
                && Arrays.equals(Files.readAllBytes(target), bytes)) {
            return false;
        }
        var temporary = buildTree.resolve(".config.new");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }
}
