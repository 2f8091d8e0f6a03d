package org.kernelmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was written onto the disk before it becomes visible, so that a power failure leaves an entry whole or none.
 *
 * <p>A file is synced itself. A directory is, with all in it, by one {@code sync -f} of coreutils, the system call
 * {@code syncfs}, which Java has not: one by one, each of a kernel tree's 80,000 files would be a commit of the file
 * system's journal. That waits for what others wrote to the same file system too. Without such a {@code sync} it is one
 * by one all the same.
 */
final class Durable {

    private static final Logger LOG = LoggerFactory.getLogger(Durable.class);

    private Durable() {}

    /** Syncs the content of a file or of a directory with all in it. */
    static void content(Path path) throws IOException {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            force(path);
        } else if (!syncFileSystem(path)) {
            each(path);
        }
    }

    /** Begins to sync as {@link #content} does; nobody may write there meanwhile. */
    static Sync begin(Path path) {
        return new Sync(path);
    }

    /** A sync on a thread of its own; closing it before its end gives it up. */
    static final class Sync implements AutoCloseable {
        private final FutureTask<Void> task;

        private Sync(Path path) {
            task = new FutureTask<>(() -> {
                content(path);
                return null;
            });
            var thread = new Thread(task, "sync " + path.getFileName());
            thread.setDaemon(true);
            thread.start();
        }

        /** Waits until all is on the disk. */
        void await() throws IOException {
            try {
                task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while files were put onto the disk");
            } catch (ExecutionException e) {
                Workers.rethrow(e.getCause());
            }
        }

        @Override
        public void close() {
            task.cancel(true);
        }
    }

    /** Syncs the names in a directory, where its file system can: what was moved there stays there. */
    static void names(Path directory) throws IOException {
        try {
            force(directory);
        } catch (IOException e) {
            if (!SystemWords.areOf(e, SystemWords.NOT_SYNCED)) {
                throw e;
            }
            LOG.debug("'{}' is not synced", directory, e);
        }
    }

    private static boolean syncFileSystem(Path directory) throws IOException {
        try {
            var result = new CommandRunner()
                    .run(Command.of(directory, "sync", "-f", ".").with("LC_ALL", "C"));
            if (!result.succeeded() && SystemWords.isFull(new IOException(result.output()))) {
                throw new IOException(result.output());
            }
            return result.succeeded();
        } catch (UserException e) {
            LOG.debug("no sync of coreutils", e);
            return false;
        }
    }

    private static void each(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                names(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    force(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** On Linux a descriptor that only reads does, for a directory too. */
    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
