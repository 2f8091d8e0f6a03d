package org.kernelmaven.kconfig.language;

import org.jspecify.annotations.Nullable;

/** The text that an editor shows for an entry, and when. */
public final class Prompt {

    /** What the text stands for. */
    public enum Kind {
        /** A question. */
        QUESTION,
        /** A menu, or a question that is also one. */
        MENU,
        /** A comment. */
        COMMENT
    }

    private final int index;
    private final String text;
    private final Entry entry;
    private final Place place;
    private Kind kind;
    private @Nullable Expression condition;

    Prompt(int index, Kind kind, String text, @Nullable Expression condition, Entry entry, Place place) {
        this.index = index;
        this.kind = kind;
        this.text = text;
        this.condition = condition;
        this.entry = entry;
        this.place = place;
    }

    /** Its number among all prompts of the model. */
    public int index() {
        return index;
    }

    /** What it stands for. */
    public Kind kind() {
        return kind;
    }

    /** The text. */
    public String text() {
        return text;
    }

    /** When it is shown, the dependencies of the entry and the {@code visible if} of the menus around included. */
    public @Nullable Expression condition() {
        return condition;
    }

    /** The entry it belongs to. */
    public Entry entry() {
        return entry;
    }

    /** Where it stands. */
    public Place place() {
        return place;
    }

    void kind(Kind given) {
        kind = given;
    }

    void condition(@Nullable Expression given) {
        condition = given;
    }
}
