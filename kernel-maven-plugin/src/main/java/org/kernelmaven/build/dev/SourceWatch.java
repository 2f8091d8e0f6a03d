package org.kernelmaven.build.dev;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches folders of sources with all below them. Changes that come close together are one: an editor writes a file
 * beside, removes and renames, and a formatter or git changes many.
 */
final class SourceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    /** How long nothing must change until the changes are told. */
    static final Duration QUIET = Duration.ofMillis(40);

    /** They are told after this at the latest. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final LongSupplier nanos;
    private final LongConsumer saved;

    private SourceWatch(WatchService service, LongSupplier nanos, LongConsumer saved) {
        this.service = service;
        this.nanos = nanos;
        this.saved = saved;
    }

    /**
     * Starts to watch.
     *
     * @param roots what there is of them is watched
     * @param saved told when the first change of several came, on a thread of the watch
     */
    static SourceWatch start(List<Path> roots, LongSupplier nanos, LongConsumer saved) throws IOException {
        var service = roots.get(0).getFileSystem().newWatchService();
        var watch = new SourceWatch(service, nanos, saved);
        for (var root : roots) {
            watch.addAll(root);
        }
        var thread = new Thread(watch::watch, "kernel-source-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private void watch() {
        try {
            while (true) {
                var key = service.take();
                var first = nanos.getAsLong();
                var relevant = false;
                while (key != null) {
                    relevant |= takes(key);
                    var left = nanos.getAsLong() - first < LONGEST.toNanos();
                    key = left ? service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) : null;
                }
                if (relevant) {
                    saved.accept(first);
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("no longer watching", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether what changed there can be a source. */
    private boolean takes(WatchKey key) {
        var folder = folders.get(key);
        var relevant = false;
        for (var event : key.pollEvents()) {
            if (event.kind() == OVERFLOW) {
                relevant = true;
            } else if (folder != null && event.context() instanceof Path name && isSource(name)) {
                relevant = true;
                if (event.kind() == ENTRY_CREATE) {
                    addAll(folder.resolve(name));
                }
            }
        }
        if (!key.reset()) {
            folders.remove(key);
        }
        return relevant;
    }

    /** Not what editors keep beside a file that is open: {@code .x.swp}, {@code .#x}, {@code #x#}, {@code x~}, 4913. */
    static boolean isSource(Path name) {
        var text = name.toString();
        return !text.startsWith(".") && !text.startsWith("#") && !text.endsWith("~") && !text.equals("4913");
    }

    private void addAll(Path root) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    if (!folder.equals(root) && !isSource(folder.getFileName())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.put(folder.register(service, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY), folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("'{}' cannot be watched: {}. Its changes are not seen.", root, e.getMessage());
        }
    }
}
