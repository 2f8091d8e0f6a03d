package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A symbol of the model: a config option, a choice, or a constant. Symbols are compared by identity.
 *
 * <p>What the files say of it is complete once {@link Kconfig#parse} has returned, and does not change after.
 */
public final class Symbol {

    /** What values a symbol takes. */
    public enum Type {
        /** Constants, and names that no file defines: the value is the name. */
        UNKNOWN("unknown"),
        /** y or n. */
        BOOL("bool"),
        /** y, m or n. */
        TRISTATE("tristate"),
        /** A decimal number. */
        INT("integer"),
        /** A hexadecimal number. */
        HEX("hex"),
        /** A text. */
        STRING("string");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As conf's messages name it. */
        public String word() {
            return word;
        }
    }

    /** What a symbol is. */
    enum Kind {
        OPTION,
        CHOICE,
        CONSTANT
    }

    /**
     * A {@code default}.
     *
     * @param value what it becomes
     * @param condition when, the dependencies of the entry included
     */
    public record Default(Expression value, @Nullable Expression condition, Place place) {}

    /** A {@code range}. */
    public record Range(Symbol low, Symbol high, @Nullable Expression condition, Place place) {}

    /** A {@code select} or {@code imply} in another symbol's definition. */
    public record Reverse(Symbol selector, @Nullable Expression condition, Place place) {}

    private final int index;
    private final @Nullable String name;
    private final Kind kind;
    private Type type = Type.UNKNOWN;
    private boolean optional;
    private boolean transitional;
    private boolean allNo;
    private @Nullable Symbol choice;
    private @Nullable Expression dependency;
    private @Nullable Expression forced;
    private final List<Expression> dependencies = new ArrayList<>(0);
    private final List<Expression> forcing = new ArrayList<>(0);
    private List<Entry> entries = new ArrayList<>(1);
    private List<Prompt> prompts = new ArrayList<>(1);
    private List<Default> defaults = new ArrayList<>(0);
    private List<Range> ranges = new ArrayList<>(0);
    private List<Reverse> selectors = new ArrayList<>(0);
    private List<Reverse> impliers = new ArrayList<>(0);
    private List<Symbol> members = new ArrayList<>(0);

    Symbol(int index, @Nullable String name, Kind kind) {
        this.index = index;
        this.name = name;
        this.kind = kind;
    }

    /** Its number in {@link Kconfig#symbols()}. */
    public int index() {
        return index;
    }

    /** Without {@code CONFIG_}; null for most choices. */
    public @Nullable String name() {
        return name;
    }

    /** Its name, or {@code <choice>}. */
    public String label() {
        return name == null ? "<choice>" : name;
    }

    /** The type its definitions give it. */
    public Type type() {
        return type;
    }

    /** Whether it is a bool or tristate. */
    public boolean isLogical() {
        return type == Type.BOOL || type == Type.TRISTATE;
    }

    /** Whether it is a choice; the trees before 6.11 give a choice a value as they do a symbol. */
    public boolean isChoice() {
        return kind == Kind.CHOICE;
    }

    /** Whether it is a constant such as {@code y} or {@code "text"}. */
    public boolean isConstant() {
        return kind == Kind.CONSTANT;
    }

    /** Whether some file defines it. */
    public boolean isDefined() {
        return !entries.isEmpty();
    }

    /** Whether a choice may have no member that is y ({@code optional}; gone since 6.11). */
    public boolean isOptional() {
        return optional;
    }

    /** Whether it only carries an old value over to others and is never written ({@code transitional}, since 6.18). */
    public boolean isTransitional() {
        return transitional;
    }

    /** Whether {@code allnoconfig} leaves it on ({@code option allnoconfig_y}, until 5.13). */
    public boolean isAllNoY() {
        return allNo;
    }

    /** The choice it is a member of. */
    public @Nullable Symbol choice() {
        return choice;
    }

    /** A choice's members, in the files' order. */
    public List<Symbol> members() {
        return members;
    }

    /** What its definitions depend on, one of which suffices; null where it depends on nothing. */
    public @Nullable Expression dependency() {
        return dependency;
    }

    /** What makes a choice that is not optional at least m where it is visible; null for all else. */
    public @Nullable Expression forced() {
        return forced;
    }

    /** Every place that defines it, in the order the tree reads them. */
    public List<Entry> entries() {
        return entries;
    }

    /** Its prompts, in the order the tree reads them. */
    public List<Prompt> prompts() {
        return prompts;
    }

    /** Its defaults: the first whose condition holds counts. */
    public List<Default> defaults() {
        return defaults;
    }

    /** Its ranges: the first whose condition holds counts. */
    public List<Range> ranges() {
        return ranges;
    }

    /** What selects it. */
    public List<Reverse> selectors() {
        return selectors;
    }

    /** What implies it. */
    public List<Reverse> impliers() {
        return impliers;
    }

    @Override
    public String toString() {
        return label();
    }

    void type(Type given) {
        type = given;
    }

    void makeOptional() {
        optional = true;
    }

    void makeTransitional() {
        transitional = true;
    }

    void makeAllNoY() {
        allNo = true;
    }

    void joins(Symbol choiceSymbol) {
        choice = choiceSymbol;
        choiceSymbol.members.add(this);
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    void add(Prompt prompt) {
        prompts.add(prompt);
    }

    void add(Default value) {
        defaults.add(value);
    }

    void add(Range range) {
        ranges.add(range);
    }

    void addSelector(Reverse selector) {
        selectors.add(selector);
    }

    void addImplier(Reverse implier) {
        impliers.add(implier);
    }

    void forcedBy(Expression given) {
        forcing.add(given);
    }

    /** A definition without dependencies does not count besides one that has some: conf has it so. */
    void addDependency(@Nullable Expression given) {
        if (given != null) {
            dependencies.add(given);
        }
    }

    /** All is said of it: its lists do not change any more. */
    void complete() {
        entries = unchanging(entries);
        prompts = unchanging(prompts);
        defaults = unchanging(defaults);
        ranges = unchanging(ranges);
        selectors = unchanging(selectors);
        impliers = unchanging(impliers);
        members = unchanging(members);
        dependency = Expression.or(dependencies);
        forced = Expression.or(forcing);
        dependencies.clear();
        forcing.clear();
    }

    /** Most lists of most symbols are empty. */
    private static <T> List<T> unchanging(List<T> list) {
        return list.isEmpty() ? List.of() : List.copyOf(list);
    }
}
