package org.kernelmaven.kconfig.value;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.language.Literal;
import org.kernelmaven.kconfig.language.Place;
import org.kernelmaven.kconfig.language.Symbol;
import org.kernelmaven.kconfig.language.Tristate;

/**
 * One configuration of a model: what was asked of each symbol, and the value that follows.
 *
 * <p>Values are worked out when they are asked for and kept until something changes. Not for several threads.
 *
 * <p>The rules are those of {@code Documentation/kbuild/kconfig-language.rst}; where it is silent, conf's behaviour
 * counts, for its result is what a kernel is built with.
 */
public final class Configuration {

    private final Kconfig kconfig;
    private final ChoiceRules choices;
    private final Numbers numbers = new Numbers(this);
    private final Set<String> warnings = new LinkedHashSet<>();

    /** What was asked for. */
    private final boolean[] asked;

    private final Tristate[] askedTristate;
    private final @Nullable String[] askedText;

    /** What follows from it. */
    private final boolean[] valid;

    private final boolean[] written;
    private final Tristate[] tristate;
    private final String[] text;
    private final Tristate[] visible;
    private final Tristate[] dependency;
    private final Tristate[] selected;
    private final Tristate[] implied;
    private final Tristate[] promptVisible;
    private Tristate modules = Tristate.N;
    private boolean isCalculating;

    /** A configuration in which nothing was asked for. */
    public Configuration(Kconfig kconfig) {
        this.kconfig = kconfig;
        var count = kconfig.symbols().size();
        asked = new boolean[count];
        askedTristate = filled(count);
        askedText = new String[count];
        valid = new boolean[count];
        written = new boolean[count];
        tristate = filled(count);
        text = new String[count];
        visible = filled(count);
        dependency = filled(count);
        selected = filled(count);
        implied = filled(count);
        promptVisible = filled(kconfig.prompts());
        Arrays.fill(text, "");
        for (var constant : Tristate.values()) {
            var index = kconfig.constant(constant).index();
            valid[index] = true;
            tristate[index] = constant;
            text[index] = constant.letter();
        }
        choices = kconfig.dialect().choicesAreSymbols()
                ? new ClassicChoices(this, kconfig)
                : new MemberChoices(this, kconfig);
    }

    private static Tristate[] filled(int count) {
        var values = new Tristate[count];
        Arrays.fill(values, Tristate.N);
        return values;
    }

    /** Another configuration of which the same is asked; a change of one is none of the other. */
    public Configuration copy() {
        var copy = new Configuration(kconfig);
        System.arraycopy(asked, 0, copy.asked, 0, asked.length);
        System.arraycopy(askedTristate, 0, copy.askedTristate, 0, asked.length);
        System.arraycopy(askedText, 0, copy.askedText, 0, asked.length);
        copy.choices.copy(choices);
        copy.invalidate();
        return copy;
    }

    /** The model. */
    public Kconfig kconfig() {
        return kconfig;
    }

    /** What was warned about, as conf does: unmet dependencies of selected symbols. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    // What was asked for.

    /** Whether a value was asked for. */
    public boolean isAsked(Symbol symbol) {
        return asked[symbol.index()];
    }

    /** The tristate that was asked for; {@code n} where none was. */
    public Tristate askedTristate(Symbol symbol) {
        return askedTristate[symbol.index()];
    }

    /** The text that was asked for of a string, int or hex. */
    public @Nullable String askedText(Symbol symbol) {
        return askedText[symbol.index()];
    }

    /** Asks for a value; {@link #invalidate} makes it count. */
    public void ask(Symbol symbol, Tristate value) {
        asked[symbol.index()] = true;
        askedTristate[symbol.index()] = value;
    }

    /** Asks for a value; {@link #invalidate} makes it count. */
    public void ask(Symbol symbol, String value) {
        asked[symbol.index()] = true;
        askedText[symbol.index()] = value;
    }

    /**
     * Asks for a value as a line at the end of a {@code .config} file does: of a choice's members the one that was last
     * asked to be y counts. {@link #invalidate} makes it count.
     */
    public void askLast(Symbol symbol, Tristate value) {
        ask(symbol, value);
        if (symbol.choice() != null) {
            choices.read(symbol, value, warning -> {});
        }
    }

    /** Takes back what was asked of a symbol; {@link #invalidate} makes it count. */
    public void forget(Symbol symbol) {
        asked[symbol.index()] = false;
    }

    /** Takes back everything. */
    public void forgetAll() {
        Arrays.fill(asked, false);
        Arrays.fill(askedTristate, Tristate.N);
        Arrays.fill(askedText, null);
        choices.forgetAll();
        invalidateValues();
    }

