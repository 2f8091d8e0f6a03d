package org.kernelmaven.kconfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kernelmaven.kconfig.language.Answer;
import org.kernelmaven.kconfig.language.Dialect;
import org.kernelmaven.kconfig.language.Kconfig;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.tool.Host;
import org.kernelmaven.tool.KeptAnswers;
import org.kernelmaven.tool.ToolIdentity;

/**
 * Reads a tree's Kconfig files into a model.
 *
 * @param sourceTree the kernel tree
 * @param buildTree the {@code O=} directory: files are looked for there first, and probes run there
 * @param environment what {@code $(NAME)} and the probes see, as make exports it: {@code ARCH}, {@code SRCARCH},
 *     {@code srctree}, {@code CC}, {@code CC_VERSION_TEXT}, {@code KERNELVERSION}, …
 * @param runsProbes whether {@code $(shell,…)} may run commands; else each answers {@code n}
 * @param cache the folder in which answers of probes are kept from run to run; null where they are not
 */
public record KconfigLoader(
        Path sourceTree, Path buildTree, Map<String, String> environment, boolean runsProbes, @Nullable Path cache) {

    /** The first file of a kernel tree. */
    public static final String ROOT = "Kconfig";

    /** The files that ask the tools one question after the other, most of them before any other file is read. */
    private static final List<String> ASKING = List.of("scripts/Kconfig.include", "init/Kconfig");

    /** Copies. */
    public KconfigLoader {
        environment = Map.copyOf(environment);
    }

    /** One whose probes run anew each time. */
    public KconfigLoader(Path sourceTree, Path buildTree, Map<String, String> environment, boolean runsProbes) {
        this(sourceTree, buildTree, environment, runsProbes, null);
    }

    /**
     * One that sees what {@code conf} would when make runs it for that request.
     *
     * @param runsProbes whether commands may run, the one for the compiler's version included
     * @param cache the folder in which answers of probes are kept; null where they are not
     */
    public static KconfigLoader of(ConfigRequest request, boolean runsProbes, @Nullable Path cache) throws IOException {
        var callers = System.getenv();
        if (!runsProbes) {
            var environment = KconfigEnvironment.of(request, Host.current(), callers, command -> "");
            return new KconfigLoader(request.sourceTree(), request.buildTree(), environment, false, null);
        }
        var inherited = KconfigEnvironment.inherited(request, callers);
        try (var probes = probes(request.sourceTree(), request.buildTree(), inherited, cache)) {
            var environment = KconfigEnvironment.of(request, Host.current(), callers, probes::answer);
            return new KconfigLoader(request.sourceTree(), request.buildTree(), environment, true, cache);
        }
    }

    private static Probes probes(Path source, Path build, Map<String, String> environment, @Nullable Path cache) {
        var identity = new ToolIdentity(source, build, environment);
        return new Probes(
                build,
                environment,
                cache == null ? null : new KeptAnswers(cache, identity.name(), identity::key),
                Host.current().cores());
    }

    /** Begins to read the files of a request's tree, before all is known that they draw on. */
    static ReadAhead readAhead(ConfigRequest request) {
        var files = TreeFiles.of(request.sourceTree(), request.buildTree());
        return new ReadAhead(files, ROOT, Map.of("SRCARCH", request.srcarch()));
    }

    /**
     * Reads all files.
     *
     * @throws KconfigException with every error found
     */
    public Kconfig load() throws IOException {
        return load(ROOT, Dialect.of(sourceTree));
    }

    /**
     * Reads all files.
     *
     * @param file the first one
     * @param dialect which language they are in
     * @throws KconfigException with every error found
     */
    public Kconfig load(String file, Dialect dialect) throws IOException {
        try (var ahead = new ReadAhead(TreeFiles.of(sourceTree, buildTree), file, environment)) {
            return load(ahead, file, dialect);
        }
    }

    /** Reads all files, which somebody has begun to. */
    Kconfig load(ReadAhead files) throws IOException {
        return load(files, ROOT, Dialect.of(sourceTree));
    }

    private Kconfig load(ReadAhead files, String file, Dialect dialect) throws IOException {
        if (!runsProbes) {
            return parse(file, new TreeSource(files, environment, command -> new Answer.Known("n")), dialect);
        }
        try (var probes = probes(sourceTree, buildTree, environment, cache)) {
            probes.foresee(() -> ForeseenCommands.of(files.foreseen(ASKING), environment));
            return parse(file, new TreeSource(files, environment, probes::ask), dialect);
        }
    }

    private static Kconfig parse(String file, TreeSource source, Dialect dialect) throws IOException {
        return DeepStack.call(() -> Kconfig.parse(file, source, dialect));
    }
}
