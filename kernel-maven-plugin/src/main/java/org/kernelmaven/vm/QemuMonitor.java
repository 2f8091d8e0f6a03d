package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Tells a running QEMU what to do, in its machine protocol (QEMU, docs/interop/qmp-spec). */
final class QemuMonitor implements Closeable {

    /** No answer to what is asked here is longer than some hundreds. */
    private static final int MOST_LINE_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final ByteBuffer read = ByteBuffer.allocate(1 << 12).limit(0);

    private QemuMonitor(SocketChannel channel, Selector selector, Duration limit) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Connects to a QEMU that listens.
     *
     * @param socket the file it made; a path of 107 bytes at most (unix(7))
     * @param limit what all that is said may take until {@link #close}
     */
    static QemuMonitor connect(Path socket, Duration limit) throws IOException {
        var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        var selector = Selector.open();
        var monitor = new QemuMonitor(channel, selector, limit);
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            monitor.read();
            monitor.execute("qmp_capabilities");
            return monitor;
        } catch (IOException e) {
            monitor.close();
            throw e;
        }
    }

    JsonElement execute(String command) throws IOException {
        return execute(command, new JsonObject());
    }

    /**
     * Runs one command.
     *
     * @return what it returned
     * @throws IOException where QEMU refuses it, with QEMU's words, has ended, or does not answer in time
     * @throws InterruptedIOException where the thread was interrupted; its flag is set still
     */
    JsonElement execute(String command, JsonObject arguments) throws IOException {
        var request = new JsonObject();
        request.addProperty("execute", command);
        request.add("arguments", arguments);
        // A socket takes far more than that at once.
        channel.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
        while (true) {
            var answer = read();
            if (answer.has("error")) {
                throw new IOException("QEMU refuses '" + command + "': "
                        + answer.getAsJsonObject("error").get("desc").getAsString());
            }
            // Else it is an event, which come unasked.
            if (answer.has("return")) {
                return answer.get("return");
            }
        }
    }

    private JsonObject read() throws IOException {
        var line = line();
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("QEMU's monitor says '" + line + "'", e);
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream(256);
        while (true) {
            while (read.hasRemaining()) {
                var next = read.get();
                if (next == '\n') {
                    return line.toString(UTF_8);
                }
                line.write(next);
            }
            if (line.size() > MOST_LINE_BYTES) {
                throw new IOException("QEMU's monitor says more than is asked");
            }
            fill();
        }
    }

    private void fill() throws IOException {
        var left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while QEMU was asked");
            }
            throw new IOException("QEMU's monitor gives no answer");
        }
        selector.selectedKeys().clear();
        read.clear();
        var got = channel.read(read);
        read.flip();
        if (got < 0) {
            throw new EOFException("QEMU has ended");
        }
    }

    @Override
    public void close() throws IOException {
        try (channel;
                selector) {
            // The channel goes even where the selector does not.
        }
    }
}
