package org.kernelmaven.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kernelmaven.UserException;

@Timeout(60)
class CommandRunnerTest {

    private static final Map<String, String> PATH = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

    /** Starts two generations that ignore a polite signal, tells their ids, and waits. */
    private static final String STUBBORN_FAMILY =
            "trap '' TERM; (trap '' TERM; sleep 300 & echo $!; wait; sleep 300) & echo $!; wait; sleep 300";

    private static final String FAMILY = STUBBORN_FAMILY.replace("trap '' TERM; ", "");

    private final Path directory;

    CommandRunnerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private final CommandRunner runner = new CommandRunner(PATH);

    private Command shell(String script) {
        return Command.of(directory, "sh", "-c", script);
    }

    @Test
    void givesLinesInOrderWithStandardErrorAmongThem() throws IOException {
        var lines = new ArrayList<String>();
        var result = runner.run(shell("echo one; echo two >&2; printf three"), lines::add);
        assertThat(result.succeeded()).isTrue();
        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(result.tail()).isEqualTo(lines);
    }

    @Test
    void aFilterMakesOneStreamOfAnother() throws IOException {
        var much = "kernel\n".repeat(200_000);
        try (var upper = runner.filter(shell("tr a-z A-Z"), bytes(much))) {
            assertThat(new String(upper.readAllBytes(), US_ASCII)).isEqualTo(much.toUpperCase(Locale.ROOT));
        }
        // That it does not want all of its input is none of its failures.
        try (var first = runner.filter(shell("head -n 1"), bytes(much))) {
            assertThat(new String(first.readAllBytes(), US_ASCII)).isEqualTo("kernel\n");
        }
    }

    @Test
    void aFilterThatFailsSaysWhy() throws IOException {
        try (var failing = runner.filter(shell("head -c 3; echo no more >&2; exit 2"), bytes("kernel"))) {
            assertThat(failing.readNBytes(3)).asString(US_ASCII).isEqualTo("ker");
            assertThatThrownBy(failing::read).isInstanceOf(IOException.class).hasMessage("no more");
        }
        try (var silent = runner.filter(shell("exit 3"), bytes("kernel"))) {
            assertThatThrownBy(silent::read).hasMessage("exit status 3");
        }
        try (var killed = runner.filter(shell("kill -9 $$"), bytes("kernel"))) {
            assertThatThrownBy(killed::read)
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("137");
        }
    }

    @Test
    void whatFailsAFiltersInputIsToldAtItsEnd() throws IOException {
        var broken = new SequenceInputStream(bytes("kkk"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("bad sector");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        });
        try (var copy = runner.filter(shell("cat"), broken)) {
            assertThat(copy.readNBytes(3)).asString(US_ASCII).isEqualTo("kkk");
            assertThatThrownBy(copy::read).hasMessage("bad sector");
            assertThatThrownBy(copy::read).hasMessage("bad sector");
        }
    }

    @Test
    void aFilterThatIsClosedEnds() throws IOException {
        var endless = runner.filter(shell("echo $$; exec cat /dev/zero"), bytes(""));
        var pid = new StringBuilder();
        for (int c = endless.read(); c != '\n'; c = endless.read()) {
            pid.append((char) c);
        }
        endless.close();
        assertThat(Running.is(pid.toString())).isFalse();
    }

