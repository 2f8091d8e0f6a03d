package org.kernelmaven.kbuild;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a make that was killed left half-written. Of a command that fails or is interrupted make removes the target;
 * where make itself is killed nobody does, and the next make takes a torn file, which is newer than what it is made of,
 * for a finished one.
 *
 * <p>Kbuild writes {@code .NAME.cmd} after NAME (scripts/Kbuild.include: if_changed, Linux 6.1), so a NAME that is
 * newer was not finished. Not every file has one, and some commands go on after it, so what was written shortly before
 * the end is made again too.
 */
public final class KilledMake {

    /** Is in the folder that make writes in, for as long as it runs. */
    private static final String MARKER = ".kernel-maven-make";

    /** No command without a {@code .cmd} file takes longer from its first write to its end. */
    private static final Duration DOUBTFUL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KilledMake.class);

    private final Path output;
    private final Map<Path, FileTime> written = new HashMap<>();

    private KilledMake(Path output) {
        this.output = output;
    }

    /** Notes that a make starts to write in a folder. */
    static void starts(Path output) throws IOException {
        Files.createDirectories(output);
        Files.deleteIfExists(output.resolve(MARKER));
        Files.createFile(output.resolve(MARKER));
    }

    /** Notes that it came to its end, successful or not. */
    static void ends(Path output) throws IOException {
        Files.deleteIfExists(output.resolve(MARKER));
    }

    /**
     * Removes what may be half-written, where the last make in a folder was killed. To be called before anybody else
     * writes there: what make wrote is told by its time.
     *
     * @param output the folder that it wrote in
     * @return whether it was killed
     */
    public static boolean clean(Path output) throws IOException {
        var marker = output.resolve(MARKER);
        if (!Files.exists(marker)) {
            return false;
        }
        var killed = new KilledMake(output);
        killed.read(Files.getLastModifiedTime(marker));
        var doubtful = killed.doubtful();
        LOG.info("The last make in '{}' was killed; files it may not have finished: {}", output, doubtful.size());
        for (var file : doubtful) {
            Files.deleteIfExists(file);
        }
        ends(output);
        return true;
    }

    private void read(FileTime start) throws IOException {
        Files.walkFileTree(output, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.lastModifiedTime().compareTo(start) >= 0) {
                    written.put(file, attributes.lastModifiedTime());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        written.remove(output.resolve(MARKER));
    }

    private Set<Path> doubtful() throws IOException {
        var last = written.values().stream().max(FileTime::compareTo).orElse(FileTime.fromMillis(0));
        var late = FileTime.from(last.toInstant().minus(DOUBTFUL));
        var files = new HashSet<Path>();
        for (var one : written.entrySet()) {
            if (one.getValue().compareTo(late) >= 0 || isUnfinished(one.getKey(), one.getValue())) {
                files.add(one.getKey());
            }
        }
        return files;
    }

    private static boolean isUnfinished(Path file, FileTime time) throws IOException {
        var command = file.resolveSibling("." + file.getFileName() + ".cmd");
        return Files.exists(command) && time.compareTo(Files.getLastModifiedTime(command)) > 0;
    }
}
