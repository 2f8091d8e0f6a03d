package org.kernelmaven.build.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.kernelmaven.UserException;
import org.kernelmaven.build.module.BuiltModules;
import org.kernelmaven.build.module.TestModules;
import org.kernelmaven.vm.GuestSession;
import org.kernelmaven.vm.Initramfs;
import org.kernelmaven.vm.Reply;

class DevLoopTest {

    private static final Reply DONE = new Reply.Done(List.of());
    private static final Reply.Lost PANIC = new Reply.Lost("The kernel panicked", List.of());

    /** All that happens, in order. */
    private final List<String> story = new ArrayList<>();

    private final Map<String, Reply> replies = new HashMap<>();
    private final Deque<Build> builds = new ArrayDeque<>();
    private final LinkedBlockingQueue<DevEvent> events = new LinkedBlockingQueue<>();
    private List<Loadable> plan = List.of();

    /** Why guests do not come up, one after the other; empty where one does. */
    private final Deque<String> boots = new ArrayDeque<>();

    /** How often an answer to {@code send} is given. */
    private int sends = 1;

    private boolean hasShell;
    private Consumer<Reply.Lost> ends = why -> {};
    private long clock;

    /** What a compilation comes to. */
    private interface Build {
        List<Loadable> plan();
    }

    private static Loadable module(String name, String digest, Loadable.Kind kind) {
        return new Loadable(name, Initramfs.Module.of(Path.of(name + ".ko")), digest, kind);
    }

    private static Loadable own(String name, String digest) {
        return module(name, digest, Loadable.Kind.OWN);
    }

    private void builds(Loadable... modules) {
        builds.add(() -> List.of(modules));
    }

    private void fails(String message) {
        builds.add(() -> {
            throw new UserException(message);
        });
    }

    private void saves(int times) {
        for (var i = 0; i < times; i++) {
            asks(null);
        }
    }

    /** One event after the other: a save is not to be taken together with the next. */
    private void asks(@org.jspecify.annotations.Nullable DevCommand command) {
        script.add(command == null ? new DevEvent.Saved(clock) : new DevEvent.Asked(command));
    }

    private final Deque<DevEvent> script = new ArrayDeque<>();

    private String runs() throws Exception {
        new DevLoop(this::compile, guests(), shell(), report(), events, () -> clock++).run();
        return String.join("\n", story);
    }

    @Test
    void onlyWhatComesAfterTheFirstChangeIsSwapped() throws Exception {
        builds(module("kunit", "k", Loadable.Kind.BASE), own("a", "1"), own("b", "1"), own("c", "1"));
        builds(module("kunit", "k", Loadable.Kind.BASE), own("a", "1"), own("b", "2"), own("c", "1"));
        saves(1);
        assertThat(runs())
                .isEqualTo("build\nboot [kunit]\nload a\nload b\nload c\nloaded a, b, c\nwait"
                        + "\nbuild\nunload c\nunload b\nload b\nload c\nloaded a, b, c\nwait\nclose");
    }

    @Test
    void whatDoesNotCompileLeavesTheGuestAlone() throws Exception {
        builds(own("a", "1"));
        fails("a.c:6: error");
        builds(own("a", "2"));
        saves(2);
        assertThat(runs())
                .isEqualTo("build\nboot []\nload a\nloaded a\nwait"
                        + "\nbuild\nfailure a.c:6: error\ninfo Still loaded: a\nwait"
                        + "\nbuild\nunload a\nload a\nloaded a\nwait\nclose");
    }

    @Test
    void guestThatPanicsWhileLoadingIsReplacedWithoutTheModule() throws Exception {
        builds(module("kunit", "k", Loadable.Kind.BASE), own("a", "1"));
        builds(module("kunit", "k", Loadable.Kind.BASE), own("a", "2"));
        replies.put("load a 1", PANIC);
        saves(1);
        assertThat(runs())
                .isEqualTo("build\nboot [kunit]\nload a\nfailure The kernel panicked.\nclose\nboot [kunit]"
                        + "\nfailure module 'a' ended the guest.\nwait"
                        + "\nbuild\nload a\nloaded a\nwait\nclose");
    }

    @Test
    void guestThatIsLostWhileAModuleIsSentIsReplacedAndAllIsLoadedThere() throws Exception {
        builds(own("a", "1"), own("b", "1"));
        replies.put("send b", PANIC);
        assertThat(runs())
                .isEqualTo("build\nboot []\nload a\nfailure The kernel panicked.\nclose\nboot []"
                        + "\nload a\nload b\nloaded a, b\nwait\nclose");
    }

