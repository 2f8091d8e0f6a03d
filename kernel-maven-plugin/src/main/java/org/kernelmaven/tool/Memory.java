package org.kernelmaven.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What memory this machine has to spare. */
public final class Memory {

    private static final String AVAILABLE = "MemAvailable:";

    private Memory() {}

    /** Bytes that programs can be given without swapping; that of the Java heap where Linux does not tell. */
    public static long available() {
        try {
            // "MemAvailable:   12345 kB" (Documentation/filesystems/proc.rst).
            return available(Files.readString(Path.of("/proc/meminfo"), StandardCharsets.US_ASCII))
                    .orElse(Runtime.getRuntime().maxMemory());
        } catch (IOException e) {
            return Runtime.getRuntime().maxMemory();
        }
    }

    static OptionalLong available(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith(AVAILABLE))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .filter(number -> !number.isEmpty())
                .mapToLong(number -> Long.parseLong(number) * 1024)
                .findFirst();
    }
}
