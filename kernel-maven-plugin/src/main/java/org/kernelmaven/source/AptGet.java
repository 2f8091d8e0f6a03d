package org.kernelmaven.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;
import org.kernelmaven.settings.Nearest;
import org.kernelmaven.settings.Origin;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandResult;
import org.kernelmaven.tool.CommandRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets packages by {@code apt-get download}, as any user: apt's state and cache are folders of our own, its sources,
 * keys and proxies the system's.
 *
 * <p>The system's package lists are read where they know the package; otherwise (a container without lists, or lists so
 * old that the file is gone) our own are updated. apt checks the archive's signature and the package's hash.
 */
public final class AptGet {

    private static final Logger LOG = LoggerFactory.getLogger(AptGet.class);
    private static final String STATE_KEY = "state";
    private static final int MAX_NAMES = 5_000;

    /** The part of a name that its relatives share: {@code linux-image-}. */
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9]+-[a-z]+-");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.+-]{1,200}");

    /** What {@code --print-uris} says: quoted URI, file name, size, hash. */
    private static final Pattern PRINTED =
            Pattern.compile("'(\\S+)' (([^_/\\s]+)_([^_/\\s]+)_[^_/\\s]+\\.deb) (\\d+) SHA256:([0-9a-f]{64})");

    private final Store store;
    private final String program;
    private final CommandRunner runner;

    /** What goes with a package from our own lists comes from them too, and they are updated once. */
    private volatile boolean updated;

    /** @param environment what apt sees, such as {@code System.getenv()} */
    public AptGet(Store store, Map<String, String> environment) {
        this(store, environment, "apt-get");
    }

    /** @param program {@code apt-get}, or what answers like it */
    public AptGet(Store store, Map<String, String> environment, String program) {
        this.store = store;
        this.program = program;
        this.runner = new CommandRunner(environment);
    }

    /** Which package lists apt reads: those in our own folder, or the system's. */
    private record Lists(Path state, boolean own) {}

    /**
     * A package that is wanted.
     *
     * @param name its name
     * @param version its version; empty for the newest
     * @param origin where the user wrote it
     */
    public record Wanted(String name, Optional<String> version, Origin origin) {

        /** {@code name=version}, as apt takes it, or the name alone. */
        public String spec() {
            return name + version.map(text -> "=" + text).orElse("");
        }
    }

    /**
     * A package that apt can get.
     *
     * @param fileName the file's name in the archive
     * @param version its version
     * @param size its bytes
     * @param sha256Hex its digest, which is its key in the store
     */
    public record Deb(String fileName, String version, long size, String sha256Hex) {}

    /**
     * The package's file in the store, downloaded where it is not there yet.
     *
     * @throws UserException where apt does not know it or cannot get it
     */
    public Deb get(Wanted source) throws IOException {
        var state = store.getOrMakeTold(Kind.APT, STATE_KEY, temporary -> {
            Files.createDirectory(temporary);
            return Store.Made.of("apt's package lists");
        });
        return store.locked(Kind.APT, STATE_KEY, () -> {
            var known = updated ? Optional.<Deb>empty() : bySystem(source, new Lists(state, false));
            if (known.isPresent()) {
                return known.get();
            }
            var own = new Lists(state, true);
            if (!updated) {
                update(own);
                updated = true;
            }
            var deb = find(source, own);
            if (deb.isEmpty()) {
                throw new UserException("apt knows no package '" + source.spec() + "' (" + source.origin() + ")."
                        + nearest(source, own) + " 'apt-cache policy " + source.name()
                        + "' shows what there is; a package of another"
                        + " release needs its entry in /etc/apt/sources.list.");
            }
            var failure = download(source, deb.get(), own);
            if (failure.isPresent()) {
                throw new UserException(
                        "apt-get cannot download '" + source.spec() + "' (" + source.origin() + "):\n" + failure.get());
            }
            return deb.get();
        });
    }

    /** By the lists that the system has; empty, which it says, where they do not do. */
    private Optional<Deb> bySystem(Wanted source, Lists system) throws IOException {
        var deb = find(source, system);
        if (deb.isEmpty()) {
            LOG.info("The system's package lists have no {}: updating lists of our own", source.spec());
        } else if (download(source, deb.get(), system).isPresent()) {
            LOG.info(
                    "apt-get cannot download {} by the system's package lists: updating lists of our own",
                    source.spec());
            return Optional.empty();
        }
        return deb;
    }

    /** Names that apt does know, so that a typo or an old version is seen at once; costs nothing where all is well. */
    private String nearest(Wanted source, Lists lists) throws IOException {
        var known = new TreeSet<String>();
        var family = FAMILY.matcher(source.name());
        var cache = program.replaceFirst("apt-get$", "apt-cache");
        try {
            run(
                    cache,
                    lists,
                    lists.state(),
                    List.of("pkgnames", family.lookingAt() ? family.group() : source.name()),
                    line -> {
                        if (known.size() < MAX_NAMES && NAME.matcher(line).matches()) {
                            known.add(line);
                        }
                    });
        } catch (UserException e) {
            LOG.debug("no apt-cache to ask for names", e);
        }
        return Nearest.to(source.name(), known)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse("");
    }

    private Optional<Deb> find(Wanted source, Lists lists) throws IOException {
        var found = new ArrayList<Deb>();
        run(lists, lists.state(), List.of("download", "--print-uris", source.spec()), line -> {
            var match = PRINTED.matcher(line);
            // apt takes a name that it does not know for a pattern: linux-source-6.1 would find linux-source-6.10.
            if (match.matches() && match.group(3).equals(source.name())) {
                found.add(new Deb(
                        match.group(2),
                        match.group(4).replace("%3a", ":"),
                        Long.parseLong(match.group(5)),
                        match.group(6)));
            }
        });
        return found.stream().findFirst();
    }

    /** Returns why it failed; empty where the store has the package now. */
    private Optional<String> download(Wanted source, Deb deb, Lists lists) throws IOException {
        var known = store.find(Kind.DOWNLOAD, deb.sha256Hex());
        if (known.isPresent() && Digests.match(known.get(), deb.sha256Hex())) {
            return Optional.empty();
        }
        LOG.info("Downloading {} {} ({} MB) by apt-get", source.name(), deb.version(), deb.size() >> 20);
        var folder = store.partial(Kind.APT, STATE_KEY);
        Trees.delete(folder);
        Files.createDirectory(folder);
        try {
            var pinned = source.name() + "=" + deb.version();
            var result = run(lists, folder, List.of("download", pinned), line -> LOG.debug("{}", line));
            var file = folder.resolve(deb.fileName());
            if (!result.succeeded() || !Files.isRegularFile(file)) {
                return Optional.of(result.output());
            }
            if (!Digests.of(file).equals(deb.sha256Hex())) {
                return Optional.of("'" + deb.fileName() + "' came with another hash than the package lists have");
            }
            store.getOrRemake(
                    Kind.DOWNLOAD, deb.sha256Hex(), there -> Digests.match(there, deb.sha256Hex()), temporary -> {
                        Files.move(file, temporary);
                        return Store.Made.of(deb.fileName());
                    });
            return Optional.empty();
        } finally {
            Trees.delete(folder);
        }
    }

    private void update(Lists lists) throws IOException {
        Files.createDirectories(lists.state().resolve("lists/partial"));
        var result = run(lists, lists.state(), List.of("update"), line -> LOG.debug("{}", line));
        if (!result.succeeded()) {
            LOG.warn("apt-get update failed:\n{}", result.output());
        }
    }

    private CommandResult run(Lists lists, Path directory, List<String> arguments, Consumer<String> lines)
            throws IOException {
        return run(program, lists, directory, arguments, lines);
    }

    private CommandResult run(
            String program, Lists lists, Path directory, List<String> arguments, Consumer<String> lines)
            throws IOException {
        var cache = lists.state().resolve("cache");
        Files.createDirectories(cache.resolve("archives/partial"));
        var argv = new ArrayList<>(List.of(program, "-q", "-o", "Dir::Cache=" + cache));
        if (lists.own()) {
            argv.addAll(List.of("-o", "Dir::State=" + lists.state()));
            argv.addAll(List.of("-o", "Dir::State::lists=" + lists.state().resolve("lists")));
        }
        argv.addAll(arguments);
        try {
            return runner.run(new Command(argv, directory, Map.of("LC_ALL", "C.UTF-8")), lines);
        } catch (UserException e) {
            throw new UserException(
                    "<debian> and <debianKernel> need apt-get, which this machine has not. Give the kernel's source by"
                            + " <url>, <file> or <git>, or its packages by <debs>.",
                    e);
        }
    }
}
