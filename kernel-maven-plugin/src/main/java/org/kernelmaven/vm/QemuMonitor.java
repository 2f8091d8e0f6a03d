package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;

/** Tells a running QEMU what to do, in its machine protocol (QEMU, docs/interop/qmp-spec). */
final class QemuMonitor implements Closeable {

    private final SocketChannel channel;
    private final BufferedReader answers;

    private QemuMonitor(SocketChannel channel) {
        this.channel = channel;
        this.answers = new BufferedReader(Channels.newReader(channel, UTF_8));
    }

    /**
     * Connects to a QEMU that listens.
     *
     * @param socket the file it made; a path of 107 bytes at most (unix(7))
     */
    static QemuMonitor connect(Path socket) throws IOException {
        var monitor = new QemuMonitor(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        try {
            monitor.read();
            monitor.execute("qmp_capabilities", Map.of());
            return monitor;
        } catch (IOException e) {
            monitor.close();
            throw e;
        }
    }

    /**
     * Runs one command.
     *
     * @return what it returned
     * @throws IOException where QEMU refuses it, with QEMU's words, or has ended
     */
    JsonElement execute(String command, Map<String, String> arguments) throws IOException {
        var values = new JsonObject();
        arguments.forEach(values::addProperty);
        var request = new JsonObject();
        request.addProperty("execute", command);
        request.add("arguments", values);
        var bytes = ByteBuffer.wrap((request + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
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
        var line = answers.readLine();
        if (line == null) {
            throw new EOFException("QEMU has ended");
        }
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("QEMU's monitor says '" + line + "'", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