    /** Asks for the member of a choice, and so for none of the others; {@link #invalidate} makes it count. */
    public void pick(Symbol member) {
        choices.pick(member);
    }

    /** The member of a choice that is y. */
    public Optional<Symbol> picked(Symbol choice) {
        calculate(choice);
        return Optional.ofNullable(choices.picked(choice));
    }

    /** Makes every value be worked out again. */
    public void invalidate() {
        invalidateValues();
        calculate(kconfig.modules());
    }

    /** As {@link #invalidate}, but the modules symbol keeps what it was until somebody asks. */
    void invalidateValues() {
        Arrays.fill(valid, Kconfig.Y + 1, valid.length, false);
        choices.invalidate();
    }

    void invalidate(Symbol symbol) {
        if (symbol.index() > Kconfig.Y) {
            valid[symbol.index()] = false;
        }
    }

    /** The rules for choices. */
    ChoiceRules choices() {
        return choices;
    }

    // What follows from it.

    /** A bool's, tristate's or choice's value. */
    public Tristate tristate(Symbol symbol) {
        calculate(symbol);
        return tristate[symbol.index()];
    }

    /** The value as a text: {@code y}, {@code m}, {@code n}, a number, or the bare text. */
    public String text(Symbol symbol) {
        calculate(symbol);
        return symbol.isLogical() ? tristate[symbol.index()].letter() : text[symbol.index()];
    }

    /** Whether a {@code .config} file names it. */
    public boolean isWritten(Symbol symbol) {
        calculate(symbol);
        return written[symbol.index()];
    }

    /** How far a user may set it. */
    public Tristate visibility(Symbol symbol) {
        calculate(symbol);
        return visible[symbol.index()];
    }

    /** What its dependencies evaluate to. */
    public Tristate dependency(Symbol symbol) {
        calculate(symbol);
        return symbol.choice() == null ? dependency[symbol.index()] : whole(symbol, evaluate(symbol.dependency()));
    }

    /** How far other symbols select it. */
    public Tristate selection(Symbol symbol) {
        calculate(symbol);
        return selected[symbol.index()];
    }

    /** Whether a user can change it. */
    public boolean isChangeable(Symbol symbol) {
        calculate(symbol);
        return (kconfig.dialect().choicesAreSymbols() || !symbol.isChoice())
                && visible[symbol.index()].compareTo(selected[symbol.index()]) > 0;
    }

    /** The type as it is now: without modules, or where a choice is y, a tristate is a bool. */
    public Symbol.Type typeNow(Symbol symbol) {
        var type = symbol.type();
        if (type == Symbol.Type.TRISTATE && (modules == Tristate.N || choices.makesBool(symbol))) {
            return Symbol.Type.BOOL;
        }
        return type;
    }

    /** Whether a user can give it that value. */
    public boolean isWithinRange(Symbol symbol, Tristate value) {
        calculate(symbol);
        var type = typeNow(symbol);
        var shown = visible[symbol.index()];
        if (shown == Tristate.N
                || (type != Symbol.Type.BOOL && type != Symbol.Type.TRISTATE)
                || (type == Symbol.Type.BOOL && value == Tristate.M)
                || shown.compareTo(selected[symbol.index()]) <= 0) {
            return false;
        }
        if (choices.makesBool(symbol)) {
            return value == Tristate.Y;
        }
        return value.compareTo(selected[symbol.index()]) >= 0 && value.compareTo(shown) <= 0;
    }

    /** Whether a user can give it that text. */
    public boolean isWithinRange(Symbol symbol, String value) {
        if (!Literal.fits(symbol.type(), value)) {
            return false;
        }
        return symbol.isLogical() || symbol.type() == Symbol.Type.STRING || numbers.isWithinRange(symbol, value);
    }

    /** The range that holds now. */
    public Optional<Symbol.Range> range(Symbol symbol) {
        var ranges = symbol.ranges();
        for (var i = 0; i < ranges.size(); i++) {
            if (evaluate(ranges.get(i).condition()) != Tristate.N) {
                return Optional.of(ranges.get(i));
            }
        }
        return Optional.empty();
    }

    /** The default that holds now. */
    public Optional<Symbol.Default> defaultNow(Symbol symbol) {
        var defaults = symbol.defaults();
        for (var i = 0; i < defaults.size(); i++) {
            if (evaluate(defaults.get(i).condition()) != Tristate.N) {
                return Optional.of(defaults.get(i));
            }
        }
        return Optional.empty();
    }

