package org.kernelmaven.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.DeepStack;
import org.kernelmaven.kconfig.explain.Asked;
import org.kernelmaven.kconfig.explain.Change;
import org.kernelmaven.kconfig.explain.ChangeSearch;
import org.kernelmaven.kconfig.explain.ShortExplanation;
import org.kernelmaven.kconfig.explain.SymbolExplanation;
import org.kernelmaven.kconfig.explain.UnknownSymbol;
import org.kernelmaven.kconfig.value.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why a symbol of a kernel's configuration has its value, and what would give it another. */
final class ExplainStep {

    private static final Logger LOG = LoggerFactory.getLogger(ExplainStep.class);
    private static final String PREFIX = "CONFIG_";

    private final Path tree;
    private final Configuration configuration;
    private final Map<String, String> origins;

    /**
     * @param tree the patched tree
     * @param resolved its configuration, as it comes out
     */
    ExplainStep(Path tree, ConfigureStep.Resolved resolved) {
        this.tree = tree;
        this.configuration = Asked.again(
                resolved.resolution().configuration(), resolved.merged().values());
        this.origins = resolved.merged().origins();
    }

    /**
     * Explains on the log.
     *
     * @param symbol with or without {@code CONFIG_}
     * @param value what it should be, where a change is wanted
     */
    void run(String symbol, Optional<String> value) throws IOException {
        var name = symbol.startsWith(PREFIX) ? symbol.substring(PREFIX.length()) : symbol;
        if (name.isBlank()) {
            throw new UserException("parameter <symbol>: no option is named. Write -Dsymbol=NAME, such as"
                    + " -Dsymbol=FRAME_POINTER.");
        }
        DeepStack.call(() -> explained(name, value)).forEach(line -> LOG.info("{}", line));
    }

    private List<String> explained(String name, Optional<String> value) throws IOException {
        var kconfig = configuration.kconfig();
        var symbol = kconfig.find(name).filter(found -> found.isDefined());
        if (symbol.isEmpty()) {
            return new UnknownSymbol(kconfig, tree).lines(name);
        }
        var lines = new ArrayList<>(SymbolExplanation.lines(configuration, origins, symbol.get()));
        value.ifPresent(wanted -> {
            var change = new ChangeSearch(configuration, origins).find(symbol.get(), wanted);
            lines.add("For " + name + "=" + wanted + ":");
            ShortExplanation.cure(change, name + "=" + wanted).forEach(line -> lines.add("  " + line));
            if (change instanceof Change.NotFound none) {
                lines.add("  " + none.why());
            }
        });
        return lines;
    }
}
