package org.kernelmaven.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Conversation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree's own conf, which is started before there is a configuration: it reads the Kconfig files and asks the
 * compiler what it can, most of its time, while the configuration is resolved here.
 *
 * <p>Its configuration file is a link to its standard input, which it reads when it is done with the rest. It runs as
 * make would have it run before a build ({@code syncconfig}), so make finds all made. Make compiles it, so there is
 * none in a new build tree.
 */
final class WaitingConf implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingConf.class);
    private static final String CONFIG = ".config.judged";
    private static final Path INPUT = Path.of("/dev/stdin");

    /** What a conf may print that comes to an end, in bytes: it asks for some values at most. */
    static final int MOST_OUTPUT = 1 << 20;

    /** How much of that is kept for the log. */
    private static final int KEPT = 1 << 14;

    /** Its probes may still be running. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Path SOURCES = Path.of("scripts", "kconfig");

    private final Path buildTree;
    private final Conversation conf;
    private final Ear output;

    private WaitingConf(Path buildTree, Conversation conf, Ear output) {
        this.buildTree = buildTree;
        this.conf = conf;
        this.output = output;
    }

    /**
     * Starts the one that make left in the build tree.
     *
     * @param loader tells the trees, and what make would export to it
     * @return empty where there is none, or an older one than the files it is made of
     */
    static Optional<WaitingConf> start(KconfigLoader loader) throws IOException {
        var buildTree = loader.buildTree();
        var program = buildTree.resolve(SOURCES).resolve("conf");
        if (!Files.isSymbolicLink(INPUT) || !isMade(program, loader.sourceTree().resolve(SOURCES))) {
            return Optional.empty();
        }
        clean(buildTree);
        Files.createSymbolicLink(buildTree.resolve(CONFIG), INPUT);
        var command = new Command(
                        List.of(program.toString(), "-s", "--syncconfig", KconfigLoader.ROOT),
                        buildTree,
                        loader.environment())
                .with("KCONFIG_CONFIG", CONFIG);
        var output = new Ear();
        try {
            var conf = new CommandRunner(Map.of()).converse(command, output);
            return Optional.of(new WaitingConf(buildTree, conf, output));
        } catch (IOException | UserException e) {
            LOG.debug("'{}' cannot be run: make will compile it", program, e);
            clean(buildTree);
            return Optional.empty();
        }
    }

    /** Whether make would leave the program as it is. */
    private static boolean isMade(Path program, Path sources) throws IOException {
        if (!Files.isExecutable(program)) {
            return false;
        }
        var made = Files.getLastModifiedTime(program);
        try (var files = Files.newDirectoryStream(sources)) {
            for (var file : files) {
                if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Has it go over a configuration. What it makes of it becomes the build tree's {@code .config}.
     *
     * @return whether it did; else nothing has changed, and make is to run it
     */
    boolean judge(String text) throws IOException {
        var judged = buildTree.resolve(CONFIG);
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            conf.send(bytes, 0, bytes.length);
        } catch (IOException e) {
            LOG.debug("conf ended before it read the configuration", e);
        }
        var exitCode = conf.finish(LIMIT);
        var isDone = exitCode == 0 && !Files.isSymbolicLink(judged) && Files.isRegularFile(judged);
        LOG.debug("conf ended with exit status {}:\n{}", exitCode, output);
        if (isDone) {
            Files.move(judged, buildTree.resolve(".config"), StandardCopyOption.ATOMIC_MOVE);
        }
        return isDone;
    }

    /** Ends it where it still waits. */
    @Override
    public void close() throws IOException {
        conf.close();
        clean(buildTree);
    }

    /**
     * Keeps the first of what it prints. One that asks for a number that has no default asks for ever, at the end of
     * its input too (conf_string() in scripts/kconfig/conf.c): it is ended.
     */
    private static final class Ear implements Conversation.Listener {

        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private int heard;

        @Override
        public boolean output(byte[] bytes, int length) {
            head.write(bytes, 0, Math.min(length, KEPT - head.size()));
            heard += length;
            return heard <= MOST_OUTPUT;
        }

        @Override
        public void ended(int exitCode) {}

        @Override
        public String toString() {
            return head.toString(StandardCharsets.UTF_8);
        }
    }

    private static void clean(Path buildTree) throws IOException {
        Files.deleteIfExists(buildTree.resolve(CONFIG));
        Files.deleteIfExists(buildTree.resolve(CONFIG + ".old"));
    }
}
