package org.kernelmaven.mojo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.aether.spi.connector.transport.TransportListener;
import org.eclipse.aether.transfer.TransferCancelledException;

/** Writes a transfer into a file as its bytes come, so that a download that breaks off can be resumed. */
final class ReceivedBytes implements Closeable {

    private final FileChannel file;

    ReceivedBytes(Path target) throws IOException {
        this.file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** What a transport tells of its progress. */
    TransportListener listener() {
        return new TransportListener() {
            @Override
            public void transportStarted(long offset, long length) throws TransferCancelledException {
                try {
                    file.truncate(offset).position(offset);
                } catch (IOException e) {
                    throw cancelled(e);
                }
            }

            @Override
            public void transportProgressed(ByteBuffer data) throws TransferCancelledException {
                try {
                    var rest = data.duplicate();
                    while (rest.hasRemaining()) {
                        file.write(rest);
                    }
                } catch (IOException e) {
                    throw cancelled(e);
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static TransferCancelledException cancelled(IOException cause) {
        return new TransferCancelledException(cause.getMessage(), cause);
    }
}
