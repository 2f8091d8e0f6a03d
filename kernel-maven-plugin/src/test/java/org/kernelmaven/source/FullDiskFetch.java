package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.LimitedProcess;
import org.kernelmaven.UserException;
import org.kernelmaven.fetch.Downloads;
import org.kernelmaven.fetch.Transport;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Store;

/** A process that may write small files only, and fetches a tree that has a large one. */
final class FullDiskFetch {

    private FullDiskFetch() {}

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var store = new Store(root, root);
        Transport none = (uri, target, resume) -> {
            throw new IOException("no network");
        };
        var fetcher = new SourceFetcher(
                store,
                new Downloads(store, none, false),
                coordinates -> {
                    throw new IOException("no artifacts");
                },
                Map.of(),
                false,
                false);
        try {
            fetcher.fetch(new UrlSource(
                    List.of(Path.of(arguments[1]).toUri()),
                    Optional.empty(),
                    Transport.Via.DIRECT,
                    Origin.parameter("source")));
        } catch (UserException e) {
            System.out.println(e.getMessage());
        }
    }

    static Process start(Path root, Path tarball) throws IOException {
        return LimitedProcess.start(32, FullDiskFetch.class, root.toString(), tarball.toString());
    }
}
