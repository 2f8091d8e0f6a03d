package org.kernelmaven.source;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.store.Digests;
import org.kernelmaven.store.Kind;
import org.kernelmaven.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernel trees from commits of git repositories. */
final class GitTrees {

    private static final Logger LOG = LoggerFactory.getLogger(GitTrees.class);

    private final Store store;
    private final PristineTrees trees;
    private final Map<String, String> environment;
    private final boolean offline;
    private final boolean update;

    GitTrees(Store store, PristineTrees trees, Map<String, String> environment, boolean offline, boolean update) {
        this.store = store;
        this.trees = trees;
        this.environment = environment;
        this.offline = offline;
        this.update = update;
    }

    PristineTree fetch(GitSource source) throws IOException {
        var what = source.shown() + " (" + source.origin().child("git") + ")";
        var known = known(source);
        if (known.isPresent()) {
            var entry = trees.find(key(known.get()), what);
            if (entry.isPresent()) {
                return tree(source, entry.get(), known.get());
            }
        }
        if (offline) {
            throw new UserException(
                    "Offline, and " + source.tag().map(tag -> "tag " + tag).orElse("the commit") + " of " + what
                            + " was never fetched. Run once without -o.");
        }
        var repositoryKey = Digests.of(source.url());
        return store.locked(Kind.GIT, repositoryKey, () -> {
            try {
                return fetchAndCheckOut(source, what, repositoryKey);
            } catch (GitRepository.BrokenException e) {
                if (Store.isFull(e)) {
                    throw e;
                }
                LOG.warn("The repository of {} in the store is damaged: it is fetched again", what);
                LOG.debug("{}", what, e);
                store.remove(Kind.GIT, repositoryKey);
                return again(source, what, repositoryKey);
            }
        });
    }

    private PristineTree again(GitSource source, String what, String repositoryKey) throws IOException {
        try {
            return fetchAndCheckOut(source, what, repositoryKey);
        } catch (GitRepository.BrokenException e) {
            throw new UserException("Cannot check out " + what + ": " + e.getMessage(), e);
        }
    }

    private PristineTree fetchAndCheckOut(GitSource source, String what, String repositoryKey) throws IOException {
        var path = store.getOrMakeTold(Kind.GIT, repositoryKey, temporary -> {
            new GitRepository(temporary, environment).create();
            return Store.Made.of(source.shown());
        });
        var repository = new GitRepository(path, environment);
        LOG.info("Fetching {} of {}", source.tag().or(source::commit).orElse(""), source.shown());
        var commit = repository.fetch(source);
        var entry = trees.getOrMake(key(commit), what, directory -> {
            repository.checkOut(commit, directory);
            KernelTree.seal(directory, what);
            return Map.of();
        });
        if (source.tag().isPresent()) {
            var tag = source.tag().get();
            store.remember(question(source), commit)
                    .ifPresent(
                            before -> LOG.warn("Tag {} of {} is commit {} now, and was {}", tag, what, commit, before));
        }
        return tree(source, entry, commit);
    }

    /** The commit, where it is clear without asking the repository. */
    private Optional<String> known(GitSource source) throws IOException {
        if (source.tag().isEmpty()) {
            return source.commit();
        }
        if (update && !offline && source.commit().isEmpty()) {
            return Optional.empty();
        }
        var remembered = store.recall(question(source)).filter(text -> text.matches("[0-9a-f]{40}"));
        // Where both are given, the tag must have been seen to be that commit.
        return source.commit().isEmpty()
                ? remembered
                : source.commit().filter(commit -> remembered.equals(Optional.of(commit)));
    }

    private static String question(GitSource source) {
        return "git " + source.url() + " " + source.tag().orElse("");
    }

    private static String key(String commit) {
        return PristineTrees.key("git", commit);
    }

    private static PristineTree tree(GitSource source, PristineTrees.Entry entry, String commit) {
        return entry.from(new Provenance("git", source.shown(), Optional.of(commit), Optional.empty()));
    }
}
