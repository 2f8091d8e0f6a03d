package org.kernelmaven.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tools answered when they were asked what they can do, kept in one file for each set of tools and environment. A
 * file that is not whole is as good as none.
 */
public final class KeptAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
    private static final String SUFFIX = ".probes";
    private static final String HALF = "probes";
    private static final String HALF_SUFFIX = ".tmp";
    private static final String END = "=";
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_FILES = 100;
    private static final long MAX_BYTES = 8L << 20;

    /** A file that is used is marked so once a day: the oldest ones make room. */
    private static final Duration USED = Duration.ofDays(1);

    private final Path folder;
    private final Path file;
    private final UnaryOperator<String> keys;
    private final Map<String, String> kept;
    private final Map<String, String> added = new ConcurrentHashMap<>();

    /**
     * @param folder where the files are; made when the first one is written
     * @param identity names the file: of the tools and all else that every answer depends on
     * @param keys a command's key: the command and what it alone depends on
     */
    public KeptAnswers(Path folder, String identity, UnaryOperator<String> keys) {
        this.folder = folder;
        this.file = folder.resolve(identity + SUFFIX);
        this.keys = keys;
        this.kept = read(file);
    }

    /** The answer of a command; null where it is not known. */
    @Nullable
    public String get(String command) {
        return kept.get(keys.apply(command));
    }

    /** Every answer that is known, by the key of its command. */
    public Map<String, String> all() {
        return Map.copyOf(kept);
    }

    /** Whether no answer is known. */
    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** Adds one. */
    public void put(String command, String answer) {
        added.put(keys.apply(command), answer);
    }

    /** Writes what was added, if it can. Another JVM's answers stay. */
    public void save() {
        if (added.isEmpty()) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            LOG.warn("Answers of tools cannot be kept in '{}', so they are asked for again: {}", file, e.toString());
        }
    }

    private void write() throws IOException {
        var all = new TreeMap<>(read(file));
        all.putAll(added);
        if (all.size() > MAX_ENTRIES) {
            all.keySet().retainAll(added.keySet());
        }
        var text = new StringBuilder();
        var encoder = Base64.getEncoder();
        all.forEach((key, answer) -> text.append(key)
                .append(' ')
                .append(encoder.encodeToString(answer.getBytes(StandardCharsets.UTF_8)))
                .append('\n'));
        var digest = ToolIdentity.digest(text.toString());
        text.append(END).append(digest).append('\n');
        Files.createDirectories(folder);
        var temporary = Files.createTempFile(folder, HALF, HALF_SUFFIX);
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        kept.putAll(added);
        added.clear();
        makeRoom();
    }

    private static Map<String, String> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return new HashMap<>();
            }
            var text = Files.readString(file);
            var end = text.lastIndexOf(END, text.length() - 2);
            if (end < 0 || !text.substring(end).equals(END + ToolIdentity.digest(text.substring(0, end)) + "\n")) {
                LOG.debug("'{}' is not whole: its answers are asked for again", file);
                return new HashMap<>();
            }
            touch(file);
            return parsed(text.substring(0, end));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("'{}' cannot be read: its answers are asked for again", file, e);
            return new HashMap<>();
        }
    }

    private static Map<String, String> parsed(String text) {
        var found = new HashMap<String, String>();
        var decoder = Base64.getDecoder();
        text.lines().forEach(line -> {
            var blank = line.indexOf(' ');
            found.put(
                    line.substring(0, Math.max(blank, 0)),
                    new String(decoder.decode(line.substring(blank + 1)), StandardCharsets.UTF_8));
        });
        return found;
    }

    private static void touch(Path file) throws IOException {
        var now = Instant.now();
        if (isOlderThan(file, now.minus(USED))) {
            try {
                Files.setLastModifiedTime(file, FileTime.from(now));
            } catch (IOException e) {
                LOG.debug("'{}' cannot be marked as used", file, e);
            }
        }
    }

    /** What a killed Maven left half-written goes after a day; where files are many, so do the oldest. */
    private void makeRoom() throws IOException {
        try (var halves = Files.newDirectoryStream(folder, HALF + "*" + HALF_SUFFIX)) {
            for (var half : halves) {
                if (isOlderThan(half, Instant.now().minus(USED))) {
                    Files.deleteIfExists(half);
                }
            }
        }
        var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            entries.forEach(files::add);
        }
        if (files.size() <= MAX_FILES) {
            return;
        }
        var times = new HashMap<Path, FileTime>();
        for (var each : files) {
            times.put(each, time(each));
        }
        files.sort(Comparator.comparing(times::get));
        for (var oldest : files.subList(0, files.size() - MAX_FILES)) {
            Files.deleteIfExists(oldest);
        }
    }

    private static boolean isOlderThan(Path file, Instant time) throws IOException {
        return time(file).toInstant().isBefore(time);
    }

    /** When it was last marked as used; long ago where another JVM just deleted it. */
    private static FileTime time(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        }
    }
}
