package org.kernelmaven.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the kernel's reports of its own faults on a console: oopses, warnings with a stack trace, and what lockdep,
 * KASAN, UBSAN and others write.
 */
final class FaultReader {

    /** How much of one report is kept; an oops with its registers and a deep stack has some 60 lines. */
    static final int MOST_LINES = 80;

    private static final int MOST_FAULTS = 10;
    private static final int MOST_LENGTH = 400;

    static final Pattern PANIC = Pattern.compile("(?:.*: )?Kernel panic - not syncing.*");

    /** The first line of each kind of report; none of them appears in a healthy boot. */
    private static final Pattern OOPS = Pattern.compile("(?:\\S+: )?(?:BUG: |BUG \\S+ \\([^)]*\\): |Oops[: ]"
            + "|kernel BUG at |Internal error: "
            + "|general protection fault|Unable to handle kernel |invalid opcode: |stack segment: |divide error: "
            + "|int3: |double fault: |traps: PANIC|UBSAN: |KCSAN: |INFO: rcu\\w* (?:self-)?detected "
            + "|INFO: rcu\\w* detected stalls|INFO: task \\S+ blocked for more than|Kernel stack overflow"
            + "|list_(?:add|del) corruption|INFO: possible (?:circular|recursive) locking|page dumped because:).*");

    /**
     * What {@code WARN_ON} writes (kernel/panic.c, {@code __warn}; since 6.19 with the processor at the line's end),
     * and lockdep (kernel/locking/lockdep.c). Other lines that begin with {@code WARNING: } are advice.
     */
    private static final Pattern WARNING = Pattern.compile("WARNING: (?:CPU: \\d+ PID: \\d+|.* at .*, CPU#\\d+"
            + "|possible (?:circular|recursive|irq) .*|suspicious RCU usage|inconsistent lock state"
            + "|bad unlock balance detected|bad contention detected|held lock freed|lock held when returning to user"
            + "|.* still has locks held|.*-safe -> .*-unsafe lock order detected|Nested lock was not taken"
            + "|invalid wait context|.* is freeing memory .*with a lock still held|stack going in the wrong direction"
            + "|kernel stack).*|\\[ BUG: Invalid wait context \\].*|INFO: trying to register non-static key.*");

    /** What {@code dump_stack} writes; a report that has no line of its own that we know begins before it. */
    private static final Pattern TRACE = Pattern.compile("Call [Tt]race:.*");

    private static final Pattern WHERE = Pattern.compile("CPU: \\d+ .*");

    private static final Pattern END = Pattern.compile("---\\[ end .*|={20,}");

    /** What the kernel says of every module that is not its own. */
    private static final Pattern TAINT = Pattern.compile(
            ".*: (?:loading out-of-tree module taints|module verification failed:|module license '.*' taints) .*");

    /** Follows an oops in a module's init, which our init ran; says no more than that. */
    private static final String INIT_KILLED = "Kernel panic - not syncing: Attempted to kill init!";

    /** Lines before a stack trace that may say what it is about. */
    private static final int CONTEXT = 3;

    private final List<Fault> faults = new ArrayList<>();
    private final Deque<String> recent = new ArrayDeque<>();
    private @Nullable Report open;

    /** Takes a line without its time stamp. */
    void line(String text, String during, boolean duringTest) {
        var report = open;
        if (text.startsWith(INIT_KILLED) && faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.OOPS)) {
            return;
        }
        if (OOPS.matcher(text).matches() || PANIC.matcher(text).matches()) {
            if (report == null || report.kind != Fault.Kind.OOPS) {
                begin(Fault.Kind.OOPS, text, during, duringTest);
                return;
            }
        } else if (report == null && WARNING.matcher(text).matches()) {
            begin(Fault.Kind.WARNING, text, during, duringTest);
            return;
        } else if (report == null && TRACE.matcher(text).matches()) {
            beginBefore(during, duringTest);
            report = open;
        }
        if (report == null && !TAINT.matcher(text).matches()) {
            recent.addLast(text);
            if (recent.size() > 2 * CONTEXT) {
                recent.removeFirst();
            }
        } else if (report != null && (!report.add(text) || END.matcher(text).matches())) {
            end();
        }
    }

    /** Takes a line of kmemleak's list. */
    void leak(String text, String during) {
        var report = open;
        if (text.startsWith("unreferenced object") || report == null) {
            begin(Fault.Kind.LEAK, text, during, true);
        } else {
            report.add(text);
        }
    }

    /** A line of init: whatever the kernel was reporting is over. */
    void end() {
        var report = open;
        open = null;
        recent.clear();
        if (report != null && faults.size() < MOST_FAULTS) {
            faults.add(new Fault(report.kind, report.title, report.lines, report.during, report.duringTest));
        }
    }

    /** Notes what init itself could not do. */
    void failure(String title, List<String> lines, String during) {
        end();
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(Fault.Kind.FAILURE, title, lines, during, true));
        }
    }

    /** All there was; to be read when the guest has ended. */
    List<Fault> faults() {
        end();
        return List.copyOf(faults);
    }

    private void begin(Fault.Kind kind, String title, String during, boolean duringTest) {
        end();
        open = new Report(kind, title, during, duringTest);
    }

    /** The lines that came before a stack trace: those before its {@code CPU: … PID: … Comm: …}, and that. */
    private void beginBefore(String during, boolean duringTest) {
        var before = new ArrayList<>(recent);
        var where = before.size();
        for (var i = before.size() - 1; i >= 0; i--) {
            if (WHERE.matcher(before.get(i)).matches()) {
                where = i;
                break;
            }
        }
        var context = new ArrayList<>(before.subList(Math.max(0, where - CONTEXT), before.size()));
        var title = where == before.size() || where == 0 ? "stack trace" : before.get(where - 1);
        begin(Fault.Kind.WARNING, title, during, duringTest);
        var report = open;
        if (report != null) {
            report.lines.clear();
            report.lines.addAll(context);
        }
    }

    /** A report that is being read. */
    private static final class Report {

        private final Fault.Kind kind;
        private final String title;
        private final String during;
        private final boolean duringTest;
        private final List<String> lines = new ArrayList<>();

        Report(Fault.Kind kind, String title, String during, boolean duringTest) {
            this.kind = kind;
            this.title = cut(title);
            this.during = during;
            this.duringTest = duringTest;
            this.lines.add(this.title);
        }

        /** Whether there is room for more. */
        boolean add(String line) {
            lines.add(cut(line));
            return lines.size() < MOST_LINES;
        }
    }

    /** A line that is kept: its end is cut off where a guest writes without end. */
    static String cut(String line) {
        return line.length() <= MOST_LENGTH ? line : line.substring(0, MOST_LENGTH) + "…";
    }
}
