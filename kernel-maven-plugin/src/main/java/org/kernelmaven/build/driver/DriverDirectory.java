package org.kernelmaven.build.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.module.KbuildReader;
import org.kernelmaven.settings.Nearest;

/** Finds the directory of a driver in a kernel tree, or says what it may have been meant to be. */
final class DriverDirectory {

    private static final int MOST_NAMED = 6;
    private static final int DEPTH = 10;
    private static final String PARAMETER = "parameter kernel.driver";

    private final Path tree;
    private final KbuildReader kbuild;

    DriverDirectory(Path tree, KbuildReader kbuild) {
        this.tree = tree;
        this.kbuild = kbuild;
    }

    /**
     * Checks that a driver is there.
     *
     * @throws UserException where it is not, with the nearest names
     */
    void check(TreePath driver) throws IOException {
        var found = tree.resolve(driver.text());
        if (Files.isRegularFile(found)) {
            throw new UserException(
                    PARAMETER + ": '" + driver + "' is a file. Name its directory, '" + parent(driver.text()) + "'.");
        }
        if (!Files.isDirectory(found)) {
            throw new UserException(
                    PARAMETER + ": the kernel's tree has no directory '" + driver + "'." + nearest(driver));
        }
        if (!found.toRealPath().equals(tree.toRealPath().resolve(driver.text()))) {
            throw new UserException(PARAMETER + ": '" + driver + "' is a link. Name the directory it leads to.");
        }
        if (kbuild.makefile(driver.text()).isEmpty()) {
            throw new UserException(PARAMETER + ": '" + driver + "' has no Kbuild file of its own, so nothing can be"
                    + " built in it alone."
                    + around(driver.text())
                            .map(above -> " The directory above that builds it is '" + above + "'.")
                            .orElse(""));
        }
    }

    /** The nearest directory upwards with a Kbuild file. */
    private Optional<String> around(String path) {
        return Stream.iterate(parent(path), above -> !above.isEmpty(), DriverDirectory::parent)
                .filter(above -> kbuild.makefile(above).isPresent())
                .findFirst();
    }

    private String nearest(TreePath driver) throws IOException {
        var named = named(driver.name());
        if (!named.isEmpty()) {
            return " There is "
                    + named.stream()
                            .limit(MOST_NAMED)
                            .map(path -> "'" + path + "'")
                            .collect(Collectors.joining(", "))
                    + (named.size() > MOST_NAMED ? " and " + (named.size() - MOST_NAMED) + " more" : "") + ".";
        }
        var above = "";
        for (var part : driver.text().split("/")) {
            var next = above.isEmpty() ? part : above + "/" + part;
            if (!Files.isDirectory(tree.resolve(next))) {
                var children = children(above);
                var place = above.isEmpty() ? "" : above + "/";
                return Nearest.to(part, children)
                        .map(near -> " Did you mean '" + place + near + "'?")
                        .orElse(" In '" + (above.isEmpty() ? "." : above) + "' there is: " + String.join(", ", children)
                                + ".");
            }
            above = next;
        }
        return "";
    }

    private List<String> children(String directory) throws IOException {
        try (var children = Files.list(tree.resolve(directory))) {
            return children.filter(Files::isDirectory)
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Every directory with a Kbuild file and that name. */
    private java.util.Set<String> named(String name) throws IOException {
        try (var all = Files.walk(tree, DEPTH)) {
            return all.filter(path -> path.endsWith(name) && Files.isDirectory(path))
                    .map(path -> tree.relativize(path).toString())
                    .filter(path -> kbuild.makefile(path).isPresent())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