    /** Evaluates; what has no expression is y. Half of all the work is done here: without iterators. */
    public Tristate evaluate(@Nullable Expression expression) {
        if (expression == null) {
            return Tristate.Y;
        }
        if (expression instanceof Expression.Value value) {
            return tristate(value.symbol());
        }
        if (expression instanceof Expression.And and) {
            var result = Tristate.Y;
            var operands = and.operands();
            for (var i = 0; i < operands.size(); i++) {
                result = result.and(evaluate(operands.get(i)));
            }
            return result;
        }
        if (expression instanceof Expression.Or or) {
            var result = Tristate.N;
            var operands = or.operands();
            for (var i = 0; i < operands.size(); i++) {
                result = result.or(evaluate(operands.get(i)));
            }
            return result;
        }
        if (expression instanceof Expression.Not not) {
            return evaluate(not.operand()).not();
        }
        var comparison = (Expression.Comparison) expression;
        return comparison.operator().holds(numbers.compare(comparison.left(), comparison.right()))
                ? Tristate.Y
                : Tristate.N;
    }

    /** Whether an editor shows an entry. */
    public boolean isShown(Entry entry) {
        var prompt = entry.prompt();
        if (prompt == null || (entry.visibility() != null && evaluate(entry.visibility()) == Tristate.N)) {
            return false;
        }
        var symbol = entry.symbol();
        if (symbol == null) {
            return evaluate(prompt.condition()) != Tristate.N;
        }
        calculate(symbol);
        if (promptVisible[prompt.index()] != Tristate.N) {
            return true;
        }
        if (!symbol.isLogical() || tristate(symbol) == Tristate.N) {
            return false;
        }
        for (var child : entry.children()) {
            if (isShown(child)) {
                choices.shownByMembers(symbol);
                return true;
            }
        }
        return false;
    }

    /** What the symbol would be if nobody had asked for anything of it. */
    public String defaultText(Symbol symbol) {
        calculateVisibility(symbol);
        calculate(kconfig.modules());
        var value = defaultNow(symbol);
        if (!symbol.isLogical()) {
            var single = value.map(Configuration::single);
            single.ifPresent(this::calculate);
            return single.map(source -> text[source.index()])
                    .filter(found -> !found.isEmpty())
                    .orElseGet(() -> zero(symbol.type()));
        }
        var result = value.map(found -> evaluate(found.value()).and(evaluate(found.condition())))
                .orElse(Tristate.N)
                .or(selected[symbol.index()]);
        if (result == Tristate.M
                && (symbol.type() == Symbol.Type.BOOL
                        || (symbol.choice() == null && tristate(kconfig.modules()) == Tristate.N))) {
            result = Tristate.Y;
        }
        return result.or(implied[symbol.index()]).letter();
    }

    // How it is worked out.

    void calculate(Symbol symbol) {
        if (valid[symbol.index()]) {
            return;
        }
        if (isCalculating) {
            work(symbol);
            return;
        }
        isCalculating = true;
        try {
            work(symbol);
        } catch (StackOverflowError e) {
            invalidateValues();
            throw new KconfigException(List.of(place(symbol) + ": '" + symbol.label()
                    + "' is at the end of a chain of dependencies that is too long"));
        } finally {
            isCalculating = false;
        }
    }

    private static Place place(Symbol symbol) {
        return symbol.isDefined() ? symbol.entries().get(0).place() : new Place("<none>", 0);
    }

    private void work(Symbol symbol) {
        var index = symbol.index();
        choices.beforeCalculation(symbol);
        valid[index] = true;
        if (symbol.type() == Symbol.Type.UNKNOWN) {
            text[index] = symbol.label();
            tristate[index] = Tristate.N;
            return;
        }
        written[index] = false;
        calculateVisibility(symbol);
        if (visible[index] != Tristate.N) {
            written[index] = true;
        }
        // What a symbol sees of itself while it is being worked out.
        tristate[index] = Tristate.N;
        text[index] = symbol.isLogical() ? "n" : zero(symbol.type());
        if (symbol.isLogical()) {
            tristate[index] = logical(symbol);
        } else {
            text[index] = written(symbol);
        }
        choices.afterCalculation(symbol);
        if (!symbol.isLogical()) {
            numbers.bounded(symbol, text[index]).ifPresent(bound -> text[index] = bound);
        }
        if (symbol == kconfig.modules()) {
            modules = tristate[index];
        }
        if (symbol.isChoice() || symbol.isTransitional()) {
            written[index] = false;
        }
        choices.afterAll(symbol);
    }

