package org.kernelmaven.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file {@code modules.order}, in which make lists what it built. Linux 6.1 lists {@code .ko} files by absolute
 * path, later kernels {@code .o} files, 6.13 and later relative to the sources.
 */
public final class ModulesOrder {

    private ModulesOrder() {}

    /**
     * The modules of the last make.
     *
     * @param mirror where it ran
     * @return their {@code .ko} files in the order in which make would load them
     */
    public static List<Path> read(Path mirror) throws IOException {
        return read(mirror, mirror);
    }

    /**
     * As {@link #read(Path)}, for a directory of a tree, whose modules Linux up to 6.12 lists relative to the tree.
     *
     * @param tree where make was called
     */
    public static List<Path> read(Path mirror, Path tree) throws IOException {
        var order = mirror.resolve("modules.order");
        if (!Files.exists(order)) {
            return List.of();
        }
        var files = new ArrayList<Path>();
        for (var line : Files.readAllLines(order)) {
            var name = line.replaceFirst("\\.k?o$", "") + ".ko";
            Stream.of(mirror.resolve(name), tree.resolve(name))
                    .filter(file -> !line.isBlank() && Files.isRegularFile(file))
                    .findFirst()
                    .ifPresent(files::add);
        }
        return files;
    }
}
