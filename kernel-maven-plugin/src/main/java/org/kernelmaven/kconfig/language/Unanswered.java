package org.kernelmaven.kconfig.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for answers that had not come when the expressions that hold them were read, so that reading does not wait
 * for a compiler.
 */
final class Unanswered {

    private record Question(Answer answer, Place place) {}

    private final Messages messages;

    /** What a text stands for in an expression. */
    private final Function<String, Symbol> symbols;

    private final Map<Symbol, Question> questions = new LinkedHashMap<>();
    private final Set<Entry> entries = new LinkedHashSet<>();
    private int noted;

    Unanswered(Messages messages, Function<String, Symbol> symbols) {
        this.messages = messages;
        this.symbols = symbols;
    }

    /** The symbol that takes the answer's place. */
    Symbol standIn(Answer answer, Place place) {
        var symbol = new Symbol(-1, null, Symbol.Kind.CONSTANT);
        questions.put(symbol, new Question(answer, place));
        return symbol;
    }

    /** Notes an entry whose last line may hold stand-ins. */
    void note(Entry entry) {
        if (noted < questions.size()) {
            noted = questions.size();
            entries.add(entry);
        }
    }

    /** Waits for all answers, and puts them into the entries. */
    void settle() {
        entries.forEach(entry -> entry.replace(this::answered));
        entries.clear();
        questions.clear();
        noted = 0;
    }

    /** The expression with the answers in it. */
    Expression answered(Expression expression) {
        if (expression instanceof Expression.Value value) {
            return questions.containsKey(value.symbol()) ? new Expression.Value(answered(value.symbol())) : expression;
        }
        if (expression instanceof Expression.Comparison comparison) {
            return new Expression.Comparison(
                    comparison.operator(), answered(comparison.left()), answered(comparison.right()));
        }
        if (expression instanceof Expression.Not not) {
            return new Expression.Not(answered(not.operand()));
        }
        return expression instanceof Expression.And and
                ? new Expression.And(answered(and.operands()))
                : new Expression.Or(answered(((Expression.Or) expression).operands()));
    }

    private List<Expression> answered(List<Expression> operands) {
        var all = new ArrayList<Expression>(operands.size());
        operands.forEach(operand -> all.add(answered(operand)));
        return all;
    }

    private Symbol answered(Symbol symbol) {
        @Nullable Question question = questions.get(symbol);
        if (question == null) {
            return symbol;
        }
        var text = question.answer().text();
        if (text.isEmpty()) {
            messages.error(question.place(), "syntax error: a command whose output is a value printed nothing");
        }
        return symbols.apply(text);
    }
}
