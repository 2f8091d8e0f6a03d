package org.kernelmaven;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of Java that may write small files only. */
public final class LimitedProcess {

    private LimitedProcess() {}

    /**
     * Starts it; what it says on standard error comes with the rest.
     *
     * @param blocks of a file at most, as {@code ulimit -f} has them
     */
    public static Process start(int blocks, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -f " + blocks + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
