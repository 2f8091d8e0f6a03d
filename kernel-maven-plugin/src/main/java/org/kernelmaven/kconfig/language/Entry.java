package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node of the menu tree: one definition of a symbol, a choice, a menu, a comment or an {@code if} block.
 *
 * <p>Children of a definition are what editors show below it: the members of a choice, and the entries after a symbol
 * that depend on it.
 */
public final class Entry {

    /** One {@code default}, {@code range}, {@code select} or {@code imply}, before its condition is complete. */
    record Statement(
            Keyword keyword, Expression value, @Nullable Symbol second, @Nullable Expression condition, Place place) {}

    /** What is stated. */
    enum Keyword {
        DEFAULT,
        RANGE,
        SELECT,
        IMPLY
    }

    private final @Nullable Symbol symbol;
    private final Place place;
    private @Nullable Entry parent;
    private @Nullable Prompt prompt;
    private @Nullable HelpText help;
    private @Nullable Expression dependency;
    private @Nullable Expression visibility;
    private final List<Expression> dependencies = new ArrayList<>(0);
    private final List<Expression> visibilities = new ArrayList<>(0);
    private final List<Statement> statements = new ArrayList<>(0);
    private final List<Prompt> prompts = new ArrayList<>(1);
    private List<Entry> children = new ArrayList<>(0);

    Entry(@Nullable Symbol symbol, @Nullable Entry parent, Place place) {
        this.symbol = symbol;
        this.parent = parent;
        this.place = place;
    }

    /** The symbol it defines; null for a menu, a comment or an {@code if}. */
    public @Nullable Symbol symbol() {
        return symbol;
    }

    /** Where it begins. */
    public Place place() {
        return place;
    }

    /** The entry around it; null for the root. */
    public @Nullable Entry parent() {
        return parent;
    }

    /** What an editor shows. */
    public @Nullable Prompt prompt() {
        return prompt;
    }

    /** The help text. */
    public @Nullable String help() {
        return help == null ? null : help.text();
    }

    /** What must hold: its own {@code depends on}, and those of the entries around it. */
    public @Nullable Expression dependency() {
        return dependency;
    }

    /** A menu's {@code visible if}. */
    public @Nullable Expression visibility() {
        return visibility;
    }

    /** What is below it, in the files' order. */
    public List<Entry> children() {
        return Collections.unmodifiableList(children);
    }

    /** Whether a configuration editor shows it as a menu of its own. */
    public boolean isMenu() {
        return prompt != null && prompt.kind() == Prompt.Kind.MENU;
    }

    List<Entry> mutableChildren() {
        return children;
    }

    /** Those are below it from now on. */
    void children(List<Entry> given) {
        children = given;
        given.forEach(child -> child.parent = this);
    }

    void parent(Entry given) {
        parent = given;
    }

    void prompt(Prompt given) {
        prompt = given;
        prompts.add(given);
    }

    List<Prompt> prompts() {
        return prompts;
    }

    void help(HelpText given) {
        help = given;
    }

    void dependency(@Nullable Expression given) {
        dependency = given;
    }

    void dependsOn(Expression given) {
        dependencies.add(given);
    }

    /** What its own lines say it depends on. */
    @Nullable
    Expression ownDependency() {
        return Expression.and(dependencies);
    }

    void visibleIf(Expression given) {
        visibilities.add(given);
    }

    /** No {@code visible if} follows. */
    void completeVisibility() {
        visibility = Expression.and(visibilities);
    }

    void add(Statement statement) {
        statements.add(statement);
    }

    /** Puts others in the place of the expressions that its own lines have. */
    void replace(UnaryOperator<Expression> other) {
        dependencies.replaceAll(other);
        statements.replaceAll(statement -> new Statement(
                statement.keyword(),
                other.apply(statement.value()),
                statement.second(),
                statement.condition() == null ? null : other.apply(statement.condition()),
                statement.place()));
        for (var each : prompts) {
            if (each.condition() != null) {
                each.condition(other.apply(each.condition()));
            }
        }
    }

    List<Statement> statements() {
        return statements;
    }
}