    private Tristate logical(Symbol symbol) {
        var picked = choices.memberValue(symbol);
        var value = picked == null ? ordinary(symbol) : picked;
        return value == Tristate.M && typeNow(symbol) == Symbol.Type.BOOL ? Tristate.Y : value;
    }

    private Tristate ordinary(Symbol symbol) {
        var index = symbol.index();
        Tristate value;
        if (asked[index] && (visible[index] != Tristate.N || symbol.isTransitional())) {
            value = symbol.isTransitional() ? askedTristate[index] : askedTristate[index].and(visible[index]);
        } else {
            value = byDefault(symbol);
        }
        if (dependency[index].compareTo(selected[index]) < 0) {
            warnings.add(new UnmetDependency(this, symbol).text());
        }
        return value.or(selected[index]);
    }

    private Tristate byDefault(Symbol symbol) {
        var index = symbol.index();
        if (selected[index] != Tristate.N) {
            written[index] = true;
        }
        if (symbol.isChoice()) {
            return Tristate.N;
        }
        var value = Tristate.N;
        var given = defaultNow(symbol);
        if (given.isPresent()) {
            value = evaluate(given.get().value()).and(evaluate(given.get().condition()));
            if (value != Tristate.N) {
                written[index] = true;
            }
        }
        if (implied[index] != Tristate.N) {
            written[index] = true;
            value = value.or(implied[index]).and(dependency[index]);
        }
        return value;
    }

    private String written(Symbol symbol) {
        var index = symbol.index();
        var wanted = askedText[index];
        if (asked[index] && wanted != null && (visible[index] != Tristate.N || symbol.isTransitional())) {
            return wanted;
        }
        var source = defaultNow(symbol).map(Configuration::single);
        if (source.isEmpty()) {
            return text[index];
        }
        written[index] = true;
        calculate(source.get());
        return text[source.get().index()];
    }

    private static @Nullable Symbol single(Symbol.Default value) {
        return value.value() instanceof Expression.Value single ? single.symbol() : null;
    }

    private String zero(Symbol.Type type) {
        if (!kconfig.dialect().numbersStartAtZero()) {
            return "";
        }
        return switch (type) {
            case INT -> "0";
            case HEX -> "0x0";
            default -> "";
        };
    }

    void calculateVisibility(Symbol symbol) {
        var index = symbol.index();
        var shown = Tristate.N;
        var prompts = symbol.prompts();
        for (var i = 0; i < prompts.size(); i++) {
            var prompt = prompts.get(i);
            var condition = choices.promptVisibility(symbol, evaluate(prompt.condition()));
            promptVisible[prompt.index()] = condition;
            shown = shown.or(condition);
        }
        if (shown == Tristate.M && (symbol.type() != Symbol.Type.TRISTATE || modules == Tristate.N)) {
            shown = Tristate.Y;
        }
        visible[index] = shown;
        if (symbol.choice() != null) {
            // What selects or implies a member does not count.
            return;
        }
        dependency[index] = whole(symbol, evaluate(symbol.dependency()));
        var forced = symbol.forced() == null ? Tristate.N : evaluate(symbol.forced());
        selected[index] = whole(symbol, reverse(symbol.selectors()).or(forced));
        implied[index] = whole(symbol, reverse(symbol.impliers()));
    }

    private Tristate reverse(List<Symbol.Reverse> statements) {
        var value = Tristate.N;
        for (var i = 0; i < statements.size(); i++) {
            value = value.or(evaluate(statements.get(i)));
        }
        return value;
    }

    Tristate evaluate(Symbol.Reverse statement) {
        var selector = tristate(statement.selector());
        return selector == Tristate.N ? Tristate.N : selector.and(evaluate(statement.condition()));
    }

    private Tristate whole(Symbol symbol, Tristate value) {
        return value == Tristate.M && typeNow(symbol) == Symbol.Type.BOOL ? Tristate.Y : value;
    }

    // For the rules of choices.

    Tristate visibleNow(Symbol symbol) {
        return visible[symbol.index()];
    }

    Tristate tristateNow(Symbol symbol) {
        return tristate[symbol.index()];
    }

    void settle(Symbol symbol, Tristate value) {
        tristate[symbol.index()] = value;
        valid[symbol.index()] = true;
        written[symbol.index()] = true;
    }

    void tristateNow(Symbol symbol, Tristate value) {
        tristate[symbol.index()] = value;
    }

    boolean isWrittenNow(Symbol symbol) {
        return written[symbol.index()];
    }

    void write(Symbol symbol) {
        written[symbol.index()] = true;
    }

    String textNow(Symbol symbol) {
        return text[symbol.index()];
    }
}
