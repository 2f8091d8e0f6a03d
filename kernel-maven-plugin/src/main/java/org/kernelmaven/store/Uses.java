package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which projects used an entry last, in a file beside it: a line {@code TIME PATH} a use, appended, at most one for
 * each run of Maven and project. The file's own time is that of the last use.
 */
final class Uses {

    private static final Logger LOG = LoggerFactory.getLogger(Uses.class);
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();
    /** Some hundred lines; older ones are of no use to anybody. */
    private static final int MOST_BYTES = 1 << 15;

    private static final int KEPT = 50;

    private Uses() {}

    /**
     * Notes a use; where that cannot be, as in a store that is only read, there is none.
     *
     * @param locks by which writers of the entry wait for each other; nothing waits here
     */
    static void note(Path entry, Path project, Locks locks) {
        var file = Store.sibling(entry, Store.USES);
        if (!TOLD.add(file + "\n" + project)) {
            return;
        }
        try {
            var line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " "
                    + project.toString().replaceAll("\\p{Cntrl}", "?") + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (Files.size(file) > MOST_BYTES) {
                // Where somebody has the lock now, another use will do.
                locks.tryWith(
                        Store.sibling(entry, Store.LOCK),
                        () -> shorten(file, Store.sibling(entry, Store.USES + Store.TEMPORARY)));
            }
        } catch (IOException e) {
            LOG.debug("The use of '{}' is not noted", file, e);
        }
    }

    /** By a file that takes the place of the old one: killed meanwhile, it loses none. */
    private static Path shorten(Path file, Path temporary) throws IOException {
        var lines = Files.readAllLines(file, UTF_8);
        var last = String.join("\n", lines.subList(Math.max(0, lines.size() - KEPT), lines.size())) + "\n";
        try {
            Files.writeString(temporary, last);
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The projects that used it, the last one first. */
    static List<String> projects(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            var newestFirst = new ArrayList<>(lines.filter(line -> line.matches("[0-9TZ:-]{1,32} /.*"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList());
            Collections.reverse(newestFirst);
            return List.copyOf(new LinkedHashSet<>(newestFirst));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            LOG.debug("'{}' is damaged", file, e);
            return List.of();
        }
    }
}
