package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Dialect;
import org.kernelmaven.kconfig.language.Entry;
import org.kernelmaven.kconfig.language.Expression;
import org.kernelmaven.kconfig.language.Kconfig;

/** All symbols a kernel tree defines for one architecture, with their conditions as the tree writes them. */
public final class Symbols {

    private final Kconfig kconfig;

    /** Those that were asked for: most never are. */
    private final Map<String, Symbol> described = new ConcurrentHashMap<>();

    private Symbols(Kconfig kconfig) {
        this.kconfig = kconfig;
    }

    /**
     * Reads the tree's {@code Kconfig} and all it sources. No tool is asked for anything: what depends on a compiler is
     * as if it were not there.
     *
     * @param sourceTree the kernel tree
     * @param srcarch the folder under {@code arch/}: {@code x86}, {@code arm64}, …
     */
    public static Symbols scan(Path sourceTree, String srcarch) throws IOException {
        if (!Files.isRegularFile(sourceTree.resolve(KconfigLoader.ROOT))) {
            throw new UserException("'" + sourceTree + "' is no kernel tree: it has no Kconfig file.");
        }
        var environment = Map.of("SRCARCH", srcarch, "ARCH", srcarch, "srctree", sourceTree.toString());
        var source = new TreeSource(List.of(sourceTree), environment, command -> "n", () -> {});
        return of(KconfigLoader.onDeepStack(() -> Kconfig.parse(KconfigLoader.ROOT, source, Dialect.of(sourceTree))));
    }

    /** What a model defines. */
    static Symbols of(Kconfig kconfig) {
        return new Symbols(kconfig);
    }

    private Symbol described(org.kernelmaven.kconfig.language.Symbol symbol) {
        return described.computeIfAbsent(symbol.label(), name -> symbol(symbol));
    }

    private static Symbol symbol(org.kernelmaven.kconfig.language.Symbol symbol) {
        return new Symbol(
                symbol.label(),
                switch (symbol.type()) {
                    case BOOL -> Symbol.Type.BOOL;
                    case TRISTATE -> Symbol.Type.TRISTATE;
                    case INT -> Symbol.Type.INT;
                    case HEX -> Symbol.Type.HEX;
                    case STRING -> Symbol.Type.STRING;
                    case UNKNOWN -> Symbol.Type.UNKNOWN;
                },
                symbol.entries().stream()
                        .map(entry -> definition(entry, symbol))
                        .toList(),
                symbol.selectors().stream().map(Symbols::selector).toList());
    }

    /** With what the statement itself asks for, beyond the dependencies of the symbol that it belongs to. */
    private static String selector(org.kernelmaven.kconfig.language.Symbol.Reverse selector) {
        var known = selector.selector().entries().stream()
                .flatMap(entry -> Expression.conjuncts(entry.dependency()).stream())
                .toList();
        var own = Expression.conjuncts(selector.condition()).stream()
                .filter(conjunct -> !known.contains(conjunct))
                .map(Expression::text)
                .collect(Collectors.joining(" && "));
        return selector.selector().label() + (own.isEmpty() ? "" : " if " + own);
    }

    private static Symbol.Definition definition(Entry entry, org.kernelmaven.kconfig.language.Symbol symbol) {
        var needed = Expression.conjuncts(entry.dependency());
        var prompt = Optional.ofNullable(entry.prompt());
        var shown = prompt.map(found -> Expression.conjuncts(found.condition()).stream()
                        .filter(conjunct -> !needed.contains(conjunct))
                        .map(Expression::text)
                        .collect(Collectors.joining(" && ")))
                .filter(text -> !text.isEmpty());
        return new Symbol.Definition(
                entry.place().toString(),
                prompt.map(found -> found.text()),
                shown,
                needed.stream()
                        .filter(conjunct -> !isChoice(conjunct))
                        .map(Expression::text)
                        .toList(),
                symbol.ranges().stream()
                        .map(range -> range.low().label() + " " + range.high().label())
                        .toList(),
                Optional.ofNullable(symbol.choice())
                        .map(choice -> choice.entries().get(0).place().toString()));
    }

    private static boolean isChoice(Expression conjunct) {
        return conjunct instanceof Expression.Value value && value.symbol().isChoice();
    }

    /** Those of the assignments that suit their symbol and do not hold all the same. */
    public List<Assignment> open(List<Assignment> assignments, DotConfig resolved) {
        return assignments.stream()
                .filter(assignment -> get(assignment.name())
                        .filter(symbol -> assignment.mismatch(symbol.type()).isEmpty())
                        .isPresent())
                .filter(assignment -> !assignment.heldBy(resolved))
                .toList();
    }

    /** The symbol of that name (without {@code CONFIG_}), or empty where the tree defines none. */
    public Optional<Symbol> get(String name) {
        return kconfig.find(name)
                .filter(org.kernelmaven.kconfig.language.Symbol::isDefined)
                .map(this::described);
    }

    /** Every symbol, sorted by name. */
    public Collection<Symbol> all() {
        return defined().map(this::described).toList();
    }

    /** Every name, sorted. */
    public Collection<String> names() {
        return defined().map(org.kernelmaven.kconfig.language.Symbol::label).toList();
    }

    private Stream<org.kernelmaven.kconfig.language.Symbol> defined() {
        return kconfig.byName().values().stream()
                .filter(org.kernelmaven.kconfig.language.Symbol::isDefined)
                .sorted(Comparator.comparing(org.kernelmaven.kconfig.language.Symbol::label));
    }
}
