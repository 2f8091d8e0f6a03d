package org.kernelmaven.kconfig;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.kernelmaven.kconfig.language.Dialect;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.KconfigException;

/**
 * Reads a tree's Kconfig files into a model.
 *
 * @param sourceTree the kernel tree
 * @param buildTree the {@code O=} directory: files are looked for there first, and probes run there
 * @param environment what {@code $(NAME)} and the probes see, as make exports it: {@code ARCH}, {@code SRCARCH},
 *     {@code srctree}, {@code CC}, {@code CC_VERSION_TEXT}, {@code KERNELVERSION}, …
 * @param runsProbes whether {@code $(shell,…)} may run commands
 */
public record KconfigLoader(Path sourceTree, Path buildTree, Map<String, String> environment, boolean runsProbes) {

    /** The first file of a kernel tree. */
    public static final String ROOT = "Kconfig";

    /** Deep menus and long chains of dependencies are walked recursively. */
    private static final long STACK_BYTES = 256L << 20;

    /** Copies. */
    public KconfigLoader {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads all files.
     *
     * @throws KconfigException with every error found
     */
    public Kconfig load() throws IOException {
        var source = new TreeSource(
                List.of(buildTree.toAbsolutePath(), sourceTree.toAbsolutePath()),
                environment,
                runsProbes ? new Probes(buildTree, environment) : null);
        return onDeepStack(() -> Kconfig.parse(ROOT, source, Dialect.of(sourceTree)));
    }

    /** Something that reads files. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /** Runs on a thread whose stack is large. */
    public static <T> T onDeepStack(Work<T> work) throws IOException {
        var result = new AtomicReference<T>();
        var failure = new AtomicReference<Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        result.set(work.run());
                    } catch (IOException | RuntimeException | Error e) {
                        failure.set(e);
                    }
                },
                "kconfig",
                STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while Kconfig was evaluated");
        }
        var thrown = failure.get();
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return Objects.requireNonNull(result.get());
    }
}
