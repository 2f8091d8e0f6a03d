package org.kernelmaven.patch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a view was last made of, kept in a file outside the view.
 *
 * @param format the layout of this record; another one counts as no state
 * @param clean whether the update that wrote this came to its end; false means the view may be a mixture
 * @param complete whether the view was ever whole: a build may have used its files since
 * @param pristine key of the pristine tree
 * @param made when the pristine tree was made, in nanoseconds since 1970: one that was made again has the same key, and
 *     other content where the first one was damaged
 * @param key digest of the pristine key and the series
 * @param touched the files the series touches, by path, with how each was left
 * @param fuzz what was reported of the series
 */
record ViewState(
        int format,
        boolean clean,
        boolean complete,
        String pristine,
        long made,
        String key,
        Map<String, Left> touched,
        List<Fuzz> fuzz) {

    private static final Logger LOG = LoggerFactory.getLogger(ViewState.class);
    private static final int FORMAT = 2;
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    /**
     * How a file was left; size and time of -1 mean that there is none.
     *
     * @param size in bytes
     * @param mtimeNanos since 1970
     */
    record Left(long size, long mtimeNanos) {}

    static ViewState of(
            boolean clean,
            boolean complete,
            String pristine,
            long made,
            String key,
            Map<String, Left> touched,
            List<Fuzz> fuzz) {
        return new ViewState(FORMAT, clean, complete, pristine, made, key, new TreeMap<>(touched), List.copyOf(fuzz));
    }

    /** The state in a file; empty where there is none that can be used, which costs a full comparison. */
    static Optional<ViewState> read(Path file) throws IOException {
        try {
            return Optional.ofNullable(GSON.fromJson(Files.readString(file), ViewState.class))
                    .filter(ViewState::usable);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonParseException | java.nio.charset.CharacterCodingException e) {
            LOG.debug("'{}' is damaged: the view is compared in full", file, e);
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(temporary, GSON.toJson(this));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gson fills in null for what a file lacks. */
    private boolean usable() {
        return format == FORMAT && there(pristine) && there(key) && there(touched) && there(fuzz);
    }

    private static boolean there(@Nullable Object value) {
        return value != null;
    }
}
