package org.kernelmaven.kconfig.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kconfig files in memory, an environment, and a shell that knows its answers. */
public final class Files implements KconfigSource {

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean areLate;
    private Dialect dialect = Dialect.CURRENT;

    private Files(String text) {
        texts.put("Kconfig", text);
    }

    /** The first file. */
    public static Files kconfig(String text) {
        return new Files(text);
    }

    /** Another file. */
    public Files and(String name, String text) {
        texts.put(name, text);
        return this;
    }

    Files environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Files shell(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    /** Answers come only when somebody waits for them. */
    Files late() {
        areLate = true;
        return this;
    }

    /** As trees until 6.7 have it. */
    public Files classic() {
        dialect = new Dialect(true, false);
        return this;
    }

    /** What the files describe. */
    public Kconfig parsed() {
        try {
            return Kconfig.parse("Kconfig", this, dialect);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String late(String command, String text) {
        events.add("waits for " + command);
        return text;
    }

    /** Which files were read and which late answers waited for, in order. */
    List<String> events() {
        return events;
    }

    List<String> commands() {
        return commands;
    }

    /** The files are refused with these messages, and no others. */
    void failsWith(String... messages) {
        assertThat(catchThrowableOfType(KconfigException.class, this::parsed).problems())
                .containsExactly(messages);
    }

    @Override
    public @Nullable String read(String name, Place place) {
        events.add("reads " + name);
        return texts.get(name);
    }

    @Override
    public @Nullable String environment(String name) {
        return environment.get(name);
    }

    @Override
    public Answer shell(String command, Place place) {
        commands.add(command);
        var text = answers.getOrDefault(command, "");
        return areLate ? () -> late(command, text) : new Answer.Known(text);
    }
}
