package org.kernelmaven.store;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kernelmaven.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the store for its user: lists what is in it, verifies it, mends it and keeps it small. */
public final class StoreKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final Store store;

    /** @param store what to look after; makers and readers may be at work in it */
    public StoreKeeper(Store store) {
        this.store = store;
    }

    /**
     * An entry that is not as it was made.
     *
     * @param entry which
     * @param wrong what is wrong, by path; {@link Manifest#ITSELF} for the entry as a whole
     */
    record Damage(Entry entry, SortedMap<String, String> wrong) {

        @Override
        public String toString() {
            return entry.title()
                    + wrong.entrySet().stream()
                            .map(finding -> "\n    "
                                    + (finding.getKey().equals(Manifest.ITSELF) ? "it" : "'" + finding.getKey() + "'")
                                    + " " + finding.getValue())
                            .collect(Collectors.joining());
        }
    }

    /**
     * Does what is wanted, and lists the entries that are there then.
     *
     * @param verify whether damage is looked for
     * @param repair whether damage is looked for and removed
     * @throws UserException where there is damage, and it is not or cannot be removed now
     */
    public void keep(boolean verify, boolean repair, Pruning pruning) throws IOException {
        if (pruning.isWanted()) {
            prune(pruning);
        }
        if (repair) {
            repair();
        }
        list();
        if (verify && !repair) {
            verify();
        }
    }

    /** Lists each entry: size, last use, name, and the last project that used it. */
    void list() throws IOException {
        var inventory = Inventory.of(store);
        LOG.info("The store in {}", store.places());
        for (var entry : inventory.entries()) {
            LOG.info(
                    "{}  {}  {}{}",
                    String.format("%8s", human(entry.size())),
                    DAY.format(entry.lastUse()),
                    entry.title(),
                    users(entry));
        }
        LOG.info(
                "{}, {}{}{}",
                count(inventory.entries().size(), "entry", "entries"),
                human(inventory.size()),
                leftovers(
                        inventory,
                        false,
                        " half-made, by a Maven that works now or was killed: -Dkernel.store.repair removes the latter"),
                leftovers(
                        inventory,
                        true,
                        " of downloads that broke off or run now: the next try goes on with them,"
                                + " -Dkernel.store.prune removes old ones"));
    }

    private static String users(Entry entry) {
        var others = entry.projects().size() - 1;
        return others < 0
                ? ""
                : "\n" + " ".repeat(10) + "used by " + entry.projects().get(0)
                        + (others == 0 ? "" : " and " + count(others, "other project", "other projects"));
    }

    private static String leftovers(Inventory inventory, boolean resumable, String what) {
        var left = inventory.leftovers().stream()
                .filter(leftover -> leftover.resumable() == resumable)
                .toList();
        return left.isEmpty()
                ? ""
                : "; and "
                        + human(left.stream()
                                .mapToLong(Inventory.Leftover::size)
                                .sum())
                        + what;
    }

    /**
     * Compares every entry with what was noted when it was made.
     *
     * @throws UserException naming each wrong file of each damaged entry
     */
    void verify() throws IOException {
        var damages = damages(Inventory.of(store));
        if (!damages.isEmpty()) {
            throw new UserException(
                    "The store has " + count(damages.size(), "damaged entry", "damaged entries") + ":\n  "
                            + damages.stream().map(Damage::toString).collect(Collectors.joining("\n  "))
                            + "\n-Dkernel.store.repair removes what is damaged; the next build makes it again.");
        }
    }

    /**
     * Removes what is damaged, and what killed Mavens left.
     *
     * @throws UserException where something damaged is in use, and so was left
     */
    void repair() throws IOException {
        var inventory = Inventory.of(store);
        sweep(inventory, leftover -> !leftover.resumable());
        var used = new ArrayList<Damage>();
        for (var damage : damages(inventory)) {
            if (store.removeUnused(damage.entry().kind(), damage.entry().key())) {
                LOG.warn("Removed {}", damage);
            } else {
                used.add(damage);
            }
        }
        if (!used.isEmpty()) {
            throw new UserException("A Maven that runs now uses what is damaged:\n  "
                    + used.stream().map(Damage::toString).collect(Collectors.joining("\n  "))
                    + "\nRepair again when it has ended.");
        }
    }

    /** Removes what is old or too much and in no use, and what killed Mavens left. */
    void prune(Pruning pruning) throws IOException {
        var inventory = Inventory.of(store);
        var now = Instant.now();
        sweep(inventory, leftover -> !leftover.resumable() || pruning.isTooOld(leftover.modified(), now));
        var kept = new ArrayList<Entry>();
        var gone = pruning.apply(inventory.entries(), now, entry -> {
            var removed = store.removeUnused(entry.kind(), entry.key());
            if (removed) {
                LOG.info(
                        "Removed {}, last used {}: {}",
                        entry.title(),
                        DAY.format(entry.lastUse()),
                        human(entry.size()));
            } else {
                kept.add(entry);
            }
            return removed;
        });
        if (pruning.unused().isPresent()) {
            var forgotten = store.forgetUnused(now.minus(pruning.unused().get()));
            LOG.info("Forgot {} of URLs, digests, tags and packages", count(forgotten, "answer", "answers"));
        }
        kept.forEach(entry -> LOG.info("Kept {}: it is in use", entry.title()));
        var freed = gone.stream().mapToLong(Entry::size).sum();
        LOG.info(
                "Removed {}, {}; {} are left",
                count(gone.size(), "entry", "entries"),
                human(freed),
                human(inventory.size() - freed));
    }

    /** What is not as it was made; the store is not changed. */
    private List<Damage> damages(Inventory inventory) throws IOException {
        var damages = new ArrayList<Damage>();
        var verified = 0;
        for (var entry : inventory.entries()) {
            if (entry.kind().proof() != Proof.NONE) {
                var wrong = wrong(entry);
                verified++;
                // What was removed meanwhile is nobody's damage.
                if (!wrong.isEmpty() && store.contains(entry.kind(), entry.key())) {
                    damages.add(new Damage(entry, wrong));
                }
            }
        }
        LOG.info("Verified {}, of which {} damaged", count(verified, "entry", "entries"), damages.size());
        return damages;
    }

    private static SortedMap<String, String> wrong(Entry entry) {
        try {
            if (entry.kind().proof() == Proof.KEY) {
                return Digests.of(entry.path()).equals(entry.key()) ? new TreeMap<>() : whole("has other content");
            }
            var manifest = Manifest.read(Store.sibling(entry.path(), Store.MANIFEST));
            return manifest.isPresent()
                    ? manifest.get().differences(entry.path())
                    : whole("has no manifest, so it cannot be verified: an earlier version of the plugin made it");
        } catch (IOException e) {
            return whole("cannot be verified: " + e.getMessage());
        }
    }

    private static SortedMap<String, String> whole(String reason) {
        return new TreeMap<>(Map.of(Manifest.ITSELF, reason));
    }

    private void sweep(Inventory inventory, Predicate<Inventory.Leftover> isLitter) throws IOException {
        for (var leftover : inventory.leftovers()) {
            // Whoever makes or resumes it holds the lock.
            if (isLitter.test(leftover) && store.deleteLeftover(leftover)) {
                LOG.info("Removed what a killed Maven left: '{}', {}", leftover.path(), human(leftover.size()));
            }
        }
    }

    private static String count(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** As {@code ls -h} has it: {@code 1.4 GB}. */
    private static String human(long bytes) {
        var value = (double) bytes;
        var unit = 0;
        while (value >= 1024 && unit < 4) {
            value /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s",
                value,
                List.of("B", "kB", "MB", "GB", "TB").get(unit));
    }
}
