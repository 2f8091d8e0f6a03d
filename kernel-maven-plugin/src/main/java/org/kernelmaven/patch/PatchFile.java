package org.kernelmaven.patch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.fetch.Hash;
import org.kernelmaven.settings.Origin;

/** Where a patch's diff is: a file, a download, or a whole quilt series. */
public sealed interface PatchFile {

    /** A file of the project, plain or compressed. */
    record Local(Path path) implements PatchFile {}

    /**
     * A download.
     *
     * @param urls the place and its mirrors, in the order to try
     * @param hash what its bytes as downloaded must have
     */
    record Remote(List<URI> urls, Optional<Hash> hash) implements PatchFile {
        /** Copies. */
        public Remote {
            urls = List.copyOf(urls);
        }
    }

    /**
     * A directory with a quilt {@code series} file.
     *
     * @param directory the directory
     * @param entries its patches in the order of the series
     */
    record Quilt(Path directory, List<Entry> entries) implements PatchFile {
        /** Copies. */
        public Quilt {
            entries = List.copyOf(entries);
        }

        /**
         * One line of the series.
         *
         * @param name the file's name as the series has it
         * @param path the file
         * @param strip the line's {@code -pN}; empty where it has none
         * @param origin the series file and line
         */
        public record Entry(String name, Path path, Optional<Integer> strip, Origin origin) {}
    }
}
