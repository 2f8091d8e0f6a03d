package org.kernelmaven.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.SearchPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program {@code xz} of XZ Utils, which needs 7.5 s of CPU for a kernel's source where XZ for Java needs 17 s, and
 * decodes the blocks of {@code xz -T} on several threads since 5.4.
 */
final class XzProgram {

    private static final Logger LOG = LoggerFactory.getLogger(XzProgram.class);

    /** BusyBox has an {@code xz} too, which knows no limits. */
    private static final String WHOSE = "xz (XZ Utils)";

    /** More do not make it faster than files are written. */
    private static final int MOST_THREADS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path SOMEWHERE = Path.of("").toAbsolutePath();

    private static boolean lookedFor;
    private static Optional<XzProgram> installed = Optional.empty();

    private final Path program;

    private XzProgram(Path program) {
        this.program = program;
    }

    /** That of the PATH; empty where there is none, or another one. Looked for once. */
    static synchronized Optional<XzProgram> installed() throws InterruptedIOException {
        if (!lookedFor) {
            installed = find(System.getenv());
            lookedFor = true;
        }
        return installed;
    }

    static Optional<XzProgram> find(Map<String, String> environment) throws InterruptedIOException {
        var program = SearchPath.of(environment).find("xz");
        return program.isPresent() && isOfXzUtils(program.get())
                ? Optional.of(new XzProgram(program.get()))
                : Optional.empty();
    }

    private static boolean isOfXzUtils(Path program) throws InterruptedIOException {
        try {
            return new CommandRunner()
                    .output(command(program, "--version"), WHOSE.length(), PATIENCE)
                    .filter(head -> new String(head, StandardCharsets.US_ASCII).equals(WHOSE))
                    .isPresent();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | UserException e) {
            LOG.debug("'{}' is not used", program, e);
            return false;
        }
    }

    /**
     * Decodes a stream.
     *
     * @param memoryKib how much memory it may take, on all its threads together; data that needs more is refused
     * @return to be closed; {@code packed} is not
     */
    InputStream decode(InputStream packed, int memoryKib) throws IOException {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        var command = command(
                program,
                "--decompress",
                "--stdout",
                "--threads=" + threads,
                "--memlimit-decompress=" + memoryKib + "KiB");
        return new CommandRunner().filter(command, packed);
    }

    /** Whether {@code xz} failed for want of memory, which is none of the data's doing. */
    static boolean lacksMemory(Exception failure) {
        return String.valueOf(failure.getMessage()).endsWith("Cannot allocate memory");
    }

    /** Users' own options must not change what it does. */
    private static Command command(Path program, String... arguments) {
        return Command.of(SOMEWHERE, program.toString())
                .plus(List.of(arguments))
                .with("LC_ALL", "C")
                .without(List.of("XZ_DEFAULTS", "XZ_OPT"));
    }
}
