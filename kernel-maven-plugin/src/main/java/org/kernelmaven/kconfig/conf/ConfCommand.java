package org.kernelmaven.kconfig.conf;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kernelmaven.UserException;
import org.kernelmaven.kconfig.KconfigLoader;
import org.kernelmaven.kconfig.language.Dialect;
import org.kernelmaven.kconfig.language.KconfigException;
import org.kernelmaven.kconfig.value.Configuration;

/**
 * The program in the place of {@code scripts/kconfig/conf}: same options, environment, questions, files and exit status
 * ({@code Documentation/kbuild/kconfig.rst}).
 *
 * <p>The system property {@code kconfig.tree} names the kernel tree whose {@code scripts/kconfig} is stood in for,
 * where that is not the source tree.
 */
public final class ConfCommand {

    private static final String TREE = "kconfig.tree";

    /** Values and menus are walked recursively. */
    private static final long STACK_BYTES = 256L << 20;

    private final Session session;

    ConfCommand(Session session) {
        this.session = session;
    }

    /** Runs in this process's directory and environment, and ends it with conf's exit status. */
    public static void main(String[] arguments) throws InterruptedException {
        var out = stream(FileDescriptor.out);
        var err = stream(FileDescriptor.err);
        var directory = Path.of("").toAbsolutePath();
        var environment = System.getenv();
        var tree = Optional.ofNullable(System.getProperty(TREE))
                .or(() -> Optional.ofNullable(environment.get(Session.SOURCE_TREE)))
                .orElse("");
        var console = new Console(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                out,
                err,
                isTerminal(0) && isTerminal(1));
        var command = new ConfCommand(new Session(directory, environment, directory.resolve(tree), console));
        var status = new int[] {1};
        var thread = new Thread(null, () -> status[0] = command.run(List.of(arguments)), "conf", STACK_BYTES);
        thread.start();
        thread.join();
        console.flush();
        System.exit(status[0]);
    }

    /** What the program does; returns the exit status. */
    int run(List<String> arguments) {
        var console = session.console();
        try {
            return run(Options.parse(arguments));
        } catch (KconfigException e) {
            e.output().forEach(console::line);
            e.warnings().forEach(console::error);
            e.problems().forEach(console::error);
        } catch (UserException e) {
            console.error(e.getMessage());
        } catch (IOException e) {
            console.error(Options.PROGRAM + ": " + e);
        }
        return 1;
    }

    private int run(Options options) throws IOException {
        var console = session.console();
        if (options.help()) {
            console.print(Options.usage());
            return 1;
        }
        if (options.kconfig() == null) {
            console.error(Options.PROGRAM + ": Kconfig file missing");
            console.print(Options.usage());
            return 1;
        }
        var kconfig = new KconfigLoader(session.sourceTree(), session.directory(), session.environment(), true)
                .load(options.kconfig(), Dialect.of(session.tree()));
        kconfig.output().forEach(console::line);
        kconfig.warnings().forEach(console::error);
        return new Run(session, options, new Configuration(kconfig)).run() ? 0 : 1;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }

    /** {@code System.console()} does not say: since JDK 22 there is one without a terminal too. */
    private static boolean isTerminal(int descriptor) {
        try {
            var device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
