package org.kernelmaven.fetch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies the file that a {@code file:} URL names. */
record FileTransport(long mostBytes) implements Transport {

    @Override
    public void download(URI uri, Path target, boolean resume) throws IOException {
        var file = Path.of(uri.getPath());
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("there is no such file");
        }
        if (Files.size(file) > mostBytes) {
            throw new WatchedTransfer.TooLargeException("the file has more than " + mostBytes + " bytes");
        }
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