    @Test
    void moduleThatCannotBeSentTwiceIsNotSentAgain() throws Exception {
        builds(own("a", "1"));
        replies.put("send a", PANIC);
        sends = 2;
        assertThat(runs())
                .endsWith("boot []\nfailure The kernel panicked.\nclose\nboot []"
                        + "\nfailure the guest was lost twice while module 'a' was sent to it.\nwait\nclose");
    }

    @Test
    void moduleThatCannotBeUnloadedRestartsTheGuestAndTheNewOneIsLoaded() throws Exception {
        builds(own("a", "1"));
        builds(own("a", "2"));
        replies.put("unload a", new Reply.Refused("failed to unload a: error 11", List.of()));
        saves(1);
        assertThat(runs())
                .contains("unload a\nfailure Module 'a' could not be unloaded: EAGAIN, something still uses it."
                        + "\nclose\nboot []\nload a\nloaded a\nwait");
    }

    @Test
    void moduleThatDoesNotLoadIsTriedAgainAfterTheNextSave() throws Exception {
        builds(own("a", "1"), own("b", "1"));
        builds(own("a", "1"), own("b", "1"));
        replies.put("load b 1", new Reply.Refused("failed to load b: error 19", List.of()));
        saves(1);
        var told = runs();
        assertThat(told).contains("load b\nfailure module 'b' could not be loaded: ENODEV");
        assertThat(told).endsWith("build\nload b\nloaded a, b\nwait\nclose");
    }

    @Test
    void guestThatEndsByItselfIsReplacedOnce() throws Exception {
        builds(own("a", "1"));
        script.add(new DevEvent.GuestEnded(1, PANIC));
        script.add(new DevEvent.GuestEnded(1, PANIC));
        assertThat(runs())
                .isEqualTo("build\nboot []\nload a\nloaded a\nwait\nfailure The kernel panicked.\nclose\nboot []"
                        + "\ninfo The modules are not loaded again, for they may have done it. 'r' loads them."
                        + "\nwait\nclose");
    }

    @Test
    void testsAreLoadedAgainByThemselves() throws Exception {
        builds(own("a", "1"), module("a_test", "1", Loadable.Kind.TEST));
        asks(DevCommand.TESTS);
        assertThat(runs()).endsWith("wait\nunload a_test\nload a_test\nloaded a, a_test\nwait\nclose");
    }

    @Test
    void restartLoadsAllInANewGuest() throws Exception {
        builds(own("a", "1"));
        builds(own("a", "1"));
        asks(DevCommand.RESTART);
        assertThat(runs()).endsWith("wait\nclose\nforget\nbuild\nboot []\nload a\nloaded a\nwait\nclose");
    }

    @Test
    void keyboardIsAnsweredWhetherThereIsAShellOrNot() throws Exception {
        builds(own("a", "1"));
        asks(DevCommand.SHELL);
        assertThat(runs()).contains("no shell\ninfo There is no shell in the guest: none\nwait");
        story.clear();
        hasShell = true;
        builds(own("a", "1"));
        asks(DevCommand.SHELL);
        assertThat(runs()).contains("shell\ninfo The guest's shell has ended.\nwait");
    }

    @Test
    void firstBuildThatFailsWaitsForASaveWithoutAGuest() throws Exception {
        fails("a.c:1: error");
        builds(own("a", "1"));
        asks(DevCommand.TESTS);
        saves(1);
        assertThat(runs())
                .isEqualTo("build\nfailure a.c:1: error\nwait\ninfo Nothing was compiled yet.\nwait"
                        + "\nbuild\nboot []\nload a\nloaded a\nwait\nclose");
    }

    @Test
    void machineThatBootsNoGuestEndsIt() {
        builds(own("a", "1"));
        boots.add("no QEMU");
        assertThatThrownBy(this::runs).isInstanceOf(UserException.class).hasMessage("no QEMU");
    }

    @Test
    void guestThatDoesNotComeUpOnceIsBootedByTheNextSave() throws Exception {
        builds(own("a", "1"));
        builds(own("a", "1"));
        boots.addAll(List.of("", "a timeout"));
        script.add(new DevEvent.GuestEnded(1, PANIC));
        saves(1);
        assertThat(runs())
                .contains("failure a timeout No guest runs; a save or 'r' boots one.\nwait")
                .endsWith("build\nboot []\nload a\nloaded a\nwait\nclose");
    }

