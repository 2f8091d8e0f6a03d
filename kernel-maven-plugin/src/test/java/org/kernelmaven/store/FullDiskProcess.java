package org.kernelmaven.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kernelmaven.LimitedProcess;
import org.kernelmaven.UserException;

/** A process that may write small files only, and makes a large entry. */
final class FullDiskProcess {

    private FullDiskProcess() {}

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        try {
            new Store(root, root).getOrMake(Kind.TREE, "large", temporary -> Files.write(temporary, new byte[1 << 20]));
        } catch (UserException e) {
            System.out.println(e.getMessage());
        }
    }

    static Process start(Path root) throws IOException {
        return LimitedProcess.start(16, FullDiskProcess.class, root.toString());
    }
}
