package org.kernelmaven.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What an entry holds, file by file, noted when it was made: by it any later damage is found and named.
 *
 * <p>On disk it is text in gzip, whose checksum guards the manifest itself: a line {@value #HEAD}, the entry's name,
 * its size in bytes and its outline, then a line a path, sorted: {@code d PATH}, {@code l PATH TARGET}, {@code f PATH
 * SIZE SHA256}, or {@code x} for {@code f} where the owner may execute it. Tabs separate the fields. That bit is all
 * that is kept of a mode: the rest is the umask's. An entry that is a file has the path {@code .}.
 *
 * @param name what the entry is, for people
 * @param size the bytes of its files
 * @param outline stands for what a look at it shows; none was noted by early versions
 * @param items what it holds, by path
 */
record Manifest(String name, long size, Optional<String> outline, SortedMap<String, Item> items) {

    private static final String HEAD = "kernel-maven-plugin manifest 1";

    private static final Pattern SIZES = Pattern.compile("(?<bytes>\\d{1,18})(\t(?<outline>\\d{1,9} [0-9a-f]{1,16}))?");

    /** The path of an entry that is a file. */
    static final String ITSELF = ".";

    private static final int BUFFER = 1 << 16;

    /** What is at a path. */
    sealed interface Item {}

    private record Folder() implements Item {}

    private record Link(String target) implements Item {}

    private record Regular(boolean executable, long size, String sha256) implements Item {}

    /** The manifest cannot be read, so what it stands for cannot be verified. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String reason) {
            super("its manifest is damaged: " + reason);
        }
    }

    /**
     * Notes an entry as it is.
     *
     * @param known SHA-256 of files that were hashed while they were written, by path below the entry; others are read
     */
    static Manifest of(String name, Path entry, Map<String, String> known) throws IOException {
        var items = new TreeMap<String, Item>();
        var size = 0L;
        var listing = list(entry);
        for (var found : listing.entrySet()) {
            var path = found.getKey();
            var attributes = found.getValue();
            if (attributes.isRegularFile()) {
                var digest = known.get(path);
                var sha256 = digest == null ? Digests.of(file(entry, path)) : digest;
                items.put(path, new Regular(isExecutable(attributes), attributes.size(), sha256));
                size += attributes.size();
            } else {
                items.put(path, unhashed(file(entry, path), attributes));
            }
        }
        var outline = new Outline();
        listing.forEach(outline::add);
        return new Manifest(name, size, Optional.of(outline.toString()), items);
    }

    /** Of an entry of which no more is known than what it is. */
    static Manifest empty(String name) {
        return new Manifest(name, 0, Optional.empty(), Collections.emptySortedMap());
    }

    /** Compares an entry with this, to the last byte: what is wrong with each path, where anything is. */
    SortedMap<String, String> differences(Path entry) throws IOException {
        var wrong = new TreeMap<String, String>();
        var present = list(entry);
        present.keySet().stream()
                .filter(path -> !items.containsKey(path))
                .forEach(path -> wrong.put(path, "does not belong to it"));
        // One thread a core: reading from a disk and hashing keep each other waiting.
        items.entrySet().parallelStream()
                .flatMap(item -> difference(item.getValue(), file(entry, item.getKey()), present.get(item.getKey()))
                        .map(reason -> Map.entry(item.getKey(), reason))
                        .stream())
                .toList()
                .forEach(found -> wrong.put(found.getKey(), found.getValue()));
        return wrong;
    }

    /**
     * Whether an entry has the paths that were noted and no others, and its files these sizes, as far as its outline
     * tells: one of 2^64 changes goes unseen. Without items a manifest of an early version cannot tell.
     */
    boolean looksLike(Outline entry) {
        return outline.orElseGet(() -> outline(items).toString()).equals(entry.toString());
    }

    private static Outline outline(Map<String, Item> items) {
        var outline = new Outline();
        items.forEach((path, item) -> {
            if (item instanceof Regular file) {
                outline.addFile(path, file.size());
            } else if (item instanceof Folder) {
                outline.addFolder(path);
            } else {
                outline.addLink(path);
            }
        });
        return outline;
    }

    private static Optional<String> difference(Item wanted, Path file, @Nullable PosixFileAttributes present) {
        if (present == null) {
            return Optional.of("is missing");
        }
        try {
            if (!(wanted instanceof Regular regular)) {
                return !present.isRegularFile() && unhashed(file, present).equals(wanted)
                        ? Optional.empty()
                        : Optional.of(otherKind(wanted));
            }
            if (!present.isRegularFile()) {
                return Optional.of(otherKind(wanted));
            }
            if (present.size() != regular.size()) {
                return Optional.of("has " + present.size() + " bytes, not " + regular.size());
            }
            if (!Digests.of(file).equals(regular.sha256())) {
                return Optional.of("has other content");
            }
            return isExecutable(present) == regular.executable()
                    ? Optional.empty()
                    : Optional.of(regular.executable() ? "is not executable any more" : "became executable");
        } catch (IOException e) {
            // A bad sector is a finding like any other.
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    private static String otherKind(Item wanted) {
        if (wanted instanceof Link link) {
            return "is no link to '" + link.target() + "' any more";
        }
        return wanted instanceof Folder ? "is no directory any more" : "is no file any more";
    }

    private static Item unhashed(Path file, PosixFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return new Link(Files.readSymbolicLink(file).toString());
        }
        if (attributes.isDirectory()) {
            return new Folder();
        }
        throw new IOException("'" + file + "' is neither file, directory nor link");
    }

    private static boolean isExecutable(PosixFileAttributes attributes) {
        return attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static Path file(Path entry, String path) {
        return path.equals(ITSELF) ? entry : entry.resolve(path);
    }

    /** Everything of an entry but its own directory, by path. */
    private static Map<String, PosixFileAttributes> list(Path entry) throws IOException {
        var attributes = Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory() ? TreeListing.of(entry) : Map.of(ITSELF, attributes);
    }

    /** Writes it into a new file. */
    void write(Path file) throws IOException {
        try (var out = new BufferedWriter(new OutputStreamWriter(new FastGzip(Files.newOutputStream(file)), UTF_8))) {
            out.write(HEAD + "\n" + escaped(name) + "\n" + size
                    + outline.map(text -> "\t" + text).orElse("") + "\n");
            for (var item : items.entrySet()) {
                out.write(line(escaped(item.getKey()), item.getValue()) + "\n");
            }
        }
    }

    /** Most of a manifest is digests, which nothing makes much smaller. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream file) throws IOException {
            super(file, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static String line(String path, Item item) {
        if (item instanceof Regular file) {
            return (file.executable() ? "x\t" : "f\t") + path + "\t" + file.size() + "\t" + file.sha256();
        }
        return item instanceof Link link ? "l\t" + path + "\t" + escaped(link.target()) : "d\t" + path;
    }

    /**
     * The manifest in a file; empty where there is none.
     *
     * @throws DamagedException where it is not as it was written
     */
    static Optional<Manifest> read(Path file) throws IOException {
        return read(file, true);
    }

    /** Without items: reads no more than the beginning. */
    static Optional<Manifest> head(Path file) throws IOException {
        return read(file, false);
    }

    private static Optional<Manifest> read(Path file, boolean whole) throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), BUFFER), UTF_8.newDecoder()))) {
            if (!HEAD.equals(in.readLine())) {
                throw new DamagedException("it does not begin with '" + HEAD + "'");
            }
            var name = unescaped(next(in));
            var sizes = SIZES.matcher(next(in));
            if (!sizes.matches()) {
                throw new DamagedException("its third line is no size");
            }
            var size = Long.parseLong(sizes.group("bytes"));
            var outline = Optional.ofNullable(sizes.group("outline"));
            var items = new TreeMap<String, Item>();
            for (var line = whole ? in.readLine() : null; line != null; line = in.readLine()) {
                parse(line, items);
            }
            return Optional.of(new Manifest(name, size, outline, items));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ZipException | EOFException | CharacterCodingException | RuntimeException e) {
            throw new DamagedException(String.valueOf(e.getMessage()));
        }
    }

    private static String next(BufferedReader in) throws IOException {
        var line = in.readLine();
        if (line == null) {
            throw new DamagedException("it ends in its head");
        }
        return line;
    }

    private static void parse(String line, Map<String, Item> items) throws DamagedException {
        var fields = Stream.of(line.split("\t", -1)).map(Manifest::unescaped).toArray(String[]::new);
        var kind = fields[0] + fields.length;
        switch (kind) {
            case "d2" -> items.put(fields[1], new Folder());
            case "l3" -> items.put(fields[1], new Link(fields[2]));
            case "f4", "x4" ->
                items.put(fields[1], new Regular(fields[0].equals("x"), Long.parseLong(fields[2]), fields[3]));
            default -> throw new DamagedException("it has the line '" + line + "'");
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var plain = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (text.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