    @Test
    void guestIsClosedWhateverHappens() {
        builds(own("a", "1"));
        builds.add(() -> {
            throw new IllegalStateException("a mistake of ours");
        });
        saves(1);
        assertThatThrownBy(this::runs).hasMessage("a mistake of ours");
        assertThat(story).endsWith("build", "close");
    }

    @SuppressWarnings("NullAway") // the loop only hands it on
    private BuiltModules compile() {
        story.add("build");
        plan = builds.remove().plan();
        return new BuiltModules(null, new TestModules(List.of(), List.of(), List.of()));
    }

    private Guests guests() {
        return new Guests() {
            @Override
            public List<Loadable> plan(BuiltModules built) {
                return plan;
            }

            @Override
            public GuestSession boot(
                    BuiltModules built, List<Loadable> base, Consumer<String> lines, Consumer<Reply.Lost> onEnd) {
                var lack = Optional.ofNullable(boots.poll()).orElse("");
                if (!lack.isEmpty()) {
                    throw new UserException(lack);
                }
                story.add("boot " + base.stream().map(Loadable::name).toList());
                ends = onEnd;
                return new Session();
            }

            @Override
            public void forget() {
                story.add("forget");
            }

            @Override
            public Optional<String> lackOfShell() {
                return hasShell ? Optional.empty() : Optional.of("none");
            }
        };
    }

    private UserShell shell() {
        return new UserShell() {
            @Override
            public Reply run(GuestSession guest) {
                story.add("shell");
                return DONE;
            }

            @Override
            public void refuse() {
                story.add("no shell");
            }
        };
    }

    /** A guest that does all but what {@code replies} says. */
    private final class Session implements GuestSession {

        @Override
        public boolean isRestored() {
            return false;
        }

        @Override
        public Reply send(Initramfs.Module module) {
            var order = "send " + String.valueOf(module.file().getFileName()).replace(".ko", "");
            var reply = replies.get(order);
            if (reply == null || sends-- == 0) {
                return DONE;
            }
            ends.accept((Reply.Lost) reply);
            return reply;
        }

        @Override
        public Reply load(Initramfs.Module module) {
            var name = String.valueOf(module.file().getFileName()).replace(".ko", "");
            story.add("load " + name);
            var digest = plan.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .digest();
            return answer("load " + name + " " + digest);
        }

        @Override
        public Reply unload(String name) {
            story.add("unload " + name);
            return answer("unload " + name);
        }

        private Reply answer(String order) {
            var reply = Optional.ofNullable(replies.remove(order)).orElse(DONE);
            if (reply instanceof Reply.Lost lost) {
                ends.accept(lost);
            }
            return reply;
        }

        @Override
        public Reply shell(OutputStream screen, Runnable begun) {
            return DONE;
        }

        @Override
        public void type(byte[] bytes, int length) {
            // Nobody types.
        }

        @Override
        public void close() {
            story.add("close");
        }
    }

    /** Notes what matters; the next event comes when all is done. */
    private DevReport report() {
        return new DevReport() {
            @Override
            public void booting() {
                // The session tells it.
            }

            @Override
            public void begin() {
                // Nothing is shown.
            }

            @Override
            public void console(String line) {
                // Nothing is shown.
            }

            @Override
            public void loaded(String names, String when) {
                story.add("loaded " + names);
            }

            @Override
            public void failure(String message) {
                story.add("failure "
                        + message.replaceFirst("^Not loaded, .* after the save: ", "")
                                .replace(" The guest is restarted.", ""));
            }

            @Override
            public void info(String message) {
                if (!message.startsWith("The guest is up")) {
                    story.add("info " + message);
                }
            }

            @Override
            public void messages() {
                story.add("messages");
            }

            @Override
            public void waiting() {
                story.add("wait");
                events.add(Optional.ofNullable(script.poll()).orElse(new DevEvent.Asked(DevCommand.QUIT)));
                // One that changes nothing is followed by the next at once.
                if (events.peek() instanceof DevEvent.GuestEnded) {
                    while (!script.isEmpty()) {
                        events.add(script.remove());
                    }
                    events.add(new DevEvent.Asked(DevCommand.QUIT));
                }
            }
        };
    }
}
