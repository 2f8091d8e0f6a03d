package org.kernelmaven.build;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A real distccd that answers this machine alone, on a port of its own. */
final class DistccServer implements AutoCloseable {

    private static final Pattern DONE = Pattern.compile("COMPILE_OK .* \\S*?([^/ ]+)$");

    /** Of 20 ms each. */
    private static final int MOST_TRIES = 1000;

    private final Path directory;
    private final Path log;
    private final int port;
    private final Process process;

    DistccServer(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        log = directory.resolve("distccd.log");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        "distccd",
                        "--daemon",
                        "--no-detach",
                        "--listen",
                        "127.0.0.1",
                        "--allow",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--jobs",
                        "2",
                        "--log-stderr",
                        "--log-level",
                        "info")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (var tries = 0; !answers(); tries++) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || tries == MOST_TRIES) {
                process.destroyForcibly();
                throw new IOException("distccd does not answer: " + Files.readString(log));
            }
        }
    }

    private boolean answers() {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A distcc with a state of the test's own, that knows this server alone and compiles nothing here. */
    Path client(int jobs) throws IOException {
        var state = Files.createDirectories(directory.resolve("distcc-state"));
        var script = Files.writeString(
                Files.createDirectories(directory.resolve("client")).resolve("distcc"),
                """
                #!/bin/sh
                DISTCC_DIR='%s' DISTCC_HOSTS='127.0.0.1:%d/%d' DISTCC_FALLBACK=0 exec /usr/bin/env distcc "$@"
                """
                        .formatted(state, port, jobs));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The names of the files that it has compiled. */
    List<String> compiled() throws IOException {
        return Files.readAllLines(log).stream()
                .flatMap(line -> DONE.matcher(line).results())
                .map(done -> done.group(1))
                .toList();
    }

    /** Its children outlive it, so they end first. */
    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
