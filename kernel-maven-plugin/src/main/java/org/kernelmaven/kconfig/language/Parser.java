package org.kernelmaven.kconfig.language;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Entry.Keyword;
import org.kernelmaven.kconfig.language.Entry.Statement;
import org.kernelmaven.kconfig.language.Lexer.Kind;
import org.kernelmaven.kconfig.language.Lexer.Token;

/**
 * Reads Kconfig files into entries and symbols. After an error it goes on with the next line, so all are found at once.
 */
final class Parser {

    private static final int MAX_FILES = 50_000;
    private static final int MAX_NESTED_FILES = 100;
    private static final int MAX_NESTED_BLOCKS = 200;
    private static final int MAX_BRACKETS = 200;

    private static final Set<String> STATEMENTS = Set.of(
            "choice",
            "comment",
            "config",
            "endchoice",
            "endif",
            "endmenu",
            "if",
            "mainmenu",
            "menu",
            "menuconfig",
            "source");

    private static final Set<String> IN_CHOICES = Set.of("config", "comment", "if");
    private static final Set<String> ASSIGNMENTS = Set.of("=", ":=", "+=");
    private static final Set<String> OF_MENUS = Set.of("visible", "depends");
    private static final Set<String> OF_COMMENTS = Set.of("depends");
    private static final Set<String> OF_CHOICES = Set.of("prompt", "bool", "default", "depends", "help");
    private static final Set<String> OF_CLASSIC_CHOICES =
            Set.of("prompt", "bool", "tristate", "optional", "default", "depends", "help");
    private static final Set<String> OF_SYMBOLS = Set.of(
            "bool",
            "tristate",
            "int",
            "hex",
            "string",
            "prompt",
            "default",
            "def_bool",
            "def_tristate",
            "select",
            "imply",
            "range",
            "modules",
            "optional",
            "transitional",
            "depends",
            "help",
            "option");

