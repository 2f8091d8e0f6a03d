package org.kernelmaven.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kernelmaven.UserException;
import org.kernelmaven.kbuild.SigningKey;
import org.kernelmaven.store.Trees;
import org.kernelmaven.tool.Command;
import org.kernelmaven.tool.CommandRunner;
import org.kernelmaven.tool.Host;

/**
 * What keys are reached with.
 *
 * @param runner runs openssl and pkcs11-tool
 * @param host where these are
 * @param variables the environment, which may hold a passphrase or PIN
 * @param scratch where a folder may be, which is there only while a program runs; its parent exists
 */
public record SigningTools(CommandRunner runner, Host host, Map<String, String> variables, Path scratch) {

    /** Copies. */
    public SigningTools {
        variables = Map.copyOf(variables);
    }

    /** How a program ended: its exit status, and all that it printed. */
    record Ended(int exitCode, List<String> lines) {

        boolean succeeded() {
            return exitCode == 0;
        }

        String output() {
            return String.join("\n", lines).strip();
        }
    }

    /** Gives the arguments of a program that reads one file and writes another. */
    interface Arguments {
        List<String> of(Path input, Path output);
    }

    /** The passphrase or PIN that the user set; empty where there is none. */
    Optional<String> pin() {
        return Optional.ofNullable(variables.get(SigningKey.PIN)).filter(pin -> !pin.isEmpty());
    }

    /** @param pin what the program finds in {@link SigningKey#PIN}; never in its arguments, which all users can see */
    Ended run(List<String> argv, String pin) throws IOException {
        var lines = new ArrayList<String>();
        var command = Command.of(scratch.resolveSibling(""), argv).with(Map.of("LC_ALL", "C", SigningKey.PIN, pin));
        var result = runner.run(command, lines::add);
        return new Ended(result.exitCode(), List.copyOf(lines));
    }

    /**
     * As {@link #run}, for a program that makes bytes of bytes.
     *
     * @param failed what to throw where it fails, by what it said
     */
    byte[] convert(byte[] input, String pin, Arguments arguments, Function<String, UserException> failed)
            throws IOException {
        Trees.delete(scratch);
        try {
            Files.createDirectory(scratch);
            var from = Files.write(scratch.resolve("input"), input);
            var to = scratch.resolve("output");
            var ended = run(arguments.of(from, to), pin);
            if (!ended.succeeded() || !Files.exists(to)) {
                throw failed.apply(ended.output());
            }
            return Files.readAllBytes(to);
        } finally {
            Trees.delete(scratch);
        }
    }
}
