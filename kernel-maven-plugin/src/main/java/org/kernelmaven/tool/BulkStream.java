package org.kernelmaven.tool;

import java.io.IOException;
import java.io.InputStream;

/** A stream that is read many bytes at a time; one byte alone costs an array. */
public abstract class BulkStream extends InputStream {

    @Override
    public final int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}
