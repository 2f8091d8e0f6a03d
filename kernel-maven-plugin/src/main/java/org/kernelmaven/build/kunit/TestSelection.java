package org.kernelmaven.build.kunit;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.vm.Attempts;
import org.kernelmaven.vm.Ktap;

/**
 * Which KUnit tests are wanted, in the syntax of Surefire's {@code -Dtest}: {@code suite}, {@code suite#case} or
 * {@code suite#case+case}, several separated by commas, with {@code *} and {@code ?}; an {@code !} before one leaves it
 * out.
 */
public final class TestSelection {

    /** Every test. */
    public static final TestSelection ALL = new TestSelection("", List.of(), false);

    /** Surefire has regular expressions too; KUnit's filter has none. */
    private static final String REGEX = "%regex[";

    /** What stands for itself in KUnit's filter, and in a module's parameters and on the kernel's command line too. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_*-]");

    private final String text;
    private final List<Choice> choices;
    private final boolean required;

    /** One of the patterns; without cases it means all of its suite. */
    private record Choice(boolean excludes, String suite, List<String> cases) {

        boolean hasSuite(String name) {
            return matches(suite, name);
        }

        boolean has(String suiteName, String caseName) {
            return hasSuite(suiteName)
                    && (cases.isEmpty() || cases.stream().anyMatch(pattern -> matches(pattern, caseName)));
        }

        private static boolean matches(String pattern, String name) {
            return Pattern.matches(
                    pattern.codePoints()
                            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                            .collect(Collectors.joining()),
                    name);
        }
    }

    private TestSelection(String text, List<Choice> choices, boolean required) {
        this.text = text;
        this.choices = List.copyOf(choices);
        this.required = required;
    }

    /**
     * Reads one.
     *
     * @param required whether it is a mistake where it selects nothing
     * @throws UserException where it is not written as Surefire's patterns are
     */
    public static TestSelection parse(String text, boolean required) {
        if (text.contains(REGEX)) {
            throw new UserException("parameter test: '" + text + "' has a regular expression, which KUnit cannot select"
                    + " by. Write SUITE#CASE with * and ?.");
        }
        return new TestSelection(
                text,
                Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .map(part -> choice(part, text))
                        .toList(),
                required);
    }

    /** Reads what a user may have given; nothing is every test. */
    public static TestSelection parse(Optional<String> text, boolean required) {
        return text.filter(given -> !given.isBlank())
                .map(given -> parse(given, required))
                .orElse(ALL);
    }

    /** Just these; of a suite's own result, as that it broke off, all of the suite. */
    static TestSelection of(List<Attempts> tests) {
        return new TestSelection(
                tests.stream().map(Attempts::name).collect(Collectors.joining(",")),
                tests.stream()
                        .map(test -> new Choice(
                                false,
                                test.suite(),
                                test.first().caseName().stream().toList()))
                        .distinct()
                        .toList(),
                false);
    }

    private static Choice choice(String part, String text) {
        var excludes = part.startsWith("!");
        var pattern = excludes ? part.substring(1).strip() : part;
        var hash = pattern.indexOf('#');
        var suite = hash < 0 ? pattern : pattern.substring(0, hash);
        var cases = hash < 0
                ? List.<String>of()
                : List.of(pattern.substring(hash + 1).split("\\+", -1));
        if (pattern.isEmpty() || cases.contains("") || pattern.lastIndexOf('#') > hash) {
            throw new UserException("parameter test: '" + part + "'"
                    + (part.equals(text) ? "" : " in '" + text + "'")
                    + " is no test. Write SUITE, SUITE#CASE or SUITE#CASE+CASE, several separated by commas, with * and"
                    + " ? in the names, and ! before what is to be left out.");
        }
        return new Choice(excludes, suite.isEmpty() ? "*" : suite, cases);
    }

    /** Whether every test is wanted. */
    public boolean isAll() {
        return choices.isEmpty();
    }

    /** Whether it is a mistake where it selects nothing. */
    public boolean isRequired() {
        return required;
    }

    /**
     * What to say where it selects nothing.
     *
     * @param known the suites, or the tests as {@code suite#case}, that there are
     */
    public String describeNothing(SortedSet<String> known) {
        return "no test matches -Dtest=" + text + ". There are: "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + "."
                + (text.contains(".") ? " A case comes after its suite and a #: SUITE#CASE." : "")
                + " With -Dsurefire.failIfNoSpecifiedTests=false a project without a match is passed over.";
    }

    /** Whether some test of a suite may be wanted. */
    public boolean mayBeIn(String suite) {
        return wants(choice -> choice.hasSuite(suite), choice -> choice.cases().isEmpty() && choice.hasSuite(suite));
    }

    /**
     * Whether a result is of a test that is wanted. What belongs to a suite and to none of its cases, as that it broke
     * off, is where the suite is.
     */
    public boolean has(Ktap.Result result) {
        var name = result.caseName();
        if (name.isEmpty()) {
            return mayBeIn(result.suite());
        }
        return wants(
                choice -> choice.has(result.suite(), name.get()), choice -> choice.has(result.suite(), name.get()));
    }

    private boolean wants(Predicate<Choice> including, Predicate<Choice> excluding) {
        return (included().isEmpty() || included().stream().anyMatch(including))
                && excluded().stream().noneMatch(excluding);
    }

    /**
     * A glob for KUnit's {@code filter_glob} that lets everything through that is wanted: KUnit takes no more than one
     * {@code suite.case} (lib/kunit/executor.c), so it may let through more. Empty where that would be everything.
     */
    public Optional<String> glob() {
        var suites = cover(included().stream().map(Choice::suite).toList());
        var some = included().stream().noneMatch(choice -> choice.cases().isEmpty());
        var cases = some
                ? cover(included().stream()
                        .flatMap(choice -> choice.cases().stream())
                        .toList())
                : "*";
        return suites.equals("*") && cases.equals("*") ? Optional.empty() : Optional.of(suites + "." + cases);
    }

    private List<Choice> included() {
        return choices.stream().filter(choice -> !choice.excludes()).toList();
    }

    private List<Choice> excluded() {
        return choices.stream().filter(Choice::excludes).toList();
    }

    /** What all begin with, anything, and what all end with. */
    private static String cover(List<String> globs) {
        return globs.stream()
                .map(TestSelection::plain)
                .reduce(TestSelection::cover)
                .orElse("*");
    }

    private static String cover(String one, String other) {
        if (one.equals(other)) {
            return one;
        }
        var shorter = Math.min(one.length(), other.length());
        var begin = 0;
        while (begin < shorter && one.charAt(begin) == other.charAt(begin)) {
            begin++;
        }
        var end = 0;
        while (end < shorter - begin && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return one.substring(0, begin) + "*" + one.substring(one.length() - end);
    }

    private static String plain(String glob) {
        return glob.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> PLAIN.matcher(letter).matches() ? letter : "?")
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return text;
    }
}