    @Test
    void aFilterWhoseReaderWasInterruptedEndsToo() throws IOException {
        var endless = runner.filter(shell("echo $$; exec cat /dev/zero"), bytes(""));
        var pid =
                new String(endless.readNBytes(32), US_ASCII).lines().findFirst().orElseThrow();
        Thread.currentThread().interrupt();
        endless.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Running.is(pid)).isFalse();
    }

    @Test
    void aFilterThatCrashesWasNotKilled() throws IOException {
        try (var crashing = runner.filter(shell("kill -SEGV $$"), bytes("kernel"))) {
            assertThatThrownBy(crashing::read)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("139");
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(US_ASCII));
    }

    @Test
    void whatAKilledCommandPrintsIsNoAnswer() {
        assertThatThrownBy(() -> runner.output(shell("echo y; kill -9 $$"), 10, Duration.ofSeconds(30)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Signal 9 ended")
                .hasMessageContaining("exit status 137");
    }

    @Test
    void whatACommandPrintsThatFailsByItselfIsAnAnswer() throws IOException {
        assertThat(runner.output(shell("printf y; exit 255"), 10, Duration.ofSeconds(30)))
                .hasValueSatisfying(printed -> assertThat(printed).asString().isEqualTo("y"));
    }

    @Test
    void theExitStatusAloneIsThatOfTheCommand() throws IOException {
        assertThat(runner.status(shell("yes | head -c 300000; exit 7"), Duration.ofSeconds(30)))
                .contains(7);
    }

    @Test
    void theExitStatusOfAKilledCommandIsNoAnswer() {
        assertThatThrownBy(() -> runner.status(shell("kill -9 $$"), Duration.ofSeconds(30)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Signal 9 ended");
    }

    @Test
    void aCrashIsAnExitStatus() throws IOException {
        assertThat(runner.status(shell("kill -SEGV $$"), Duration.ofSeconds(30)))
                .contains(139);
    }

    @Test
    void aCommandThatTakesTooLongHasNoExitStatus() throws IOException {
        assertThat(runner.status(shell("sleep 60"), Duration.ofMillis(100))).isEmpty();
    }

    @Test
    void tellsTheExitCode() throws IOException {
        assertThat(runner.run(shell("exit 7")).exitCode()).isEqualTo(7);
    }

    @Test
    void keepsOnlyTheTail() throws IOException {
        var result = runner.run(shell("i=0; while [ $i -lt 500 ]; do echo $i; i=$((i+1)); done"));
        assertThat(result.tail()).hasSize(CommandRunner.TAIL_LINES).endsWith("499");
    }

    @Test
    void cutsALineThatNeverEnds() throws IOException {
        var result = runner.run(shell("head -c 50000000 /dev/zero | tr '\\0' x; echo; echo after"));
        assertThat(result.tail()).hasSize(2).endsWith("after");
        assertThat(result.tail().get(0)).hasSize(64 * 1024);
    }

    @Test
    void readsNothingFromTheTerminal() throws IOException {
        assertThat(runner.run(shell("cat; echo end")).tail()).containsExactly("end");
    }

    @Test
    void namesAMissingProgram() {
        assertThatThrownBy(() -> runner.run(Command.of(directory, "no-such-program-here")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'no-such-program-here'")
                .hasMessageContaining("kernel:doctor");
    }

    @Test
    void doesNotBlameTheProgramForAMissingDirectory() {
        assertThatThrownBy(() -> runner.run(Command.of(directory.resolve("gone"), "true")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void hidesVariablesOfTheCallersEnvironment() throws IOException {
        var environment = new java.util.HashMap<>(PATH);
        environment.putAll(
                Map.of("KBUILD_X", "1", "KBUILD_Y", "1", "KBUILD_SIGN_PIN", "1234", "ARCH", "mips", "ARCHIVE", "kept"));
        var result = new CommandRunner(environment)
                .run(shell("env | grep -E '^(KBUILD|ARCH)' | sort")
                        .keeping("KBUILD_SIGN_PIN")
                        .without(List.of("KBUILD_*", "ARCH"))
                        .with("KBUILD_Y", "ours"));
        assertThat(result.tail()).containsExactly("ARCHIVE=kept", "KBUILD_SIGN_PIN=1234", "KBUILD_Y=ours");
    }

    @Test
    void throwsWhatTheConsumerThrowsAndEndsTheCommand() {
        var pids = Collections.synchronizedList(new ArrayList<String>());
        assertThatThrownBy(() -> runner.run(shell(FAMILY), line -> {
                    pids.add(line);
                    if (pids.size() == 2) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(pids).hasSize(2).noneMatch(Running::is);
    }

    @Test
    void throwsAnErrorOfTheConsumer() {
        assertThatThrownBy(() -> runner.run(shell("echo x; sleep 300"), line -> {
                    throw new AssertionError("wrong");
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void interruptLeavesNoDescendantBehind() throws InterruptedException {
        var pids = Collections.synchronizedList(new ArrayList<String>());
        var both = new CountDownLatch(2);
        var thrown = new AtomicReference<Throwable>();
        var flag = new AtomicReference<Boolean>();
        var thread = new Thread(() -> {
            try {
                runner.run(shell(STUBBORN_FAMILY), line -> {
                    pids.add(line);
                    both.countDown();
                });
            } catch (IOException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(flag.get()).isTrue();
        assertThat(pids).hasSize(2).noneMatch(Running::is);
    }

    @Test
    void endsWhatLostItsParent() {
        // The subshell ends at once, so its child belongs to init when the consumer throws.
        var pids = Collections.synchronizedList(new ArrayList<String>());
        assertThatThrownBy(
                        () -> runner.run(shell("(sleep 300 >/dev/null & echo $!); echo orphaned; sleep 300"), line -> {
                            pids.add(line);
                            if (line.equals("orphaned")) {
                                throw new IllegalStateException(line);
                            }
                        }))
                .hasMessage("orphaned");
        assertThat(Running.is(pids.get(0))).isFalse();
    }

    @Test
    void endsTheChildrenOfACommandThatWasKilled() throws IOException {
        var result = runner.run(shell("sleep 300 & echo $!; kill -KILL $$"));
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(Running.is(result.tail().get(0))).isFalse();
    }

    @Test
    void doesNotWaitForADaemonThatKeepsTheOutputOpen() throws IOException {
        var result = runner.run(shell("sleep 300 & echo $!"));
        var daemon = ProcessHandle.of(Long.parseLong(result.tail().get(0))).orElseThrow();
        try {
            assertThat(result.succeeded()).isTrue();
            assertThat(daemon.isAlive()).isTrue();
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void endsACommandThatShouldNotGoOn() throws IOException {
        var pids = Collections.synchronizedList(new ArrayList<String>());
        var result = runner.run(shell(FAMILY), pids::add, () -> pids.size() < 2);
        assertThat(result).isEmpty();
        assertThat(pids).noneMatch(Running::is);
    }

    @Test
    void letsMakeRemoveWhatItHalfWrote() throws IOException {
        Files.writeString(directory.resolve("Makefile"), "half: ; @echo x > half; echo started; sleep 300\n");
        var lines = Collections.synchronizedList(new ArrayList<String>());
        var result = runner.run(Command.of(directory, "make"), lines::add, () -> !lines.contains("started"));
        assertThat(result).isEmpty();
        assertThat(directory.resolve("half")).doesNotExist();
    }

    @Test
    void aTerminatedJvmLeavesNoProcessBehind() throws Exception {
        var jvm = otherJvm(directory);
        try (var output = jvm.inputReader()) {
            var pids = family(output);
            jvm.destroy();
            assertThat(jvm.waitFor()).isEqualTo(143);
            assertThat(pids).noneMatch(Running::is);
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void whatAKilledJvmLeftInADirectoryIsEnded() throws Exception {
        var jvm = otherJvm(directory);
        try (var output = jvm.inputReader()) {
            var pids = family(output);
            jvm.destroyForcibly().waitFor();
            assertThat(pids).allMatch(Running::is);
            CommandRunner.endLeftovers(List.of(directory));
            assertThat(pids).noneMatch(Running::is);
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void whatOthersRunElsewhereIsNoLeftover() throws Exception {
        var ours = Files.createDirectories(directory.resolve("ours"));
        var jvm = otherJvm(Files.createDirectories(directory.resolve("theirs")));
        try (var output = jvm.inputReader()) {
            var pids = family(output);
            CommandRunner.endLeftovers(List.of(ours));
            assertThat(pids).allMatch(Running::is);
            jvm.destroy();
            assertThat(jvm.waitFor()).isEqualTo(143);
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void whatThisJvmRunsIsNoLeftover() throws IOException {
        var result = runner.run(shell("echo started; until test -e go; do sleep 0.05; done; cat go"), line -> {
            if (line.equals("started")) {
                leaveAlone();
            }
        });
        assertThat(result.tail()).containsExactly("started", "on");
    }

    private void leaveAlone() {
        try {
            CommandRunner.endLeftovers(List.of(directory));
            Files.writeString(directory.resolve("go.tmp"), "on\n");
            Files.move(directory.resolve("go.tmp"), directory.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process otherJvm(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommandRunnerTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> family(BufferedReader output) throws IOException {
        var pids = List.of(String.valueOf(output.readLine()), String.valueOf(output.readLine()));
        assertThat(pids).allMatch(Running::is);
        return pids;
    }

    /** The child JVM of {@link #otherJvm}. */
    public static void main(String[] arguments) throws IOException {
        var command = Command.of(Path.of(arguments[0]), "sh", "-c", STUBBORN_FAMILY);
        new CommandRunner(PATH).run(command, System.out::println);
    }
}
