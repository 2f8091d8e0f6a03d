package org.kernelmaven.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers as QEMU's monitor does: for each command it tells of states in turn, the last one for good. */
final class StubMonitor {

    private final Map<String, Deque<String>> states;

    StubMonitor(Map<String, List<String>> states) {
        this.states = new HashMap<>();
        states.forEach((command, all) -> this.states.put(command, new ArrayDeque<>(all)));
    }

    Listening listen(Path socket) throws IOException {
        return new Listening(socket);
    }

    private String answer(String command) {
        var left = states.getOrDefault(command, new ArrayDeque<>(List.of("")));
        var state = left.size() > 1 ? left.remove() : left.element();
        return state.equals("error")
                ? "{\"error\": {\"class\": \"GenericError\", \"desc\": \"migration is disabled\"}}\n"
                : "{\"event\": \"RESUME\"}\n{\"return\": {" + (state.isEmpty() ? "" : "\"status\": \"" + state + "\"")
                        + "}}\n";
    }

    final class Listening implements AutoCloseable {

        private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

        Listening(Path socket) throws IOException {
            server.bind(UnixDomainSocketAddress.of(socket));
            var thread = new Thread(this::serve, "monitor");
            thread.setDaemon(true);
            thread.start();
        }

        List<String> heard() {
            return List.copyOf(heard);
        }

        private void serve() {
            while (server.isOpen()) {
                try (var client = server.accept()) {
                    talk(client);
                } catch (IOException e) {
                    // The client went away, or the test has ended.
                }
            }
        }

        private void talk(SocketChannel client) throws IOException {
            say(client, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\n");
            var lines = new BufferedReader(Channels.newReader(client, UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var request = JsonParser.parseString(line).getAsJsonObject();
                var command = request.get("execute").getAsString();
                var uri = request.getAsJsonObject("arguments").get("uri");
                heard.add(uri == null ? command : command + " " + uri.getAsString());
                say(client, answer(command));
            }
        }

        private void say(SocketChannel client, String text) throws IOException {
            client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
