package org.kernelmaven.module;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.kernelmaven.UserException;

/** Ranges of one file, each read only after it proved to lie in it and to have a size that one may have. */
final class ElfFile implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private ElfFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    static ElfFile open(Path path) throws IOException {
        try {
            return new ElfFile(path, FileChannel.open(path));
        } catch (NoSuchFileException e) {
            throw new UserException("There is no module '" + path + "'.", e);
        }
    }

    void order(ByteOrder fileOrder) {
        order = fileOrder;
    }

    long size() {
        return size;
    }

    /**
     * Reads a range.
     *
     * @param what names it in messages
     * @param limit more bytes than any honest file has there
     * @throws UserException where the range leaves the file or is larger than the limit
     */
    ByteBuffer read(String what, long offset, long length, long limit) throws IOException {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw damaged(what + " lies outside the file: offset " + Long.toUnsignedString(offset) + ", "
                    + Long.toUnsignedString(length) + " bytes of " + size);
        }
        if (length > limit) {
            throw damaged(what + " has " + length + " bytes, more than the " + limit + " that are read of one");
        }
        var buffer = ByteBuffer.allocate((int) length);
        var at = offset;
        while (buffer.hasRemaining()) {
            var count = channel.read(buffer, at);
            if (count < 0) {
                throw damaged("the file ends within " + what);
            }
            at += count;
        }
        return buffer.flip().order(order);
    }

    UserException damaged(String why) {
        return new UserException("'" + path + "' is not a kernel module that can be read: " + why + ".");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
