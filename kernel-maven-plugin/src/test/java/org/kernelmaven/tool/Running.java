package org.kernelmaven.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the kernel itself whether a process runs. */
public final class Running {

    private Running() {}

    /** Whether one does; a zombie, for whom nobody has waited yet, does not. */
    public static boolean is(String pid) {
        try {
            var stat = Files.readString(Path.of("/proc", pid.strip(), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
