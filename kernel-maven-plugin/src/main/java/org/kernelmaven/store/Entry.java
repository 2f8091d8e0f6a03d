package org.kernelmaven.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One entry of the store, as it is listed.
 *
 * @param kind what it is
 * @param key its key
 * @param path where it is
 * @param name what it was made of, for people; empty where that was not noted
 * @param size the bytes of its files; of a work directory without those that are linked from outside it too
 * @param lastUse when a build used it last; when it was made where none did
 * @param projects what used it, the last one first
 */
record Entry(Kind kind, String key, Path path, String name, long size, Instant lastUse, List<String> projects) {

    /** How it is named in lists and messages: {@code trees/tar-…-1 (Linux 6.1.55 from 'linux.tar.xz')}. */
    String title() {
        return kind.directory() + "/" + key + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
