package org.kernelmaven.vm;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives a guest files faster than its serial line does: by a port of virtio-console, whose other end is a socket of
 * QEMU's. It is connected when the guest asks for the first piece.
 */
final class GuestChannel implements Closeable {

    private static final long POLL_MILLIS = 1;

    private final Path socket;
    private final Duration patience;
    private volatile @Nullable SocketChannel connected;

    /**
     * @param socket the file that QEMU made
     * @param patience for how long a guest may take nothing
     */
    GuestChannel(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** Sends a piece that the guest asked for: QEMU takes as much as the guest has room for, the socket the rest. */
    void send(byte[] bytes, int offset, int length) throws IOException {
        var channel = connect();
        var left = ByteBuffer.wrap(bytes, offset, length);
        // Counted, not read off a clock: while this machine is starved, so is the guest.
        var pauses = patience.toMillis() / POLL_MILLIS;
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) {
                if (pauses-- <= 0) {
                    throw new IOException("the guest takes nothing from its channel");
                }
                Pause.forMillis(POLL_MILLIS, "a file was sent to a guest");
            }
        }
    }

    private SocketChannel connect() throws IOException {
        var channel = connected;
        if (channel == null) {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            connected = channel;
            channel.configureBlocking(false);
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        var channel = connected;
        if (channel != null) {
            channel.close();
        }
    }
}
