package org.kernelmaven.archive;

import static org.kernelmaven.archive.Names.hostile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows what an archive has unpacked so far and refuses what would leave the folder or go beyond the limits.
 *
 * <p>Directories that no entry names count like those that one does. The folder was empty, so this is all there is in
 * it. Symbolic links are kept here until the last entry has been read: while files are written no link exists that
 * could lead them out, and links are judged by what they finally lead through.
 */
final class TreeGuard {

    /** Linux follows no more links than that in one path. */
    private static final int MAX_LINKS = 40;

    private final String archive;
    private final Limits limits;
    private final Set<String> directories = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private long entries;
    private long bytes;

    TreeGuard(String archive, Limits limits) {
        this.archive = archive;
        this.limits = limits;
        directories.add("");
    }

    /** Counts an entry, stripped or not. */
    void countEntry(String entry) {
        count(1, entry);
    }

    private void count(int more, String entry) {
        entries += more;
        if (entries > limits.entries()) {
            throw hostile(archive, entry, "is beyond the limit of " + limits.entries() + " entries");
        }
    }

    /** Counts bytes before they are written. */
    void countBytes(String entry, long size) {
        if (size < 0 || size > limits.fileBytes()) {
            throw hostile(
                    archive, entry, "has %d bytes, the limit is %d for one file".formatted(size, limits.fileBytes()));
        }
        bytes += size;
        if (bytes > limits.bytes()) {
            throw hostile(archive, entry, "goes beyond the limit of " + limits.bytes() + " bytes for the whole");
        }
    }

    /** The directories that must be made for this one, outermost first, itself included. */
    List<String> claimDirectory(String path) {
        if (files.contains(path) || links.containsKey(path)) {
            throw hostile(archive, path, "is a directory where an earlier entry was a file or a link");
        }
        return directories.contains(path) ? List.of() : newDirectories(path, path);
    }

    /** The directories that must be made for this file, outermost first. */
    List<String> claimFile(String path) {
        return claimLeaf(path, () -> files.add(path));
    }

    /** Whether an earlier entry was that file. */
    boolean isFile(String path) {
        return files.contains(path);
    }

    /** The directories that must be made for this symbolic link, outermost first. */
    List<String> claimLink(String path, String target) {
        Names.checkCharacters(archive, path, target);
        if (target.isEmpty()) {
            throw hostile(archive, path, "is a link to nothing");
        } else if (target.startsWith("/")) {
            throw hostile(archive, path, "is a link to the absolute path '" + Names.printable(target) + "'");
        } else if (files.contains(path)) {
            throw hostile(archive, path, "is a link where an earlier entry was a file");
        }
        return claimLeaf(path, () -> links.put(path, target));
    }

    /**
     * All symbolic links, each checked to stay inside, through whatever other links it leads.
     *
     * @return path to target, in the order of the archive
     */
    Map<String, String> links() {
        links.keySet().forEach(this::checkLink);
        return links;
    }

    private List<String> claimLeaf(String path, Runnable claim) {
        if (directories.contains(path)) {
            throw hostile(archive, path, "is a file or a link where an earlier entry was a directory");
        } else if (links.containsKey(path)) {
            throw hostile(archive, path, "would replace or be written through an earlier link");
        }
        var parent = parent(path);
        var made = directories.contains(parent) ? List.<String>of() : newDirectories(parent, path);
        claim.run();
        return made;
    }

    private List<String> newDirectories(String directory, String entry) {
        var missing = new ArrayDeque<String>();
        for (var path = directory; !directories.contains(path); path = parent(path)) {
            if (links.containsKey(path)) {
                throw hostile(archive, entry, "would be written through the link '" + Names.printable(path) + "'");
            } else if (files.contains(path)) {
                throw hostile(archive, entry, "lies below '" + Names.printable(path) + "', which is a file");
            }
            missing.addFirst(path);
        }
        if (!missing.isEmpty()) {
            count(missing.size() - (missing.getLast().equals(entry) ? 1 : 0), entry);
        }
        directories.addAll(missing);
        return new ArrayList<>(missing);
    }

    /** Walks a link as the system would: a component at a time, other links taken apart where they are met. */
    private void checkLink(String link) {
        var position = new ArrayList<>(split(parent(link)));
        var rest = new ArrayDeque<>(split(links.getOrDefault(link, "")));
        int followed = 1;
        while (!rest.isEmpty()) {
            var component = rest.removeFirst();
            if (component.equals("..")) {
                if (position.isEmpty()) {
                    throw hostile(
                            archive,
                            link,
                            "is a link that leaves the folder, to '" + Names.printable(links.getOrDefault(link, ""))
                                    + "'");
                }
                position.remove(position.size() - 1);
                continue;
            }
            position.add(component);
            var next = links.get(String.join("/", position));
            if (next != null) {
                followed++;
                if (followed > MAX_LINKS) {
                    return; // a loop: the system refuses to follow it, so it leads nowhere
                }
                position.remove(position.size() - 1);
                var components = split(next);
                for (int i = components.size() - 1; i >= 0; i--) {
                    rest.addFirst(components.get(i));
                }
            }
        }
    }

    private static List<String> split(String path) {
        var components = new ArrayList<String>();
        for (var component : path.split("/")) {
            if (!component.isEmpty() && !component.equals(".")) {
                components.add(component);
            }
        }
        return components;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