    /** A line that cannot be read; the rest of it is passed over. */
    private static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String message) {
            super(message, null, false, false);
        }
    }

    /** A file that is being read. */
    private static final class Open {
        private final Lexer lexer;
        private @Nullable Token peeked;
        private @Nullable Token last;
        private Place statement;

        Open(Lexer lexer) {
            this.lexer = lexer;
            this.statement = lexer.place();
        }
    }

    private final KconfigSource source;
    private final Dialect dialect;
    private final Messages messages = new Messages();
    private final Macros macros;
    private final Unanswered unanswered = new Unanswered(messages, this::option);
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<String, Symbol> options = new HashMap<>();
    private final Map<String, Symbol> choices = new HashMap<>();
    private final Map<String, Symbol> constants = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Words words = new Words();
    private final Deque<Open> open = new ArrayDeque<>();

    /** The file on top of those that are open. */
    private @Nullable Open current;

    private int prompts;
    private int blocks;
    private @Nullable Symbol modules;
    private Entry parent = new Entry(null, null, new Place("<none>", 0));

    Parser(KconfigSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
        this.macros = new Macros(source, messages);
        for (var value : List.of("n", "m", "y")) {
            var constant = symbol(value, Symbol.Kind.CONSTANT);
            constant.type(Symbol.Type.TRISTATE);
            constants.put(value, constant);
        }
    }

    Kconfig parse(String file) throws IOException {
        var root = new Entry(null, null, new Place(file, 1));
        parent = root;
        var text = source.read(file, new Place(file, 0));
        if (text == null) {
            throw new KconfigException(List.of("can't find file " + file));
        }
        try {
            read(file, text);
            unanswered.settle();
            if (messages.hasErrors()) {
                throw messages.failure();
            }
            if (root.prompt() == null) {
                root.prompt(new Prompt(prompts++, Prompt.Kind.MENU, "Main menu", null, root, root.place()));
            }
            var modulesSymbol = modules == null ? symbols.get(Kconfig.N) : modules;
            new Finalizer(dialect, modulesSymbol, List.copyOf(symbols.subList(0, Kconfig.Y + 1)), messages)
                    .apply(root, entries, symbols);
            var ordered = TableOrder.of(symbols, dialect);
            new CycleCheck(dialect, messages, symbols.size()).check(root, ordered);
            if (messages.hasErrors()) {
                throw messages.failure();
            }
            return new Kconfig(
                    dialect,
                    root,
                    symbols,
                    ordered,
                    options,
                    modulesSymbol,
                    prompts,
                    List.copyOf(files),
                    macros.environment(),
                    messages.warnings(),
                    messages.output());
        } catch (StackOverflowError e) {
            throw new KconfigException(List.of(file + ":1: the entries are nested too deep"));
        }
    }

    private void read(String file, String text) throws IOException {
        files.add(file);
        if (files.size() > MAX_FILES) {
            throw messages.fatal(place(), "more than " + MAX_FILES + " files");
        }
        var opened = new Open(new Lexer(file, text, words, macros, messages));
        var includer = current;
        open.push(opened);
        current = opened;
        statements(null, null);
        if (opened.lexer.endsWithoutNewline()) {
            messages.warn(opened.lexer.place(), "no new line at end of file");
        }
        open.pop();
        current = includer;
    }

    // Statements.

    /**
     * Reads statements to the end of a block, or of the file.
     *
     * @param block the keyword that began the block; null for a file
     * @param choice the choice that the statements are in
     */
    private void statements(@Nullable String block, @Nullable Symbol choice) throws IOException {
        while (true) {
            var token = first();
            if (token.kind() == Kind.EOF) {
                if (block != null) {
                    messages.error(parent.place(), "missing end statement for this entry");
                }
                return;
            }
            try {
                if (token.is("endmenu") || token.is("endif") || token.is("endchoice")) {
                    take();
                    endOfLine();
                    if (block == null && open.size() == 1) {
                        throw new BadLine("invalid statement");
                    }
                    if (block == null) {
                        throw new BadLine("'" + token.text() + "' in different file than '"
                                + token.text().substring(3) + "'");
                    }
                    if (!token.text().substring(3).equals(block)) {
                        throw new BadLine("unexpected '" + token.text().substring(3) + "' within " + block + " block");
                    }
                    return;
                }
                statement(token, choice);
            } catch (BadLine e) {
                messages.error(place(), String.valueOf(e.getMessage()));
                skipLine();
            }
        }
    }

    private void statement(Token token, @Nullable Symbol choice) throws IOException, BadLine {
        take();
        if (token.kind() == Kind.WORD) {
            assignment(token);
            return;
        }
        if (token.kind() != Kind.KEYWORD || (choice != null && !IN_CHOICES.contains(token.text()))) {
            throw new BadLine("invalid statement");
        }
        switch (token.text()) {
            case "config", "menuconfig" -> definition(token.is("menuconfig"), choice);
            case "choice" -> choice();
            case "menu" -> menu();
            case "comment" -> comment();
            case "if" -> condition(choice);
            case "source" -> sourced();
            case "mainmenu" -> mainMenu();
            default -> throw new BadLine("invalid statement");
        }
    }

    private void assignment(Token name) throws BadLine {
        var operator = take();
        if (operator.kind() != Kind.SIGN || !ASSIGNMENTS.contains(operator.text())) {
            throw new BadLine("unknown statement \"" + name.text() + "\"");
        }
        macros.at(current().lexer.place());
        macros.assign(name.text(), operator.text(), current().lexer.restOfLine());
        endOfLine();
    }

    private void mainMenu() throws BadLine {
        var text = quoted();
        endOfLine();
        if (parent.parent() != null || !entries.isEmpty() || parent.prompt() != null) {
            throw new BadLine("invalid statement");
        }
        prompt(parent, Prompt.Kind.MENU, text, null);
    }

    private void sourced() throws IOException, BadLine {
        var name = quoted();
        endOfLine();
        var at = place();
        if (open.size() >= MAX_NESTED_FILES) {
            throw messages.fatal(at, "more than " + MAX_NESTED_FILES + " files include each other");
        }
        var text = source.read(name, at);
        if (text == null) {
            throw messages.fatal(at, "can't open file \"" + name + "\"");
        }
        if (isOpen(name)) {
            var path = new StringBuilder("Recursive inclusion detected.\nInclusion path:\n  current file : " + name);
            for (var file : open) {
                path.append("\n  included from: ").append(file.statement);
                if (dialect.choicesAreSymbols() && file.lexer.file().equals(name)) {
                    break;
                }
            }
            messages.error(path.toString());
            throw messages.failure();
        }
        read(name, text);
    }

    private boolean isOpen(String name) {
        for (var file : open) {
            if (file.lexer.file().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void menu() throws IOException, BadLine {
        var text = quoted();
        endOfLine();
        var entry = entry(null);
        prompt(entry, Prompt.Kind.MENU, text, null);
        options(entry, OF_MENUS);
        entry.completeVisibility();
        block(entry, "menu", null);
    }

    private void condition(@Nullable Symbol choice) throws IOException, BadLine {
        var expression = expression();
        endOfLine();
        var entry = entry(null);
        entry.dependsOn(expression);
        unanswered.note(entry);
        block(entry, "if", choice);
    }

    private void comment() throws BadLine {
        var text = quoted();
        endOfLine();
        var entry = entry(null);
        prompt(entry, Prompt.Kind.COMMENT, text, null);
        options(entry, OF_COMMENTS);
    }

    private void choice() throws IOException, BadLine {
        var token = take();
        @Nullable String name = null;
        if (token.kind() == Kind.WORD && dialect.choicesAreSymbols()) {
            name = token.text();
            token = take();
        }
        endOfLine(token);
        var symbol = name == null ? symbol(null, Symbol.Kind.CHOICE) : choices.get(name);
        if (symbol == null) {
            symbol = symbol(name, Symbol.Kind.CHOICE);
            choices.put(name, symbol);
        }
        var entry = entry(symbol);
        if (!dialect.choicesAreSymbols()) {
            symbol.type(Symbol.Type.BOOL);
        }
        options(entry, dialect.choicesAreSymbols() ? OF_CLASSIC_CHOICES : OF_CHOICES);
        if (!dialect.choicesAreSymbols() && entry.prompt() == null) {
            messages.error(entry.place(), "error: choice must have a prompt");
        }
        block(entry, "choice", symbol);
    }

    private void definition(boolean menu, @Nullable Symbol choice) throws BadLine {
        var symbol = option(word());
        endOfLine();
        var entry = entry(symbol);
        options(entry, OF_SYMBOLS);
        if (menu) {
            if (entry.prompt() == null) {
                messages.warn(place() + ": warning: menuconfig statement without prompt");
            } else {
                entry.prompt().kind(Prompt.Kind.MENU);
            }
        }
        if (choice != null && !dialect.choicesAreSymbols()) {
            if (entry.prompt() == null) {
                messages.error(entry.place(), "error: choice member must have a prompt");
            }
            if (symbol.type() != Symbol.Type.BOOL) {
                messages.error(entry.place(), "error: choice member must be bool");
            }
            if (symbol.choice() == null) {
                symbol.joins(choice);
            }
        }
    }

    private void block(Entry entry, String keyword, @Nullable Symbol choice) throws IOException {
        if (++blocks > MAX_NESTED_BLOCKS) {
            throw messages.fatal(entry.place(), "more than " + MAX_NESTED_BLOCKS + " blocks in each other");
        }
        var outer = parent;
        parent = entry;
        statements(keyword, choice);
        parent = outer;
        blocks--;
    }

    // Lines below a statement.

    private void options(Entry entry, Set<String> allowed) {
        while (true) {
            var token = first();
            var keyword = token.text().equals("---help---") && token.kind() == Kind.WORD ? "help" : token.text();
            var isOption = (token.kind() == Kind.KEYWORD && !STATEMENTS.contains(keyword))
                    || (token.kind() == Kind.WORD && (keyword.equals("help") || keyword.equals("option")));
            if (!isOption) {
                return;
            }
            take();
            try {
                if (!allowed.contains(keyword)) {
                    throw new BadLine("invalid option");
                }
                option(entry, keyword);
                unanswered.note(entry);
            } catch (BadLine e) {
                messages.error(place(), String.valueOf(e.getMessage()));
                skipLine();
            }
        }
    }

    private void option(Entry entry, String keyword) throws BadLine {
        switch (keyword) {
            case "depends" -> {
                expect("on");
                var expression = expression();
                endOfLine();
                entry.dependsOn(expression);
            }
            case "visible" -> {
                var condition = ifCondition();
                endOfLine();
                if (condition != null) {
                    // It becomes a part of the prompts below.
                    entry.visibleIf(unanswered.answered(condition));
                }
            }
            case "help" -> {
                endOfLine();
                help(entry, current().lexer.help());
            }
            case "prompt" -> {
                var text = quoted();
                var condition = ifCondition();
                endOfLine();
                prompt(entry, Prompt.Kind.QUESTION, text, condition);
            }
            default -> symbolOption(entry, entry.symbol(), keyword);
        }
    }

    private void symbolOption(Entry entry, @Nullable Symbol symbol, String keyword) throws BadLine {
        if (symbol == null) {
            throw new BadLine("invalid option");
        }
        switch (keyword) {
            case "bool", "tristate", "int", "hex", "string" -> type(entry, symbol, keyword);
            case "default", "def_bool", "def_tristate" -> {
                var value = symbol.isChoice() ? new Expression.Value(option(word())) : expression();
                statement(entry, Keyword.DEFAULT, value, null);
                if (!keyword.equals("default")) {
                    setType(entry, symbol, keyword.equals("def_bool") ? Symbol.Type.BOOL : Symbol.Type.TRISTATE);
                }
            }
            case "select" -> statement(entry, Keyword.SELECT, new Expression.Value(option(word())), null);
            case "imply" -> statement(entry, Keyword.IMPLY, new Expression.Value(option(word())), null);
            case "range" -> {
                var low = operand(false);
                statement(entry, Keyword.RANGE, new Expression.Value(low), operand(false));
            }
            case "modules" -> {
                endOfLine();
                modules(symbol);
            }
            case "optional" -> {
                endOfLine();
                if (!symbol.isChoice() || !dialect.choicesAreSymbols()) {
                    throw new BadLine("invalid option");
                }
                symbol.makeOptional();
            }
            case "transitional" -> {
                endOfLine();
                symbol.makeTransitional();
            }
            case "option" -> oldOption(entry, symbol);
            default -> throw new BadLine("invalid option");
        }
    }

    /** {@code option NAME[=VALUE]}, as trees before 5.14 have it. */
    private void oldOption(Entry entry, Symbol symbol) throws BadLine {
        var name = take();
        switch (name.text()) {
            case "modules" -> {
                endOfLine();
                modules(symbol);
            }
            case "allnoconfig_y" -> {
                endOfLine();
                symbol.makeAllNoY();
            }
            case "defconfig_list" -> endOfLine();
            case "env" -> {
                expect("=");
                var variable = quoted();
                endOfLine();
                var value = source.environment(variable);
                entry.add(new Statement(
                        Keyword.DEFAULT,
                        new Expression.Value(constant(value == null ? "" : value)),
                        null,
                        null,
                        place()));
            }
            default -> throw new BadLine("unknown option \"" + name.text() + "\"");
        }
    }

    private void modules(Symbol symbol) throws BadLine {
        if (modules != null) {
            throw new BadLine("symbol '" + symbol.label() + "' redefines option 'modules' already defined by symbol '"
                    + modules.label() + "'");
        }
        modules = symbol;
    }

    private void type(Entry entry, Symbol symbol, String keyword) throws BadLine {
        var token = take();
        @Nullable String text = null;
        @Nullable Expression condition = null;
        if (token.kind() == Kind.QUOTED) {
            text = token.text();
            condition = ifCondition();
            endOfLine();
        } else if (symbol.isChoice() && !dialect.choicesAreSymbols()) {
            throw unexpected(token);
        } else {
            endOfLine(token);
        }
        if (text != null) {
            prompt(entry, Prompt.Kind.QUESTION, text, condition);
        }
        setType(
                entry,
                symbol,
                switch (keyword) {
                    case "bool" -> Symbol.Type.BOOL;
                    case "tristate" -> Symbol.Type.TRISTATE;
                    case "int" -> Symbol.Type.INT;
                    case "hex" -> Symbol.Type.HEX;
                    default -> Symbol.Type.STRING;
                });
    }

    private void setType(Entry entry, Symbol symbol, Symbol.Type type) {
        if (symbol.type() == Symbol.Type.UNKNOWN) {
            symbol.type(type);
        } else if (symbol.type() != type) {
            messages.warn(
                    entry.place(),
                    "ignoring type redefinition of '" + symbol.label() + "' from '"
                            + symbol.type().word() + "' to '" + type.word() + "'");
        }
    }

    private void statement(Entry entry, Keyword keyword, Expression value, @Nullable Symbol second) throws BadLine {
        var condition = ifCondition();
        endOfLine();
        entry.add(new Statement(keyword, value, second, condition, place()));
    }

    private void help(Entry entry, HelpText text) {
        var name = entry.symbol() == null ? "<choice>" : entry.symbol().label();
        if (entry.help() != null) {
            messages.warn(place() + ": warning: '" + name
                    + "' defined with more than one help text -- only the last one will be used");
        }
        if (text.isBlank()) {
            messages.warn(place() + ": warning: '" + name + "' defined with blank help text");
        }
        entry.help(text);
    }

    private void prompt(Entry entry, Prompt.Kind kind, String text, @Nullable Expression condition) {
        var stripped = text.stripLeading();
        if (stripped.length() != text.length()) {
            messages.warn(place(), "leading whitespace ignored");
        }
        if (entry.prompt() != null) {
            messages.warn(place(), "prompt redefined");
        }
        var shown = condition;
        if (kind == Prompt.Kind.QUESTION) {
            for (var menu = entry.parent(); menu != null; menu = menu.parent()) {
                shown = Expression.and(shown, menu.visibility());
            }
        }
        entry.prompt(new Prompt(prompts++, kind, stripped, shown, entry, place()));
    }

    private Entry entry(@Nullable Symbol symbol) {
        var entry = new Entry(symbol, parent, place());
        parent.mutableChildren().add(entry);
        entries.add(entry);
        if (symbol != null) {
            symbol.add(entry);
        }
        return entry;
    }

    // Symbols.

    private Symbol symbol(@Nullable String name, Symbol.Kind kind) {
        var symbol = new Symbol(symbols.size(), name, kind);
        symbols.add(symbol);
        return symbol;
    }

    private Symbol option(String name) {
        var constant = name.length() == 1 ? constants.get(name) : null;
        if (constant != null && "nmy".contains(name)) {
            return constant;
        }
        return named(options, name, Symbol.Kind.OPTION);
    }

    private Symbol constant(String text) {
        return named(constants, text, Symbol.Kind.CONSTANT);
    }

    private Symbol named(Map<String, Symbol> known, String name, Symbol.Kind kind) {
        var symbol = known.get(name);
        if (symbol == null) {
            symbol = symbol(name, kind);
            known.put(name, symbol);
        }
        return symbol;
    }

    // Expressions.

    private @Nullable Expression ifCondition() throws BadLine {
        var token = peek();
        if (!token.is("if")) {
            return null;
        }
        take();
        return expression();
    }

    private Expression expression() throws BadLine {
        return disjunction(0);
    }

    private Expression disjunction(int depth) throws BadLine {
        var first = conjunction(depth);
        if (!peek().is("||")) {
            return first;
        }
        var operands = new ArrayList<>(List.of(first));
        while (peek().is("||")) {
            take();
            operands.add(conjunction(depth));
        }
        return new Expression.Or(operands);
    }

    private Expression conjunction(int depth) throws BadLine {
        var first = negation(depth);
        if (!peek().is("&&")) {
            return first;
        }
        var operands = new ArrayList<>(List.of(first));
        while (peek().is("&&")) {
            take();
            operands.add(negation(depth));
        }
        return new Expression.And(operands);
    }

    private Expression negation(int depth) throws BadLine {
        if (depth > MAX_BRACKETS) {
            throw new BadLine("more than " + MAX_BRACKETS + " brackets in each other");
        }
        if (peek().is("!")) {
            take();
            return new Expression.Not(negation(depth + 1));
        }
        if (peek().is("(")) {
            take();
            var inner = disjunction(depth + 1);
            expect(")");
            return inner;
        }
        var left = operand(true);
        var operator = peek().kind() == Kind.SIGN ? Expression.Operator.of(peek().text()) : null;
        if (operator == null) {
            return new Expression.Value(left);
        }
        take();
        return new Expression.Comparison(operator, left, operand(true));
    }

    /** @param mayWait whether a stand-in will do for an answer that has not come */
    private Symbol operand(boolean mayWait) throws BadLine {
        var token = take();
        return switch (token.kind()) {
            case WORD ->
                mayWait && token.answer() != null ? unanswered.standIn(token.answer(), place()) : option(token.text());
            case QUOTED -> constant(token.text());
            default -> throw unexpected(token);
        };
    }

    // Tokens.

    private Open current() {
        if (current == null) {
            throw new IllegalStateException("no file is open");
        }
        return current;
    }

    private Place place() {
        return current == null ? parent.place() : current.statement;
    }

    /** The first token of a statement, left where it is. */
    private Token first() {
        while (peek().kind() == Kind.EOL) {
            take();
        }
        current().statement = current().lexer.place();
        return peek();
    }

    private Token peek() {
        var file = current();
        if (file.peeked == null) {
            file.peeked = file.lexer.next();
        }
        return file.peeked;
    }

    private Token take() {
        var token = peek();
        current().peeked = null;
        current().last = token;
        return token;
    }

    private String word() throws BadLine {
        var token = take();
        if (token.kind() != Kind.WORD) {
            throw unexpected(token);
        }
        return token.text();
    }

    private String quoted() throws BadLine {
        var token = take();
        if (token.kind() != Kind.QUOTED) {
            throw unexpected(token);
        }
        return token.text();
    }

    private void expect(String sign) throws BadLine {
        var token = take();
        if (!token.is(sign)) {
            throw unexpected(token);
        }
    }

    private void endOfLine() throws BadLine {
        endOfLine(take());
    }

    private void endOfLine(Token token) throws BadLine {
        if (!isEnd(token)) {
            throw unexpected(token);
        }
    }

    private static boolean isEnd(Token token) {
        return token.kind() == Kind.EOL || token.kind() == Kind.EOF;
    }

    private BadLine unexpected(Token token) {
        if (isEnd(token)) {
            return new BadLine("syntax error: the line ends too early");
        }
        return new BadLine("syntax error at '" + token.text() + "'");
    }

    private void skipLine() {
        var file = current();
        if ((file.last != null && isEnd(file.last)) || (file.peeked != null && isEnd(file.peeked))) {
            return;
        }
        file.peeked = null;
        file.lexer.skipLine();
    }
}
