package org.kernelmaven.kconfig;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Place;

/**
 * Reads the files that Kconfig files name before their reader comes to them, on a thread of its own. A file that it
 * cannot know of, or may not read, is left to the reader.
 */
final class ReadAhead implements KconfigFiles, AutoCloseable {

    /** Linux 6.12 has 1,700. */
    private static final int MAX_FILES = 4000;

    private static final String KEYWORD = "source ";
    private static final Pattern SOURCE = Pattern.compile("[ \\t]*source +\"([^\"]+)\"[ \\t]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\((\\w+)\\)");

    /** Of a file that its reader has: it is kept here no longer. */
    private static final FutureTask<@Nullable String> TAKEN = new FutureTask<>(() -> null);

    private final KconfigFiles files;
    private final Map<String, String> variables;
    private final Map<String, FutureTask<@Nullable String>> texts = new ConcurrentHashMap<>();
    private final Thread thread;

    /**
     * Begins to read.
     *
     * @param first the first file
     * @param variables what {@code source} statements may use; a statement that uses others is passed over
     */
    ReadAhead(KconfigFiles files, String first, Map<String, String> variables) {
        this.files = files;
        this.variables = Map.copyOf(variables);
        this.thread = new Thread(() -> follow(first), "kconfig-files");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(String first) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty() && seen.size() < MAX_FILES && !thread.isInterrupted()) {
            var name = open.pop();
            if (seen.add(name)) {
                var named = sources(text(name));
                for (var i = named.size() - 1; i >= 0; i--) {
                    open.push(named.get(i));
                }
            }
        }
    }

    /** Texts before their reader comes to them, one after the other. */
    String foreseen(List<String> names) {
        return names.stream().map(this::text).collect(Collectors.joining("\n"));
    }

    /** Nothing where the file cannot be read: its reader will say why. */
    private String text(String name) {
        try {
            var text = task(name).get();
            return text == null ? "" : text;
        } catch (ExecutionException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Done when it is returned, or on the other thread soon. */
    private FutureTask<@Nullable String> task(String name) {
        var known = texts.computeIfAbsent(name, this::reading);
        // A reader that is ahead of this has it already; what the file names is still to be read ahead.
        var task = known == TAKEN ? reading(name) : known;
        task.run();
        return task;
    }

    private FutureTask<@Nullable String> reading(String name) {
        return new FutureTask<>(() -> files.read(name, new Place(name, 0)));
    }

    /** What the {@code source} lines of a text name, in its order. */
    private List<String> sources(String text) {
        var found = new ArrayList<String>();
        var end = 0;
        for (var at = text.indexOf(KEYWORD); at >= 0; at = text.indexOf(KEYWORD, end)) {
            var next = text.indexOf('\n', at);
            end = next < 0 ? text.length() : next;
            var line = SOURCE.matcher(text).region(text.lastIndexOf('\n', at) + 1, end);
            if (line.matches()) {
                var name = VARIABLE.matcher(line.group(1))
                        .replaceAll(variable ->
                                Matcher.quoteReplacement(variables.getOrDefault(variable.group(1), variable.group())));
                if (name.indexOf('$') < 0) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    @Override
    public @Nullable String read(String name, Place place) throws IOException {
        try {
            var text = task(name).get();
            texts.put(name, TAKEN);
            return text;
        } catch (ExecutionException e) {
            return files.read(name, place);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted while reading '" + name + "'", e);
        }
    }

    /** Reads no more. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
