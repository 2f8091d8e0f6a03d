package org.kernelmaven.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A web server that misbehaves as told: one behaviour a request, the last one for all further requests. */
final class StubServer implements Closeable {

    /** Answers one request; the connection is closed after it. */
    @FunctionalInterface
    interface Behaviour {
        void answer(String request, OutputStream output) throws IOException, InterruptedException;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Behaviour> behaviours;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    StubServer(Behaviour... behaviours) throws IOException {
        this.behaviours = List.of(behaviours);
        start(this::accept);
    }

    static Behaviour status(int status, String... headers) {
        return (request, output) -> write(output, status, String.join("\r\n", headers), new byte[0]);
    }

    static Behaviour body(byte[] body) {
        return (request, output) -> write(output, 200, "Content-Length: " + body.length, body);
    }

    /** Sends the first bytes of a body and closes. */
    static Behaviour cut(byte[] body, int sent) {
        return (request, output) ->
                write(output, 200, "Content-Length: " + body.length, java.util.Arrays.copyOf(body, sent));
    }

    /** Answers a request for the rest of a body. */
    static Behaviour rest(byte[] body) {
        return (request, output) -> {
            var range =
                    java.util.regex.Pattern.compile("(?i)range: bytes=(\\d+)-").matcher(request);
            if (!range.find()) {
                body(body).answer(request, output);
                return;
            }
            var from = Integer.parseInt(range.group(1));
            var rest = java.util.Arrays.copyOfRange(body, from, body.length);
            write(
                    output,
                    206,
                    "Content-Length: " + rest.length + "\r\nContent-Range: bytes " + from + "-" + (body.length - 1)
                            + "/" + body.length,
                    rest);
        };
    }

    /** Sends the first bytes of a body and then nothing, without closing. */
    static Behaviour stall(byte[] body, int sent) {
        return (request, output) -> {
            cut(body, sent).answer(request, output);
            new CountDownLatch(1).await(); // on a daemon thread
        };
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/linux.tar.xz");
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    static URI unreachable() throws IOException {
        try (var server = new StubServer(status(200))) {
            return server.uri();
        }
    }

    private static void write(OutputStream output, int status, String headers, byte[] body) throws IOException {
        output.write(("HTTP/1.1 " + status + " X\r\nConnection: close\r\n"
                        + (headers.isEmpty() ? "Content-Length: 0" : headers) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        output.write(body);
        output.flush();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.add(connection);
                start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var request = readHead(connection.getInputStream());
            int number;
            synchronized (requests) {
                number = requests.size();
                requests.add(request);
            }
            behaviours.get(Math.min(number, behaviours.size() - 1)).answer(request, connection.getOutputStream());
        } catch (IOException e) {
            // The client went away: its affair.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String readHead(InputStream input) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            var b = input.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }

    private static void start(Runnable runnable) {
        var thread = new Thread(runnable, "stub-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        // A client that was abandoned must not go on filling the disk with an endless answer.
        for (var connection : connections) {
            connection.close();
        }
    }
}
