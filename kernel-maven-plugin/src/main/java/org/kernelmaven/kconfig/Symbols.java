package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.language.Answer;
import org.kernelmaven.kconfig.language.Dialect;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.Symbol;

/** All symbols that a kernel tree defines for one architecture, by name. */
public final class Symbols {

    private static final Answer NO = new Answer.Known("n");

    private final Kconfig kconfig;

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
        return of(model(sourceTree, srcarch));
    }

    /** The model that {@link #scan} reads. */
    public static Kconfig model(Path sourceTree, String srcarch) throws IOException {
        if (!Files.isRegularFile(sourceTree.resolve(KconfigLoader.ROOT))) {
            throw new UserException("'" + sourceTree + "' is no kernel tree: it has no Kconfig file.");
        }
        var environment = Map.of("SRCARCH", srcarch, "ARCH", srcarch, "srctree", sourceTree.toString());
        var source = new TreeSource(new TreeFiles(List.of(sourceTree)), environment, command -> NO);
        return DeepStack.call(() -> Kconfig.parse(KconfigLoader.ROOT, source, Dialect.of(sourceTree)));
    }

    /** What a model defines. */
    static Symbols of(Kconfig kconfig) {
        return new Symbols(kconfig);
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
        return kconfig.find(name).filter(Symbol::isDefined);
    }

    /** Every name, sorted. */
    public Collection<String> names() {
        return kconfig.byName().values().stream()
                .filter(Symbol::isDefined)
                .map(Symbol::label)
                .sorted()
                .toList();
    }
}
