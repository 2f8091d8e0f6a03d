package org.kernelmaven.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process, its descendants, and what has lost its parent among them.
 *
 * <p>A compiler whose make was killed becomes a child of init: no walk over parents finds it again. So each command
 * carries a mark in its environment, which its descendants inherit, and {@code /proc} tells who bears it.
 */
final class ProcessTree {

    /** The variable that carries the mark. */
    static final String MARK_VARIABLE = "KERNEL_MAVEN_COMMAND";

    private static final Path PROC = Path.of("/proc");
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ProcessHandle root;
    private final String mark;

    /** Every process of the tree that was ever seen: a parent's death must not hide its children. */
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    /** @param mark the value of {@link #MARK_VARIABLE} in the root's environment, used by no other command */
    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    /**
     * What commands of a JVM that was killed left running in some directories.
     *
     * @param ours marks of commands that are no such leftovers
     */
    static List<ProcessTree> leftIn(Collection<Path> directories, Set<String> ours) {
        var prefix = MARK_VARIABLE + "=";
        var found = new ArrayList<ProcessTree>();
        for (var process : processes()) {
            var mark = environment(process).stream()
                    .filter(variable -> variable.startsWith(prefix))
                    .map(variable -> variable.substring(prefix.length()))
                    .filter(value -> !ours.contains(value))
                    .findFirst();
            if (mark.isPresent() && directories.stream().anyMatch(directory -> worksIn(process, directory))) {
                handle(process).map(root -> new ProcessTree(root, mark.get())).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The value of its mark. */
    String mark() {
        return mark;
    }

    /** Ends every process of these trees: asks first, so that make removes half-written files, then kills. */
    static void destroy(Collection<ProcessTree> trees) {
        // An interrupted thread must still wait for the end, so the flag is put aside meanwhile.
        var interrupted = Thread.interrupted();
        try {
            trees.forEach(tree -> tree.alive().forEach(ProcessHandle::destroy));
            if (!gone(trees, GRACE, false)) {
                gone(trees, PATIENCE, true);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends every process of this tree. */
    void destroy() {
        destroy(List.of(this));
    }

    private static boolean gone(Collection<ProcessTree> trees, Duration limit, boolean kill) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            var alive = trees.stream().flatMap(tree -> tree.alive().stream()).toList();
            if (alive.isEmpty()) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (kill) {
                alive.forEach(ProcessHandle::destroyForcibly);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private synchronized List<ProcessHandle> alive() {
        seen.add(root);
        for (var known : new ArrayList<>(seen)) {
            try (var descendants = known.descendants()) {
                descendants.forEach(seen::add);
            }
        }
        seen.addAll(marked());
        return seen.stream().filter(ProcessTree::runs).toList();
    }

    private List<ProcessHandle> marked() {
        var needle = MARK_VARIABLE + "=" + mark;
        var found = new ArrayList<ProcessHandle>();
        for (var process : processes()) {
            if (environment(process).contains(needle)) {
                handle(process).ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<Path> processes() {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            // Not Linux: descendants are all there is to see.
            return List.of();
        }
        return found;
    }

    private static Optional<ProcessHandle> handle(Path process) {
        return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
    }

    private static boolean worksIn(Path process, Path directory) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory);
        } catch (IOException e) {
            // Ended meanwhile, or another user's.
            return false;
        }
    }

    private static List<String> environment(Path process) {
        try {
            var bytes = Files.readAllBytes(process.resolve("environ"));
            return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            // Ended meanwhile, or another user's.
            return List.of();
        }
    }

    /** Alive, and not a zombie that a container's init never reaps. */
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            var state = stat.lastIndexOf(')') + 2;
            return state >= stat.length() || "ZX".indexOf(stat.charAt(state)) < 0;
        } catch (IOException e) {
            return process.isAlive();
        }
    }
}
