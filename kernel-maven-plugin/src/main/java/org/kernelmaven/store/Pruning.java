package org.kernelmaven.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kernelmaven.UserException;

/**
 * Which entries are to go: those that no build used for some time, and of the others the longest unused ones until the
 * rest is small enough.
 *
 * @param unused how long an entry must not have been used; empty where age is no reason
 * @param most the bytes that the entries may have together; empty where size is no reason
 */
public record Pruning(Optional<Duration> unused, Optional<Long> most) {

    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([hdw])");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT])B?");

    /**
     * Reads what the user wrote.
     *
     * @param prune an age such as {@code 30d}: hours {@code h}, days {@code d} or weeks {@code w}
     * @param maxSize a size such as {@code 20G}: {@code K}, {@code M}, {@code G} or {@code T}, of 1024 each
     * @throws UserException where it is neither
     */
    public static Pruning parse(Optional<String> prune, Optional<String> maxSize) {
        return new Pruning(prune.map(Pruning::age), maxSize.map(Pruning::bytes));
    }

    private static Duration age(String text) {
        var match = AGE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new UserException("property kernel.store.prune: '" + text
                    + "' is no age. Write hours, days or weeks, such as 12h, 30d or 8w.");
        }
        var number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }

    private static long bytes(String text) {
        var match = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            throw new UserException("property kernel.store.maxSize: '" + text
                    + "' is no size. Write a number with K, M, G or T, such as 500M or 20G.");
        }
        var number = Long.parseLong(match.group(1));
        var shift = 10 * ("KMGT".indexOf(match.group(2)) + 1);
        // More than a long holds is more than any store has.
        return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
    }

    /** Whether anything is to go for its age or the whole's size. */
    boolean isWanted() {
        return unused.isPresent() || most.isPresent();
    }

    /** Whether something last touched at that time is too old. */
    boolean isTooOld(Instant lastUse, Instant now) {
        return unused.filter(age -> lastUse.isBefore(now.minus(age))).isPresent();
    }

    /** Removes one entry; tells whether it went, which it does not while somebody uses it. */
    @FunctionalInterface
    interface Remover {
        boolean remove(Entry entry) throws IOException;
    }

    /**
     * Removes what is to go, the longest unused first.
     *
     * @return the entries that went
     */
    List<Entry> apply(List<Entry> entries, Instant now, Remover remover) throws IOException {
        var left = entries.stream().mapToLong(Entry::size).sum();
        var gone = new ArrayList<Entry>();
        for (var entry :
                entries.stream().sorted(Comparator.comparing(Entry::lastUse)).toList()) {
            var tooMuch = most.isPresent() && left > most.get();
            if ((tooMuch || isTooOld(entry.lastUse(), now)) && remover.remove(entry)) {
                left -= entry.size();
                gone.add(entry);
            }
        }
        return gone;
    }
}
