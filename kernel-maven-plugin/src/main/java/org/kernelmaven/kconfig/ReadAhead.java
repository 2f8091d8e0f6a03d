package org.kernelmaven.kconfig;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.KconfigSource;
import org.kernelmaven.kconfig.language.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files before they are asked for: while one is parsed, another thread reads those that its {@code source}
 * statements name, in the order in which the parser will come to them. What cannot be read is left to the parser, so
 * every error is found where it is made.
 */
final class ReadAhead implements KconfigSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);
    private static final String STATEMENT = "source \"";

    /** How much may wait for the parser; all Kconfig files of 6.12 have 5 million characters. */
    private static final long MAX_WAITING = 16L << 20;

    private final KconfigSource source;

    /** Names to read, the next one first. */
    private final Deque<String> next = new ArrayDeque<>();

    /** Every name that was asked for or read. */
    private final Set<String> begun = new HashSet<>();

    private final Map<String, Begun> ahead = new HashMap<>();
    private long waiting;
    private boolean isClosed;

    /**
     * A file that is read ahead.
     *
     * @param text empty where it cannot be read
     */
    private record Begun(String name, CompletableFuture<Optional<String>> text) {}

    /** @param source is called from two threads */
    ReadAhead(KconfigSource source) {
        this.source = source;
        var reader = new Thread(this::readAhead, "kconfig-reader");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public @Nullable String read(String name, Place place) throws IOException {
        var file = taken(name);
        if (file != null) {
            var text = file.text().join();
            if (text.isPresent()) {
                passOn(text.get());
                return text.get();
            }
        }
        var text = source.read(name, place);
        if (text != null) {
            follow(text);
        }
        return text;
    }

    private synchronized @Nullable Begun taken(String name) {
        begun.add(name);
        return ahead.remove(name);
    }

    private synchronized void passOn(String text) {
        waiting -= text.length();
        notifyAll();
    }

    private synchronized void keep(String text) {
        waiting += text.length();
    }

    /** The files that a text names come before those that the text around it still names. */
    private void follow(String text) {
        follow(sourced(text));
    }

    private synchronized void follow(List<String> names) {
        for (var i = names.size() - 1; i >= 0; i--) {
            next.push(names.get(i));
        }
        notifyAll();
    }

    /** Names without macros. One that a help text mentions is read for nothing. */
    private static List<String> sourced(String text) {
        var names = new ArrayList<String>();
        for (var at = text.indexOf(STATEMENT); at >= 0; at = text.indexOf(STATEMENT, at)) {
            at += STATEMENT.length();
            var end = text.indexOf('"', at);
            if (end > at) {
                var name = text.substring(at, end);
                if (name.indexOf('$') < 0 && name.indexOf('\n') < 0) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private void readAhead() {
        try {
            for (var file = nextFile(); file != null; file = nextFile()) {
                read(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Begun file) {
        try {
            var text = source.read(file.name(), new Place(file.name(), 0));
            if (text != null) {
                keep(text);
                follow(text);
                file.text().complete(Optional.of(text));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("'{}' cannot be read ahead", file.name(), e);
        } finally {
            // Unless it has its text by now.
            file.text().complete(Optional.empty());
        }
    }

    /** The next one that nobody has begun to read; null at the end. */
    private synchronized @Nullable Begun nextFile() throws InterruptedException {
        while (!isClosed) {
            if (next.isEmpty() || waiting > MAX_WAITING) {
                wait();
            } else {
                var name = next.pop();
                if (begun.add(name)) {
                    var file = new Begun(name, new CompletableFuture<>());
                    ahead.put(name, file);
                    return file;
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable String environment(String name) {
        return source.environment(name);
    }

    @Override
    public String shell(String command, Place place) {
        return source.shell(command, place);
    }

    @Override
    public void allRead() {
        source.allRead();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }
}
